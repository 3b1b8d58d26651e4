import { Fragment } from 'react';
import { useTranslation } from '../../../i18n';
import { number, percent } from '../../../i18n/format';
import { Icon } from '../../../ui';
import { Bar } from '../../agreement/Bar';
import { ToItems } from '../../parts/ToItems';
import { decidedAs, useItemsAddress } from '../drill';
import type { Question, Truth } from '../types';
import { between, codeWords, coefficient, type Words } from '../words';
import { ByTwo } from './ByTwo';
import { Confusion } from './Confusion';
import { Fold } from './Fold';
import { Labels } from './Labels';
import { MoreFigures } from './MoreFigures';
import css from './report.module.css';
import { anchorOf, Difference, LEVEL_ICONS } from './Verdict';
import { WhyLow } from './WhyLow';

/** One question: what its agreement comes to (`code`), why it is low, and everything that is known of it. */
export function QuestionCard(props: { question: Question; code: string; project: string; open: boolean }) {
  const { t } = useTranslation('quality');
  const { question, code, project, open } = props;
  const { figures, level, change } = question;
  const id = anchorOf(question.question);
  return (
    <article className={css.card} id={id} aria-labelledby={`${id}-title`} data-level={level}>
      <header className={css.cardHead}>
        <h3 id={`${id}-title`}>{question.title}</h3>
        <span className={css.badge} data-level={level}>
          <Icon name={LEVEL_ICONS[level]} size={14} />
          {t(`level.${level}`)}
        </span>
      </header>
      <div className={css.cardBody}>
        <div className={css.words}>
          <p>{codeWords('code', code, t)}</p>
          <p className={css.evidence}>{evidence(question, t).join(' · ')}</p>
          {question.truth && <Decided question={question} truth={question.truth} project={project} />}
        </div>
        {question.alpha !== null && (
          <div className={css.alpha}>
            <p>
              <span className={css.symbol}>α</span> <strong>{coefficient(question.alpha)}</strong>{' '}
              <span className={css.interval}>{between(question.low, question.high, t)}</span>
            </p>
            <Bar row={question} />
            {change?.difference != null && (
              <p className={css.evidence}>
                <Difference of={question} /> {t('change.before')}
              </p>
            )}
          </div>
        )}
      </div>
      {question.why.length > 0 && <WhyLow question={question} project={project} />}
      {figures.people && figures.people.length > 0 && (
        <Fold title={t('labels.title')} open={open}>
          <Labels question={question} project={project} />
        </Fold>
      )}
      {figures.met && figures.met.length > 1 && (
        <Fold title={t('confusion.title')} open={open}>
          <Confusion question={question} project={project} />
        </Fold>
      )}
      <MoreFigures question={question} project={project} />
      <ByTwo question={question} project={project} />
    </article>
  );
}

function evidence(question: Question, t: Words): string[] {
  const { percent: share, items, annotations, ac1 } = question;
  return [
    share === null ? '' : t('evidence.percent', { percent: percent(share) }),
    items === 0 ? '' : t('evidence.items', { count: items }),
    annotations === 0 ? '' : t('evidence.annotations', { count: annotations }),
    ac1?.value == null ? '' : t('evidence.ac1', { value: coefficient(ac1.value) }),
  ].filter(Boolean);
}

/** How far differing answers are decided; what is, and what is not, leads to its items. */
function Decided({ question, truth, project }: { question: Question; truth: Truth; project: string }) {
  const { t } = useTranslation('quality');
  const address = useItemsAddress(project);
  const { decided, tied, needs_review, expected_accuracy, labels_saved } = truth;
  const states = [
    { state: 'decided', count: decided, words: t('truth.decided', { count: decided }) },
    { state: 'tied', count: tied, words: t('truth.tied', { count: tied }) },
    { state: 'review', count: needs_review, words: t('truth.review', { count: needs_review }) },
  ] as const;
  const more = [
    expected_accuracy === null ? '' : t('truth.accuracy', { share: percent(expected_accuracy, 1) }),
    labels_saved ? t('truth.saved', { labels: number(labels_saved) }) : '',
  ].filter(Boolean);
  return (
    <p className={css.evidence}>
      {states
        .filter(({ state, count }) => state === 'decided' || count > 0)
        .map(({ state, count, words }, at) => (
          <Fragment key={state}>
            {at > 0 && ' · '}
            <ToItems
              to={count > 0 ? address(decidedAs(question.question, state)) : null}
              label={t('change.see', { value: words, name: question.title })}
            >
              {words}
            </ToItems>
          </Fragment>
        ))}
      {more.map((words) => ` · ${words}`)}
    </p>
  );
}
