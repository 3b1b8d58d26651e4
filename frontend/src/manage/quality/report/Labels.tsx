import type { CSSProperties } from 'react';
import { useTranslation } from '../../../i18n';
import { number, percent } from '../../../i18n/format';
import type { Category, Question } from '../types';
import { coefficient, optionTitle } from '../words';
import css from './report.module.css';
import { Sideways } from './Sideways';

/** As many as can be told apart by their colours; the rest are one. */
const TOLD_APART = 8;
type Row = { name: string; given: readonly number[]; agreement: number | null; without: number | null };

/** How often each person chose each option: who leans where. */
export function Labels({ question }: { question: Question }) {
  const { t } = useTranslation('quality');
  const { categories = [], people = [], prevalence } = question.figures;
  const total = people.reduce((sum, { given }) => sum + sumOf(given), 0);
  const rows: Row[] = people
    .map(({ person, given, agreement, alpha_without }) => ({
      name: person.name,
      given,
      agreement,
      without: alpha_without,
    }))
    .toSorted((one, other) => (other.agreement ?? 0) - (one.agreement ?? 0));
  const everybody = {
    name: t('labels.everybody'),
    given: (prevalence ?? []).map((share) => share * total),
    agreement: null,
    without: null,
  };
  return (
    <Sideways label={`${t('labels.title')}: ${question.title}`}>
      <Legend question={question} categories={categories} />
      <table className={css.labels}>
        <caption className="visually-hidden">{t('labels.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('people.person')}</th>
            <th scope="col">{t('labels.shares')}</th>
            <th scope="col" data-end>
              {t('labels.given')}
            </th>
            <th scope="col" data-end>
              {t('labels.agreement')}
            </th>
            <th scope="col" data-end>
              {t('labels.without')}
            </th>
          </tr>
        </thead>
        <tbody>
          {[everybody, ...rows].map((row, at) => (
            <tr key={row.name} data-all={at === 0 || undefined}>
              <th scope="row">{row.name}</th>
              <td className={css.stackCell}>
                <Stack question={question} categories={categories} given={row.given} />
              </td>
              <td data-end>{number(sumOf(row.given))}</td>
              <td data-end>{row.agreement === null ? '–' : percent(row.agreement)}</td>
              <td data-end>{coefficient(row.without)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
const toneOf = (at: number): string => `var(--tone-${Math.min(at, TOLD_APART)})`;

function Legend({ question, categories }: { question: Question; categories: readonly Category[] }) {
  const { t } = useTranslation('quality');
  const shown = categories.slice(0, TOLD_APART);
  return (
    <ul className={css.legend}>
      {shown.map((category, at) => (
        <li key={category} style={{ '--tone': toneOf(at) } as CSSProperties}>
          {optionTitle(question, category, t)}
        </li>
      ))}
      {categories.length > TOLD_APART && (
        <li style={{ '--tone': toneOf(TOLD_APART) } as CSSProperties}>{t('labels.rest')}</li>
      )}
    </ul>
  );
}

function Stack(props: { question: Question; categories: readonly Category[]; given: readonly number[] }) {
  const { t } = useTranslation('quality');
  const total = sumOf(props.given);
  if (total === 0) return '–';
  const parts = props.given.map((count, at) => ({
    at,
    share: count / total,
    title: optionTitle(props.question, props.categories[at] ?? '', t),
  }));
  return (
    <span
      className={css.share}
      role="img"
      aria-label={parts.map(({ title, share }) => `${title} ${percent(share)}`).join(', ')}
    >
      {parts
        .filter(({ share }) => share > 0)
        .map(({ at, share, title }) => (
          <span
            key={at}
            title={`${title} ${percent(share)}`}
            style={{ '--tone': toneOf(at), flexGrow: share } as CSSProperties}
          >
            {share >= 0.12 && percent(share)}
          </span>
        ))}
    </span>
  );
}
