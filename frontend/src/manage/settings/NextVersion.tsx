import { useTranslation } from 'react-i18next';
import { Icon, type IconName, Notice } from '../../ui';
import { type FormChange, takesAway } from '../form/changes';
import type { Translate } from '../parts/translate';
import css from './settings.module.css';

const ICONS: Record<FormChange['how'], IconName> = {
  added: 'plus',
  removed: 'minus',
  breaks: 'alert',
  changed: 'pencil',
  moved: 'arrowDown',
};
const SHOWN = 12;

/** What saving will change, before it is saved. */
export function NextVersion({ version, changes }: { version: number; changes: readonly FormChange[] }) {
  const { t } = useTranslation('manage');
  if (changes.length === 0) return null;
  return (
    <section className={css.next} aria-label={t('form.nextVersion', { version })}>
      <h3>{t('form.nextVersion', { version })}</h3>
      <ul>
        {changes.slice(0, SHOWN).map((change) => (
          <li key={JSON.stringify(change)} data-how={change.how}>
            <Icon name={ICONS[change.how]} size={15} />
            <span>{changeWords(change, t)}</span>
          </li>
        ))}
        {changes.length > SHOWN && <li>{t('form.moreChanges', { count: changes.length - SHOWN })}</li>}
      </ul>
      {takesAway(changes) && <Notice kind="warn">{t('form.takesAway')}</Notice>}
    </section>
  );
}

/** One change as a sentence: what it is about, and what happens to it. */
export function changeWords({ how, path, setting }: FormChange, t: Translate): string {
  const place = path.map((title) => `“${title}”`).join(' › ');
  if (setting === 'shows') return t('change.shows');
  if (how === 'moved') return place ? t('change.movedIn', { place }) : t('change.moved');
  if (setting) {
    const name = t(`setting.${setting}` as 'setting.title', { defaultValue: setting.replaceAll('_', ' ') });
    return t(how === 'breaks' ? 'change.breaks' : 'change.changed', { place, setting: name });
  }
  const what = path.length > 1 ? 'part' : 'question';
  if (how === 'added') return t(`change.added.${what}`, { place });
  if (how === 'removed') return t(`change.removed.${what}`, { place });
  return t('change.scale', { place });
}
