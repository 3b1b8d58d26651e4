import { type ReactNode, useState } from 'react';
import { useTranslation } from '../i18n';
import type { Picture } from '../label/ready';
import { Icon } from '../ui/Icon';
import { Agreement } from './Agreement';
import type { Annotator } from './annotators';
import { type Anchor, Comparison } from './Comparison';
import { type Card, isSettled } from './cards';
import css from './compare.module.css';
import { type Row, valueWords } from './rows';

/** A question and what everybody answered; folded to one line where all say the same. */
export function QuestionCard(props: {
  card: Card;
  annotators: readonly Annotator[];
  pictures: ReadonlyMap<string, Picture>;
  /** Whether the keyboard is at it. */
  current: boolean;
  onCurrent: () => void;
  action?: ((row: Row) => (annotator: Annotator) => ReactNode) | undefined;
  onAnchor?: ((anchor: Anchor, quote: string) => void) | undefined;
  /** What stands beside the title, and under each thing that was asked about. */
  aside?: ReactNode;
  under?: ((row: Row) => ReactNode) | undefined;
}) {
  const { t } = useTranslation('review');
  const { card } = props;
  const settled = isSettled(card);
  const [open, setOpen] = useState(!settled);
  const id = `question-${card.name}`;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: J and K do the same
    <section
      className={css.card}
      data-question={card.name}
      data-current={props.current || undefined}
      aria-labelledby={id}
      tabIndex={-1}
      onFocus={() => !props.current && props.onCurrent()}
      onClick={() => !props.current && props.onCurrent()}
    >
      <header className={css.cardHead}>
        <h3 id={id}>{card.title}</h3>
        {props.aside}
        <Agreement value={card.agreement} />
        {settled && (
          <button
            type="button"
            className={css.fold}
            aria-expanded={open}
            aria-label={t(open ? 'compare.fold' : 'compare.unfold', { title: card.title })}
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? 'chevronDown' : 'chevronRight'} size={16} />
          </button>
        )}
      </header>
      <div className={css.places}>
        {card.rows.map((row) => (
          <Place key={row.key} {...props} row={row} folded={!open} />
        ))}
      </div>
    </section>
  );
}

function Place({
  row,
  folded,
  ...props
}: Parameters<typeof QuestionCard>[0] & { row: Row; folded: boolean }) {
  const { t } = useTranslation('review');
  const first = row.values.find(Boolean);
  return (
    <section className={css.place} data-place={row.key} aria-label={row.on ? whatOf(t, row) : undefined}>
      {row.on && (
        <h4 className={css.on}>
          {whatOf(t, row)}
          {row.differ && (
            <span className={css.differ}>
              <Icon name="alert" size={13} />
              {t('compare.differ')}
            </span>
          )}
        </h4>
      )}
      {folded && first ? (
        <p className={css.alike} dir="auto">
          <Icon name="check" size={15} />
          {t('compare.alike', { count: props.annotators.length, words: valueWords(first, row) })}
        </p>
      ) : (
        <Comparison
          row={row}
          annotators={props.annotators}
          pictures={props.pictures}
          action={props.action?.(row)}
          onAnchor={props.onAnchor}
        />
      )}
      {props.under?.(row)}
    </section>
  );
}

type Words = ReturnType<typeof useTranslation<'review'>>['t'];
/** What a row asks about: "Response B", "Turn 2". */
export function whatOf(t: Words, { on, part, title }: Row): string {
  switch (part) {
    case 'responses':
      return t('about.response', { letter: on });
    case 'messages':
      return t('about.message', { number: on });
    case 'turns':
      return t('about.turn', { number: on });
    case 'context':
      return t('about.document', { number: on });
    default:
      return on || title;
  }
}
