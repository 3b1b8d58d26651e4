import { lazy, memo, Suspense } from 'react';
import type { AnswerValue, Question, RatingQuestion } from '../api/types';
import { useTranslation } from '../i18n';
import { keyOf, type PlaceGap } from '../questions/form';
import { kindOf } from '../questions/kinds';
import type { Target } from '../questions/target';
import { Icon } from '../ui/Icon';
import type { Item } from './item';
import css from './QuestionBlock.module.css';

const Proposal = lazy(() => import('./Suggested').then((parts) => ({ default: parts.Proposal })));

type Props = {
  /** Unique on the page per item. */
  prefix: string;
  question: Question;
  item: Item;
  live: boolean;
  /** What it asks about: the item, or the responses, turns and texts for which it shows. */
  targets: readonly Target[];
  answers: Readonly<Record<string, AnswerValue>>;
  response: string | null;
  active: boolean;
  /** The target that keys go to. */
  at: string | null;
  gaps: readonly PlaceGap[];
  onChange: (question: Question, on: string, value: AnswerValue | undefined) => void;
  onGo: (question: string, on?: string) => void;
};

/** One question with its title, help and field; a question about several things has a row for each of them. */
export const QuestionBlock = memo(function QuestionBlock(props: Props) {
  const { t } = useTranslation('label');
  const { question, prefix } = props;
  const id = `${prefix}-${question.name}`;
  return (
    <section
      className={css.question}
      data-question={question.name}
      data-active={props.active || undefined}
      aria-labelledby={`${id}-title`}
      onFocus={() => !props.active && props.onGo(question.name)}
    >
      <h3 className={css.title} id={`${id}-title`}>
        {question.title}
        {!question.required && <span className={css.optional}>{t('optional')}</span>}
      </h3>
      {question.help && <p className={css.help}>{question.help}</p>}
      {props.targets.some(({ label }) => label) ? (
        <PerTarget {...props} id={id} />
      ) : (
        props.targets.map((target) => <Alone key={target.on} {...props} id={id} target={target} />)
      )}
      {props.gaps.length > 0 && <GapNote gaps={props.gaps} />}
    </section>
  );
});

function Alone(props: Props & { id: string; target: Target }) {
  const { question, target, onGo } = props;
  const { Field } = kindOf(question);
  return (
    <>
      <Field
        question={question}
        value={props.answers[keyOf(question.name, target.on)]}
        onChange={(value) => props.onChange(question, target.on, value)}
        target={target}
        response={props.response}
        onResponse={(each) => onGo(question.name, `responses.${each}`)}
        active={props.active}
        id={props.id}
        item={props.item}
        live={props.live}
      />
      <Proposed {...props} />
    </>
  );
}

/** What is proposed for a place, where anything is. */
function Proposed({ item, live, question, target, dense }: Props & { target: Target; dense?: boolean }) {
  return (
    item.proposals && (
      <Suspense>
        <Proposal
          item={item}
          proposals={item.proposals}
          live={live}
          place={{ question, on: target.on, target }}
          dense={dense}
        />
      </Suspense>
    )
  );
}

/** Short scales and few short options fit a row each; longer ones open for the current response only. */
export function fitsRow(question: Question): boolean {
  if (question.kind === 'rating') return question.options.length <= 7;
  if (question.kind !== 'choice' || question.other) return false;
  const letters = question.options.reduce((sum, { title }) => sum + title.length + 3, 0);
  return letters <= 26 && question.options.length <= 4;
}

function PerTarget(props: Props & { id: string }) {
  const { question, answers, at, active, id } = props;
  const rows = fitsRow(question);
  return (
    <div className={css.rows}>
      {props.targets.map((target) => {
        const current = target.on === at;
        const value = answers[keyOf(question.name, target.on)];
        const open = rows || current;
        return (
          <div
            key={target.on}
            className={css.row}
            data-current={(active && current) || undefined}
            data-open={(!rows && open) || undefined}
          >
            <TargetButton {...props} target={target} current={active && current} />
            {open ? (
              <FieldOf
                {...props}
                id={`${id}-${target.on}`}
                titleId={id}
                target={target}
                value={value}
                dense={rows}
                current={current}
              />
            ) : (
              <Answered question={question} value={value} target={target} />
            )}
          </div>
        );
      })}
      {question.kind === 'rating' && <ScaleEnds question={question} />}
    </div>
  );
}

/** What the lowest and the highest point of a scale mean; the rows above show numbers only. */
function ScaleEnds({ question }: { question: RatingQuestion }) {
  const ends = [question.options[0], question.options.at(-1)].filter(
    (end) => end?.title !== String(end?.value),
  );
  if (ends.length < 2) return null;
  return <p className={css.ends}>{ends.map((end) => `${end?.value} = ${end?.title}`).join(' · ')}</p>;
}

function TargetButton({ question, target, current, onGo }: Props & { target: Target; current: boolean }) {
  const { t } = useTranslation('label');
  return (
    <button
      type="button"
      className={css.letter}
      aria-pressed={current}
      aria-label={t(`target.${question.scope}`, { label: target.label })}
      onClick={() => onGo(question.name, target.on)}
    >
      {target.label}
    </button>
  );
}

function FieldOf(
  props: Props & {
    id: string;
    titleId: string;
    target: Target;
    value: AnswerValue | undefined;
    dense: boolean;
    current: boolean;
  },
) {
  const { t } = useTranslation('label');
  const { question, target, id } = props;
  const { Field } = kindOf(question);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: follows the focus into a row
    <div className={css.field} onFocus={() => !props.current && props.onGo(question.name, target.on)}>
      <span className="visually-hidden" id={`${id}-title`}>
        {t('questionAbout', {
          title: question.title,
          target: t(`target.${question.scope}`, { label: target.label }),
        })}
      </span>
      <Field
        question={question}
        value={props.value}
        onChange={(value) => props.onChange(question, target.on, value)}
        target={target}
        response={props.response}
        onResponse={(other) => props.onGo(question.name, `responses.${other}`)}
        active={props.active && props.current}
        id={id}
        item={props.item}
        live={props.live}
        dense={props.dense}
      />
      <Proposed {...props} />
    </div>
  );
}

function Answered(props: { question: Question; value: AnswerValue | undefined; target: Target }) {
  const { t } = useTranslation('label');
  const { question, value, target } = props;
  const kind = kindOf(question);
  const empty = value === undefined || kind.isEmpty(value);
  return (
    <span className={css.answered} data-empty={empty || undefined}>
      {empty ? t('unanswered') : kind.summary(question, value, target)}
    </span>
  );
}

function GapNote({ gaps }: { gaps: readonly PlaceGap[] }) {
  const { t } = useTranslation('label');
  const letters = gaps.flatMap(({ target }) => (target.label ? [target.label] : []));
  const gap = gaps[0]?.gap;
  if (!gap) return null;
  const words =
    gap.reason === 'short' || gap.reason === 'long'
      ? t(`gap.${gap.reason}`, { count: gap.by })
      : letters.length > 0
        ? t('gap.missingFor', { letters: letters.join(', ') })
        : t(`gap.${gap.reason}`);
  return (
    <p className={css.gap}>
      <Icon name="alert" size={15} />
      {words}
    </p>
  );
}
