import { memo, useMemo } from 'react';
import { useTranslation } from '../i18n';
import css from './Diff.module.css';
import { differences, type Part } from './differences';

/**
 * Two versions of a text, word by word: in one text with what was taken out and put in (`inline`), or beside each other
 * (`side`; under each other where there is little room). Load it lazily: it brings the comparing with it.
 */
export const Diff = memo(function Diff({
  before,
  after,
  layout = 'inline',
}: {
  before: string;
  after: string;
  layout?: 'inline' | 'side';
}) {
  const { t } = useTranslation('label');
  const parts = useMemo(() => differences(before, after), [before, after]);
  const same = parts.every((part) => part.in === 'both');
  return (
    <div className={css.diff}>
      {same && <p className={css.same}>{t('diff.same')}</p>}
      {layout === 'inline' || same ? (
        <Words parts={parts} />
      ) : (
        <div className={css.sides}>
          <section aria-label={t('diff.before')}>
            <Words parts={parts.filter((part) => part.in !== 'after')} />
          </section>
          <section aria-label={t('diff.after')}>
            <Words parts={parts.filter((part) => part.in !== 'before')} />
          </section>
        </div>
      )}
    </div>
  );
});

const ELEMENT = { both: 'span', before: 'del', after: 'ins' } as const;

function Words({ parts }: { parts: readonly Part[] }) {
  return (
    <div className={css.words} dir="auto">
      {parts.map((part, at) => {
        const Element = ELEMENT[part.in];
        // biome-ignore lint/suspicious/noArrayIndexKey: a comparison is drawn anew as a whole
        return <Element key={at}>{part.text}</Element>;
      })}
    </div>
  );
}
