import { Link } from 'wouter';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { EmptyState, Icon, Panel } from '../../ui';
import { useFilters } from '../parts/filters';
import { More } from '../parts/More';
import bar from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { useComments, useSlug } from '../queries';
import css from './comments.module.css';
import { Said } from './Thread';
import type { Comment } from './threads';

/** What people said about items of the project: first what waits for an answer. */
export function Comments({ project }: { project: Project }) {
  const { t } = useTranslation('manage');
  const [{ show }, change] = useFilters({ show: 'open' });
  const comments = useComments(project.id, show === 'open');
  return (
    <>
      <div className={bar.bar}>
        <div className={css.which} role="group" aria-label={t('comments.which')}>
          {(['open', 'all'] as const).map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={show === each}
              onClick={() => change({ show: each })}
            >
              {t(`comments.${each}`)}
            </button>
          ))}
        </div>
      </div>
      <Query of={comments}>
        {({ pages }) => {
          const rows = pages.flatMap(({ results }) => results);
          return (
            <Panel flush>
              {rows.length === 0 ? (
                <EmptyState icon="mail" title={t(show === 'open' ? 'comments.noneOpen' : 'comments.none')}>
                  {t('comments.help')}
                </EmptyState>
              ) : (
                <ul className={css.list}>
                  {rows.map((comment) => (
                    <li key={comment.id}>
                      <Said project={project.id} comment={comment} />
                      <ToItem project={project} comment={comment} />
                    </li>
                  ))}
                </ul>
              )}
              <More list={comments} />
            </Panel>
          );
        }}
      </Query>
    </>
  );
}

function ToItem({ project, comment }: { project: Project; comment: Comment }) {
  const { t } = useTranslation('manage');
  const slug = useSlug();
  return (
    <Link className={css.item} to={`/${slug}/projects/${project.id}/items?item=${comment.item_id}`}>
      {t('comments.seeItem')}
      <Icon name="chevronRight" size={15} />
    </Link>
  );
}
