import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerValue, Question, RatingQuestion } from '../api/types';
import { keyOf, onResponse, type PlaceGap, responseOf } from '../questions/form';
import type { Shown } from '../questions/kind';
import { kindOf } from '../questions/kinds';
import { Icon } from '../ui/Icon';
import css from './QuestionBlock.module.css';

type Props = {
  /** Unique on the page per item. */
  prefix: string;
  question: Question;
  /** What it asks about: `item`, or the responses for which it shows. */
  on: readonly string[];
  answers: Readonly<Record<string, AnswerValue>>;
  responses: readonly Shown[];
  response: string | null;
  active: boolean;
  gaps: readonly PlaceGap[];
  onChange: (question: Question, on: string, value: AnswerValue | undefined) => void;
  onGo: (question: string, response?: string) => void;
};

/** One question with its title, help and field; a question about responses has a row for each of them. */
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
      {question.scope === 'responses' ? <PerResponse {...props} id={id} /> : <OnItem {...props} id={id} />}
      {props.gaps.length > 0 && <GapNote gaps={props.gaps} responses={props.responses} />}
    </section>
  );
});

function OnItem({
  question,
  answers,
  responses,
  response,
  active,
  id,
  onChange,
  onGo,
}: Props & { id: string }) {
  const { Field } = kindOf(question);
  return (
    <Field
      question={question}
      value={answers[keyOf(question.name, 'item')]}
      onChange={(value) => onChange(question, 'item', value)}
      responses={responses}
      response={response}
      onResponse={(each) => onGo(question.name, each)}
      active={active}
      id={id}
    />
  );
}

/** Short scales and few short options fit a row each; longer ones open for the current response only. */
export function fitsRow(question: Question): boolean {
  if (question.kind === 'rating') return question.options.length <= 7;
  if (question.kind !== 'choice' || question.other) return false;
  const letters = question.options.reduce((sum, { title }) => sum + title.length + 3, 0);
  return letters <= 26 && question.options.length <= 4;
}

function PerResponse(props: Props & { id: string }) {
  const { question, answers, responses, response, active, id } = props;
  const rows = fitsRow(question);
  return (
    <div className={css.rows}>
      {responses
        .filter((each) => props.on.includes(onResponse(each.id)))
        .map((each) => {
          const current = each.id === response;
          const value = answers[keyOf(question.name, onResponse(each.id))];
          const open = rows || current;
          return (
            <div
              key={each.id}
              className={css.row}
              data-current={(active && current) || undefined}
              data-open={(!rows && open) || undefined}
            >
              <ResponseButton {...props} each={each} current={active && current} />
              {open ? (
                <FieldOf
                  {...props}
                  id={`${id}-${each.id}`}
                  titleId={id}
                  each={each}
                  value={value}
                  dense={rows}
                  current={current}
                />
              ) : (
                <Answered question={question} value={value} responses={responses} />
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

function ResponseButton({ question, each, current, onGo }: Props & { each: Shown; current: boolean }) {
  const { t } = useTranslation('label');
  return (
    <button
      type="button"
      className={css.letter}
      aria-pressed={current}
      aria-label={t('response', { letter: each.letter })}
      onClick={() => onGo(question.name, each.id)}
    >
      {each.letter}
    </button>
  );
}

function FieldOf(
  props: Props & {
    id: string;
    titleId: string;
    each: Shown;
    value: AnswerValue | undefined;
    dense: boolean;
    current: boolean;
  },
) {
  const { t } = useTranslation('label');
  const { question, each, id } = props;
  const { Field } = kindOf(question);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: follows the focus into a row
    <div className={css.field} onFocus={() => !props.current && props.onGo(question.name, each.id)}>
      <span className="visually-hidden" id={`${id}-title`}>
        {t('questionAbout', { title: question.title, letter: each.letter })}
      </span>
      <Field
        question={question}
        value={props.value}
        onChange={(value) => props.onChange(question, onResponse(each.id), value)}
        responses={props.responses}
        response={props.response}
        onResponse={(other) => props.onGo(question.name, other)}
        active={props.active && props.current}
        id={id}
        dense={props.dense}
      />
    </div>
  );
}

function Answered(props: {
  question: Question;
  value: AnswerValue | undefined;
  responses: readonly Shown[];
}) {
  const { t } = useTranslation('label');
  const { question, value, responses } = props;
  const kind = kindOf(question);
  const empty = value === undefined || kind.isEmpty(value);
  return (
    <span className={css.answered} data-empty={empty || undefined}>
      {empty ? t('unanswered') : kind.summary(question, value, responses)}
    </span>
  );
}

function GapNote({ gaps, responses }: { gaps: readonly PlaceGap[]; responses: readonly Shown[] }) {
  const { t } = useTranslation('label');
  const letters = gaps.flatMap(({ on }) => {
    const found = responses.find(({ id }) => id === responseOf(on));
    return found ? [found.letter] : [];
  });
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
