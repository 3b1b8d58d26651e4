import { useTranslation } from '../../../i18n';
import { dateTime, number } from '../../../i18n/format';
import { Icon, type IconName } from '../../../ui';
import { span } from '../../project/time';
import type { Content, Level, Question, Section } from '../types';
import { coefficient, signed, type Words, worstFirst } from '../words';
import { EveryChange, Turned } from './EveryChange';
import css from './report.module.css';

export const LEVEL_ICONS: Record<Level, IconName> = {
  good: 'check',
  tentative: 'minus',
  low: 'alert',
  undefined: 'dots',
};
export const anchorOf = (question: string): string => `question-${question}`;
type Titles = ReadonlyMap<string, string>;

/** First of all what it comes to, in words; then each question's level, how much lies behind it, and what changed. */
export function Verdict(props: { section: Section; content: Content; onOpen: (report: string) => void }) {
  const { t } = useTranslation('quality');
  const { section, content } = props;
  const titles = new Map(section.questions.map(({ question, title }) => [question, title]));
  return (
    <section className={css.verdict} aria-label={t('part.verdict')}>
      <p className={css.sentence}>{sentence(section, t)}</p>
      <p className={css.because}>{weakest(section, titles, t)}</p>
      <ul className={css.levels}>
        {worstFirst(section.headline).map(({ question, level, alpha }) => (
          <li key={question}>
            <a className={css.level} data-level={level} href={`#${anchorOf(question)}`}>
              <Icon name={LEVEL_ICONS[level]} size={15} />
              <span className={css.levelTitle}>{titles.get(question) ?? question}</span>
              <span className={css.levelWords}>
                {t(`level.${level}`)}
                {alpha !== null && ` · α ${coefficient(alpha)}`}
              </span>
            </a>
          </li>
        ))}
      </ul>
      <Counts section={section} />
      {content.previous && <Changes {...props} previous={content.previous} />}
    </section>
  );
}

/** What the levels of the questions come to. */
export function sentence({ headline }: Section, t: Words): string {
  const known = headline.filter(({ level }) => level !== 'undefined');
  const good = known.filter(({ level }) => level === 'good').length;
  if (known.length === 0) return t('verdict.unknown');
  if (good === known.length) return t('verdict.all');
  if (known.every(({ level }) => level === 'low')) return t('verdict.low', { count: known.length });
  if (good === 0) return t('verdict.none', { count: known.length });
  return t('verdict.some', { count: good, all: number(known.length) });
}

function weakest({ headline }: Section, titles: Titles, t: Words): string {
  const [worst] = worstFirst(headline.filter(({ level }) => level !== 'undefined'));
  if (!worst || worst.level === 'good') return '';
  return t('verdict.weakest', {
    title: titles.get(worst.question) ?? worst.question,
    alpha: coefficient(worst.alpha),
  });
}

function Counts({ section: { counts } }: { section: Section }) {
  const { t } = useTranslation('quality');
  const figures: [string, string][] = [
    [t('count.items'), number(counts.items)],
    [t('count.overlapped'), number(counts.overlapped)],
    [t('count.annotations'), number(counts.annotations)],
    [t('count.people'), number(counts.people)],
    [t('count.gold'), number(counts.gold)],
    [t('count.seconds'), span(counts.seconds)],
  ];
  return (
    <dl className={css.counts}>
      {figures.map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Changes(props: {
  section: Section;
  previous: { id: string; made_at: string };
  onOpen: (report: string) => void;
}) {
  const { t } = useTranslation('quality');
  const moved = props.section.questions.filter(({ change }) => change?.difference);
  return (
    <div className={css.changes}>
      <span>
        {t('change.since')}{' '}
        <button type="button" className={css.asLink} onClick={() => props.onOpen(props.previous.id)}>
          {dateTime(props.previous.made_at)}
        </button>
      </span>
      {moved.length === 0 && <span>{t('change.none')}</span>}
      <ul>
        {moved.map((question) => (
          <li key={question.question}>
            <Difference of={question} /> {question.title}
          </li>
        ))}
      </ul>
      <Turned section={props.section} />
      <EveryChange section={props.section} />
    </div>
  );
}

/** How far alpha has moved, with an arrow; in colour where what it was lies outside the interval of what it is. */
export function Difference({ of: { change, low, high } }: { of: Question }) {
  if (change?.difference == null) return null;
  const shown = Math.round(change.difference * 1000) / 1000;
  const before = change.alpha ?? 0;
  const clear = low !== null && high !== null && (before < low || before > high);
  return (
    <span
      className={css.difference}
      data-up={(clear && shown > 0) || undefined}
      data-down={(clear && shown < 0) || undefined}
    >
      {shown !== 0 && <Icon name={shown > 0 ? 'arrowUp' : 'arrowDown'} size={13} />}
      {signed(shown)}
    </span>
  );
}
