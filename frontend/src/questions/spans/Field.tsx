import { useState, useSyncExternalStore } from 'react';
import type { Span, SpansQuestion, SpansValue } from '../../api/types';
import { useTranslation } from '../../i18n';
import { useMode } from '../../keys/useCommands';
import { Offsets } from '../../text/offsets';
import { Icon } from '../../ui/Icon';
import type { FieldProps } from '../kind';
import { optionFor } from '../optionKeys';
import css from './Field.module.css';
import { Labels } from './Labels';
import { keep, keepWithout, markingOf, NO_SPANS, setCurrent, surfaceNear, toggleLabel } from './marking';
import { NOTHING_KEY, relabel, remove, titlesOf } from './rules';
import { short } from './selecting';

/** The labels, and the marks as a list: for picking a label first, for looking through, and for those who do not see. */
export function Field(props: FieldProps<SpansQuestion, SpansValue>) {
  const { t } = useTranslation('label');
  const { question, value, onChange, target, item, active, live, id } = props;
  const state = markingOf(item);
  const { label } = useSyncExternalStore(state.subscribe, state.get);
  const sticky = label?.question === question.name ? label.value : null;
  const pick = (each: string) => toggleLabel(item, question, each);
  useMode('item', live && active, {}, (key) => {
    const option = question.options[optionFor(question.options, key, undefined, 'spans')];
    if (option) pick(option.value);
    return option !== undefined;
  });
  const spans = value?.spans ?? NO_SPANS;
  return (
    <div className={css.field}>
      <div
        className={css.labels}
        role="group"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-hint`}
      >
        <Labels question={question} pressed={sticky === null ? [] : [sticky]} onPress={pick} />
      </div>
      <p className={css.hint} id={`${id}-hint`}>
        {t('spans.hint')}
      </p>
      {spans.length > 0 ? (
        <Marks {...props} spans={spans} source={target.text} />
      ) : (
        <button
          type="button"
          className={css.nothing}
          aria-pressed={value !== undefined}
          onClick={() => onChange(value ? undefined : { spans: [] })}
        >
          {value && <Icon name="check" size={15} />}
          {t('spans.nothing')}
          <kbd aria-hidden>{NOTHING_KEY}</kbd>
        </button>
      )}
    </div>
  );
}

/** A long list costs time and hides its end: more is shown when it is wanted. */
const FIRST = 40;
const MORE = 200;

type MarksProps = Pick<FieldProps<SpansQuestion, SpansValue>, 'question' | 'target' | 'item' | 'id'> & {
  spans: readonly Span[];
  source: string;
};

function Marks({ question, target, item, id, spans, source }: MarksProps) {
  const { t } = useTranslation('label');
  const state = markingOf(item);
  const { current } = useSyncExternalStore(state.subscribe, state.get);
  const [most, setMost] = useState(FIRST);
  const offsets = useOffsets(source);
  const place = { question, on: target.on };
  const here = current?.question === question.name && current.on === target.on ? current.span : null;
  const at = here ? spans.indexOf(here) : -1;
  // The current mark is among those shown.
  const from = at < most ? 0 : Math.max(0, at - 5);
  const shown = spans.slice(from, from + most);
  const left = spans.length - shown.length;
  return (
    <>
      <p className={css.count}>{t('spans.count', { count: spans.length })}</p>
      <ol className={css.marks} aria-labelledby={`${id}-title`} start={from + 1}>
        {shown.map((span, nth) => (
          <Mark
            key={`${span.start} ${span.end} ${span.labels.join(' ')}`}
            question={question}
            span={span}
            number={from + nth + 1}
            text={short(source.slice(offsets.toUnits(span.start), offsets.toUnits(span.end)), 80)}
            current={span === here}
            onJump={(button) => {
              setCurrent(item, place, span);
              surfaceNear(button, target.on)?.dispatchEvent(new CustomEvent('concord-jump'));
            }}
            onLabel={(value) => keep(item, place, relabel(question, spans, span, value))}
            onRemove={() => keepWithout(item, place, remove(spans, span))}
          />
        ))}
      </ol>
      {left > 0 && (
        <button type="button" className={css.more} onClick={() => setMost(most + MORE)}>
          {t('spans.more', { count: Math.min(MORE, left) })}
        </button>
      )}
    </>
  );
}

function useOffsets(source: string): Offsets {
  const [known, setKnown] = useState(() => ({ source, offsets: new Offsets(source) }));
  if (known.source === source) return known.offsets;
  const offsets = new Offsets(source);
  setKnown({ source, offsets });
  return offsets;
}

function Mark(props: {
  question: SpansQuestion;
  span: Span;
  number: number;
  text: string;
  current: boolean;
  onJump: (button: HTMLElement) => void;
  onLabel: (value: string) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation('label');
  const { question, span, number, text, current } = props;
  const labels = titlesOf(question, span.labels).join(', ') || t('spans.unlabelled');
  return (
    <li className={css.mark} data-current={current || undefined}>
      <div className={css.row}>
        <button
          type="button"
          className={css.jump}
          aria-current={current || undefined}
          onClick={(event) => props.onJump(event.currentTarget)}
        >
          <span className="visually-hidden">{t('spans.number', { number })}</span>{' '}
          <span className={css.excerpt} dir="auto">
            {text}
          </span>{' '}
          <span className={css.title}>{labels}</span>
        </button>
        <button
          type="button"
          className={css.remove}
          aria-label={`${t('spans.remove')}: ${text}`}
          title={t('spans.remove')}
          onClick={props.onRemove}
        >
          <Icon name="close" size={15} />
        </button>
      </div>
      {current && (
        <div className={css.labels} role="group" aria-label={t('spans.labels')}>
          <Labels question={question} pressed={span.labels} onPress={props.onLabel} />
        </div>
      )}
    </li>
  );
}
