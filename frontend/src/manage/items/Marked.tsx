import type { CSSProperties } from 'react';
import type { Option, Span } from '../../api';
import { labelColour, labelTitles, stretches } from '../../compare/marked';
import { useTranslation } from '../../i18n';
import { dotColour } from '../../questions/colours';
import own from './answers.module.css';

/** A text with what one person marked in it. Labels stand in words behind their span, so colour is never the only sign. */
export function Marked(props: { text: string; spans: readonly Span[]; options: readonly Option[] }) {
  const { t } = useTranslation('manage');
  const { text, spans, options } = props;
  let at = 0;
  const parts = stretches(text, spans).map((stretch) => {
    const key = at;
    at += stretch.text.length;
    const [first] = stretch.spans;
    if (!first) return <span key={key}>{stretch.text}</span>;
    return (
      <span key={key}>
        <mark style={markColour(options, first)} data-deep={stretch.spans.length > 1 || undefined}>
          {stretch.text}
        </mark>
        {stretch.ends.map((span) => (
          <small
            key={`${span.start}-${span.end}-${span.labels.join()}`}
            style={markColour(options, span)}
            className={own.label}
          >
            {labelTitles(options, span.labels)}
          </small>
        ))}
      </span>
    );
  });
  return (
    <>
      {spans.length === 0 && <p className={own.nothing}>{t('answers.nothingMarked')}</p>}
      {text.length > LONG ? (
        <div
          className={own.marked}
          dir="auto"
          data-long
          role="region"
          aria-label={t('answers.markedText')}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
          tabIndex={0}
        >
          {parts}
        </div>
      ) : (
        <div className={own.marked} dir="auto">
          {parts}
        </div>
      )}
    </>
  );
}

/** From here on, in UTF-16 units, a text scrolls in its place. */
const LONG = 900;

const markColour = (options: readonly Option[], { labels }: Span): CSSProperties =>
  ({ '--mark': dotColour(labelColour(options, labels[0])) }) as CSSProperties;
