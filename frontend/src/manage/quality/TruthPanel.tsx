import { Link } from 'wouter';
import type { ProjectTruth, QuestionTruth } from '../../api';
import { may, useSession } from '../../app/session';
import { useTranslation } from '../../i18n';
import { number, percent } from '../../i18n/format';
import { Panel } from '../../ui';
import { When } from '../parts/When';
import { useSlug } from '../queries';
import { useProjectTruth } from './calls';
import { decidedAs, lessCertain, toAdjudicate, useItemsAddress } from './drill';
import own from './quality.module.css';

/** How far a project's differing answers are decided, question by question; nothing for a project without such questions. */
export function TruthPanel({ project }: { project: string }) {
  const { t } = useTranslation('quality');
  const { data } = useProjectTruth(project);
  if (!data || data.questions.length === 0) return null;
  return (
    <Panel title={t('decisions.title')} help={t('decisions.help')}>
      <p>
        {t(`decisions.by_${data.decides ? data.by : 'none'}`, { share: percent(data.confidence, 1) })}{' '}
        {data.labels_saved > 0 && t('decisions.saved', { count: data.labels_saved })}
      </p>
      <ul className={own.truths}>
        {data.questions.map((row) => (
          <Question key={row.question} project={project} row={row} />
        ))}
      </ul>
      <Links project={project} truth={data} />
    </Panel>
  );
}

function Question({ project, row }: { project: string; row: QuestionTruth }) {
  const { t } = useTranslation('quality');
  const { fitted_at, expected_accuracy: accuracy } = row;
  if (fitted_at === null)
    return (
      <li>
        <h3>{row.title}</h3>
        <p className={own.learnt}>{t('decisions.notLearnt')}</p>
      </li>
    );
  const states = [
    { state: 'decided', count: row.decided },
    { state: 'tied', count: row.tied },
    { state: 'review', count: row.needs_review },
  ] as const;
  return (
    <li>
      <h3>{row.title}</h3>
      <dl className={own.figures}>
        {states.map(({ state, count }) => (
          <div key={state}>
            <dt>{t(`decisions.${state}`)}</dt>
            <dd>
              <Items project={project} query={decidedAs(row.question, state)} count={count}>
                {t(`decisions.${state}`)}
              </Items>
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('decisions.accuracy')}</dt>
          <dd>{accuracy === null ? '–' : percent(accuracy, 1)}</dd>
        </div>
      </dl>
      <p className={own.learnt}>
        {t('decisions.learnt', {
          judgements: t('decisions.judgementsCount', { count: row.labels }),
          people: t('decisions.peopleCount', { count: row.people }),
        })}{' '}
        <When at={fitted_at} exact />
      </p>
    </li>
  );
}

/** A figure as the way to its items; without a way where there are none, or for those who may see none. */
function Items(props: {
  project: string;
  query: ReturnType<typeof decidedAs>;
  count: number;
  children: string;
}) {
  const { t } = useTranslation('quality');
  const { project, query, count, children } = props;
  const address = useItemsAddress(project)(query);
  if (address === null || count === 0) return number(count);
  return (
    <Link to={address} aria-label={t('decisions.items', { name: children, count })}>
      {number(count)}
    </Link>
  );
}

/** The ways from the figures to items, for those who may see any. */
function Links({ project, truth }: { project: string; truth: ProjectTruth }) {
  const { t } = useTranslation('quality');
  const to = useItemsAddress(project);
  const slug = useSlug();
  const maySet = may(useSession().organisation.role, 'manage');
  const links = [
    truth.certainty_kept && {
      title: t('decisions.lessCertain', { share: percent(truth.confidence, 1) }),
      to: to(lessCertain(truth.confidence)),
    },
    truth.decides && { title: t('decisions.toAdjudicate'), to: to(toAdjudicate) },
    !truth.decides &&
      maySet && { title: t('decisions.toWorkflow'), to: `/${slug}/projects/${project}/workflow` },
  ].flatMap((link) => (link && link.to !== null ? [{ title: link.title, to: link.to }] : []));
  if (links.length === 0) return null;
  return (
    <nav className={own.links} aria-label={t('decisions.links')}>
      {links.map((link) => (
        <Link key={link.to} to={link.to}>
          {link.title}
        </Link>
      ))}
    </nav>
  );
}
