import { Link } from 'wouter';
import type { ProjectTruth, QuestionTruth } from '../../api';
import { useTranslation } from '../../i18n';
import { number, percent } from '../../i18n/format';
import { Panel } from '../../ui';
import { When } from '../parts/When';
import { useProjectTruth } from './calls';
import { lessCertain, toAdjudicate, useItemsAddress } from './drill';
import own from './quality.module.css';

/** How far a project's differing answers are decided, question by question; nothing for a project without such questions. */
export function TruthPanel({ project }: { project: string }) {
  const { t } = useTranslation('quality');
  const { data } = useProjectTruth(project);
  if (!data || data.questions.length === 0) return null;
  return (
    <Panel title={t('decisions.title')} help={t('decisions.help')}>
      <p>
        {t(`decisions.by_${data.by}`, { share: percent(data.confidence, 1) })}{' '}
        {data.labels_saved > 0 && t('decisions.saved', { count: data.labels_saved })}
      </p>
      <ul className={own.truths}>
        {data.questions.map((row) => (
          <Question key={row.question} row={row} />
        ))}
      </ul>
      <Links project={project} truth={data} />
    </Panel>
  );
}

function Question({ row }: { row: QuestionTruth }) {
  const { t } = useTranslation('quality');
  const { fitted_at, expected_accuracy: accuracy } = row;
  if (fitted_at === null)
    return (
      <li>
        <h3>{row.title}</h3>
        <p className={own.learnt}>{t('decisions.notLearnt')}</p>
      </li>
    );
  const figures = [
    { name: t('decisions.decided'), value: number(row.decided) },
    { name: t('decisions.tied'), value: number(row.tied) },
    { name: t('decisions.review'), value: number(row.needs_review) },
    { name: t('decisions.accuracy'), value: accuracy === null ? '–' : percent(accuracy, 1) },
  ];
  return (
    <li>
      <h3>{row.title}</h3>
      <dl className={own.figures}>
        {figures.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
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

/** The ways from the figures to items, for those who may see any. */
function Links({ project, truth }: { project: string; truth: ProjectTruth }) {
  const { t } = useTranslation('quality');
  const to = useItemsAddress(project);
  const links = [
    truth.certainty_kept && {
      title: t('decisions.lessCertain', { share: percent(truth.confidence, 1) }),
      to: to(lessCertain(truth.confidence)),
    },
    { title: t('decisions.toAdjudicate'), to: to(toAdjudicate) },
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
