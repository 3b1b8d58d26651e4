import { type CSSProperties, useMemo } from 'react';
import type { SpansQuestion } from '../api/types';
import { useTranslation } from '../i18n';
import { Icon } from '../ui/Icon';
import { lookOf } from './annotators';
import type { CompareProps } from './Comparison';
import css from './compare.module.css';
import { labelTitles, quoted, stretches } from './marked';
import { isAlike, type SpanBy, spansBy, stretchesBy } from './marks';
import { Toggles, useShownPeople } from './Toggles';
import { Badge, Who } from './Who';

/** Everybody's marks on one text: a line of one's own under the words for each person, and a list of what was marked. */
export function Spans(props: CompareProps & { question: SpansQuestion }) {
  const { row, annotators } = props;
  const { shown, hidden, toggle } = useShownPeople(annotators);
  return (
    <div className={css.stack}>
      <Toggles annotators={annotators} hidden={hidden} onToggle={toggle} />
      <Overlay {...props} shown={shown} />
      <List {...props} />
      <Untouched row={row} annotators={annotators} />
    </div>
  );
}

/** Who says that there is nothing to mark, or gave no answer. */
function Untouched({ row, annotators }: Pick<CompareProps, 'row' | 'annotators'>) {
  const { t } = useTranslation('review');
  const none = annotators.filter((_, at) => {
    const value = row.values[at];
    return !value || ('spans' in value && value.spans.length === 0);
  });
  if (none.length === 0) return null;
  return (
    <ul className={css.untouched}>
      {none.map((annotator) => (
        <li key={annotator.id}>
          <Badge annotator={annotator} />{' '}
          {t(row.values[annotators.indexOf(annotator)] ? 'compare.nothingMarked' : 'compare.nothing')}
        </li>
      ))}
    </ul>
  );
}

function Overlay({ row, annotators, shown, onAnchor }: CompareProps & { shown: CompareProps['annotators'] }) {
  const { t } = useTranslation('review');
  const { text, on } = row.target;
  const parts = useMemo(() => stretches(text, spansBy(row, shown)), [text, row, shown]);
  const room = { '--people': annotators.length } as CSSProperties;
  let at = 0;
  return (
    <div
      className={css.overlaid}
      style={room}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
      tabIndex={0}
      role="group"
      aria-label={t('compare.marked', { title: row.title })}
      data-scrolls=""
    >
      <p dir="auto" data-anchors={onAnchor ? on : undefined} data-question={row.question?.name}>
        {parts.map(({ text: words, spans }) => {
          const key = at;
          at += words.length;
          if (spans.length === 0) return <span key={key}>{words}</span>;
          const people = [...new Set((spans as SpanBy[]).map(({ by }) => by))];
          return (
            <mark
              key={key}
              style={tracks(
                people.map(({ number }) => number),
                annotators.map(({ number }) => number),
              )}
              data-all={people.length === annotators.length || undefined}
            >
              {words}
            </mark>
          );
        })}
      </p>
    </div>
  );
}

const TRACK = 4;
/** Under the words, a line for each person at a height of their own; each person's line has a pattern of its own. */
function tracks(numbers: readonly number[], all: readonly number[]): CSSProperties {
  const lines = numbers.map((number) => {
    const offset = all.indexOf(number) * TRACK;
    return {
      image: patternOf(number),
      position: `0 calc(100% - ${(all.length - 1) * TRACK - offset}px)`,
    };
  });
  return {
    backgroundImage: lines.map(({ image }) => image).join(', '),
    backgroundPosition: lines.map(({ position }) => position).join(', '),
    backgroundSize: lines.map(() => '100% 3px').join(', '),
    backgroundRepeat: 'repeat-x',
  };
}

/** Lengths in pixels of line and gap. */
const PATTERNS: readonly (readonly [number, number])[] = [
  [1, 0],
  [7, 3],
  [2, 2],
  [14, 4],
  [4, 4],
  [1, 3],
  [20, 3],
  [5, 1],
];
function patternOf(number: number): string {
  const look = lookOf(number);
  const [line, gap] = PATTERNS[look - 1] ?? [1, 0];
  const colour = `var(--person-${look})`;
  return `repeating-linear-gradient(90deg, ${colour} 0 ${line}px, transparent ${line}px ${line + gap}px)`;
}

/** Each stretch once, with what each person called it. */
function List({ row, annotators, question, action, onAnchor }: CompareProps & { question: SpansQuestion }) {
  const { t } = useTranslation('review');
  const rows = stretchesBy(row);
  if (rows.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways
    <div className={css.scroll} tabIndex={0} role="group" aria-label={row.title} data-scrolls="">
      <table className={css.list}>
        <thead>
          <tr>
            <th scope="col">{t('compare.words')}</th>
            {annotators.map((annotator) => (
              <th key={annotator.id} scope="col" data-judged={annotator.judged || undefined}>
                <Who annotator={annotator}>
                  {row.values[annotators.indexOf(annotator)] && action?.(annotator)}
                </Who>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((stretch) => {
            const quote = quoted(row.target.text, { ...stretch, labels: [] });
            return (
              <tr
                key={`${stretch.start} ${stretch.end}`}
                data-differ={(annotators.length > 1 && !isAlike(stretch)) || undefined}
              >
                <th scope="row" dir="auto">
                  <span className={css.quoted}>
                    <span className={css.quote}>{quote}</span>
                    {onAnchor && (
                      <button
                        type="button"
                        className={css.remark}
                        title={t('remark.about')}
                        aria-label={t('remark.aboutWords', { words: quote })}
                        onClick={() =>
                          onAnchor(
                            {
                              question: question.name,
                              on: row.target.on,
                              start: stretch.start,
                              end: stretch.end,
                            },
                            quote,
                          )
                        }
                      >
                        <Icon name="comment" size={14} />
                      </button>
                    )}
                  </span>
                </th>
                {stretch.labels.map((labels, at) => (
                  <td key={annotators[at]?.id} data-person={lookOf(annotators[at]?.number ?? 1)}>
                    {labels ? (
                      <span className={css.label}>
                        {labelTitles(question.options, labels) || t('compare.marks')}
                      </span>
                    ) : (
                      <span className={css.nothing}>–</span>
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
