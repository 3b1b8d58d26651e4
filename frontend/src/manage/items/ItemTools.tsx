import '../workflow/words';
import { useState } from 'react';
import type { Item, Project } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, ButtonLink } from '../../ui';
import { useSlug } from '../queries';
import { EditContent } from './EditContent';

/** What a manager can do with one item: say its right answer, mend its content. */
export default function ItemTools({ project, item }: { project: Project; item: Item }) {
  const { t } = useTranslation('workflow');
  const slug = useSlug();
  const [editing, setEditing] = useState(false);
  const state: string = item.state;
  if (state === 'withdrawn') return null;
  return (
    <>
      <ButtonLink
        kind="default"
        size="small"
        icon="star"
        to={`/${slug}/projects/${project.id}/gold?item=${item.id}`}
      >
        {t(state === 'gold' ? 'content.editGold' : 'content.markGold')}
      </ButtonLink>
      <Button kind="default" size="small" icon="pencil" onClick={() => setEditing(true)}>
        {t('content.edit')}
      </Button>
      {editing && <EditContent project={project} item={item} onClose={() => setEditing(false)} />}
    </>
  );
}
