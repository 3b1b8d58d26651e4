import { useLocation } from 'wouter';
import { useSession } from '../app/session';
import { useTranslation } from '../i18n';
import Palette, { type PaletteEntry } from '../keys/Palette';
import type { Live } from './LabelScreen';
import { useProjects } from './projects';

/** Everything that can be done at the item, and the projects to go on with. */
export default function CommandPalette({ live, onClose }: { live: Live; onClose: () => void }) {
  const { t } = useTranslation('label');
  const { slug } = useSession().organisation;
  const [, go] = useLocation();
  const projects = useProjects();
  const commands = [...live].flatMap(([id, run]): PaletteEntry[] =>
    id === 'palette' || id === 'leaveField' ? [] : [{ id, title: t(`keys.${id}`), run, command: id }],
  );
  const places: PaletteEntry[] = [
    { id: 'work', title: t('palette.goTo', { name: t('palette.all') }), run: () => go(`/${slug}/work`) },
    ...projects.map(({ id, name }) => ({
      id: `project ${id}`,
      title: t('palette.goTo', { name }),
      run: () => go(`/${slug}/work/${id}`),
    })),
    { id: 'recent', title: t('palette.recent'), run: () => go(`/${slug}/work/recent`) },
  ];
  return <Palette entries={[...commands, ...places]} onClose={onClose} />;
}
