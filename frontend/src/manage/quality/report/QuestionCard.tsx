import { useTranslation } from '../../../i18n';
import { number, percent } from '../../../i18n/format';
import { Icon } from '../../../ui';
import { Bar } from '../../agreement/Bar';
import { decided, toAdjudicate, useItemsAddress } from '../drill';
import type { Question, Truth } from '../types';
import { between, codeWords, coefficient, type Words } from '../words';
import { ByTwo } from './ByTwo';
import { Confusion } from './Confusion';
import { Drill } from './Drill';
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
          {question.truth && <Decided truth={question.truth} project={project} />}
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

/** How far differing answers are decided, with the ways to the items that are and to those that wait for somebody. */
function Decided({ truth, project }: { truth: Truth; project: string }) {
  const { t } = useTranslation('quality');
  const address = useItemsAddress(project);
  return (
    <>
      <p className={css.evidence}>{truthWords(truth, t)}</p>
      <p className={css.actions}>
        {truth.decided > 0 && <Drill to={address(decided)}>{t('drill.decided')}</Drill>}
        {truth.tied + truth.needs_review > 0 && (
          <Drill to={address(toAdjudicate)}>{t('drill.undecided')}</Drill>
        )}
      </p>
    </>
  );
}

function truthWords(truth: Truth, t: Words): string {
  return [
    t('truth.decided', { count: truth.decided }),
    truth.tied ? t('truth.tied', { count: truth.tied }) : '',
    truth.needs_review ? t('truth.review', { count: truth.needs_review }) : '',
    truth.expected_accuracy === null
      ? ''
      : t('truth.accuracy', { share: percent(truth.expected_accuracy, 1) }),
    truth.labels_saved ? t('truth.saved', { labels: number(truth.labels_saved) }) : '',
  ]
    .filter(Boolean)
    .join(' · ');
}
