import { useQuery } from '@tanstack/react-query';
import type { Form, Item, Project } from '../../api';
import { api, ask } from '../../api';
import { useTranslation } from '../../i18n';
import { percent } from '../../i18n/format';
import { useSlug } from '../queries';
import css from './items.module.css';

/** How well people agree on one item: question by question, and each of them with the others. */
export function ItemAgreement({ project, item, form }: { project: Project; item: Item; form: Form }) {
  const { t } = useTranslation('items');
  const { data } = useItemAgreement(project.id, item);
  if (data?.agreement == null) return null;
  const titleOf = (name: string): string =>
    form.questions.find((question) => question.name === name)?.title ?? name;
  const people = data.people.flatMap(({ member, agreement }) =>
    agreement === null ? [] : [{ id: member.id, title: member.name, share: agreement }],
  );
  return (
    <section className={css.agreement}>
      <h4>{t('agreement.title', { share: percent(data.agreement) })}</h4>
      <Shares
        title={t('agreement.byQuestion')}
        rows={data.questions.map(({ question, agreement }) => ({
          id: question,
          title: titleOf(question),
          share: agreement,
        }))}
      />
      <Shares title={t('agreement.byPerson')} rows={people} />
    </section>
  );
}

type Row = { id: string; title: string; share: number };

function Shares({ title, rows }: { title: string; rows: readonly Row[] }) {
  if (rows.length === 0) return null;
  return (
    <table className={css.shares}>
      <caption>{title}</caption>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">{row.title}</th>
            <td>
              <span className={css.share}>
                <span className={css.track} aria-hidden="true">
                  <span style={{ width: `${row.share * 100}%` }} />
                </span>
                {percent(row.share)}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function useItemAgreement(project: string, item: Item) {
  const organisation = useSlug();
  return useQuery({
    // Each answer to the item changes it.
    queryKey: [organisation, 'project', project, 'item', item.id, 'agreement', item.submitted],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/{organisation}/projects/{project_id}/items/{item_id}/agreement', {
          params: { path: { organisation, project_id: project, item_id: item.id } },
          signal,
        }),
      ),
  });
}
