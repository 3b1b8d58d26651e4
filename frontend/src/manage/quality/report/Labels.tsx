import type { CSSProperties } from 'react';
import { Link } from 'wouter';
import { useTranslation } from '../../../i18n';
import { number, percent } from '../../../i18n/format';
import { ToItems } from '../../parts/ToItems';
import { itemsOf, itemsSaid, useItemsAddress } from '../drill';
import type { Category, Question } from '../types';
import { coefficient, optionTitle } from '../words';
import css from './report.module.css';
import { Sideways } from './Sideways';

/** As many as can be told apart by their colours; the rest are one. */
const TOLD_APART = 8;
type Row = {
  /** Nobody for everybody together. */
  id?: string;
  name: string;
  given: readonly number[];
  agreement: number | null;
  without: number | null;
};

/** How often each person chose each option: who leans where. */
export function Labels({ question, project }: { question: Question; project: string }) {
  const { t } = useTranslation('quality');
  const address = useItemsAddress(project);
  const { categories = [], people = [], prevalence } = question.figures;
  const total = people.reduce((sum, { given }) => sum + sumOf(given), 0);
  const rows: Row[] = people
    .map(({ person, given, agreement, alpha_without }) => ({
      id: person.id,
      name: person.name,
      given,
      agreement,
      without: alpha_without,
    }))
    .toSorted((one, other) => (other.agreement ?? 0) - (one.agreement ?? 0));
  const everybody: Row = {
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
            <tr key={row.id ?? ''} data-all={at === 0 || undefined}>
              <th scope="row">{row.name}</th>
              <td className={css.stackCell}>
                <Stack question={question} project={project} categories={categories} row={row} />
              </td>
              <td data-end>
                <ToItems
                  to={row.id === undefined ? null : address(itemsOf(row.id))}
                  label={t('labels.seeOf', { count: number(sumOf(row.given)), name: row.name })}
                >
                  {number(sumOf(row.given))}
                </ToItems>
              </td>
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

/** The shares of one row, each leading to the items about which that was said; for who may see none, a picture. */
function Stack(props: { question: Question; project: string; categories: readonly Category[]; row: Row }) {
  const { t } = useTranslation('quality');
  const address = useItemsAddress(props.project);
  const { question, categories, row } = props;
  const total = sumOf(row.given);
  if (total === 0) return '–';
  const parts = row.given
    .map((count, at) => {
      const category = categories[at] ?? '';
      const title = `${optionTitle(question, category, t)} ${percent(count / total)}`;
      return { at, title, share: count / total, to: address(itemsSaid(question.question, category, row.id)) };
    })
    .filter(({ share }) => share > 0);
  const look = (at: number, share: number) => ({ '--tone': toneOf(at), flexGrow: share }) as CSSProperties;
  if (parts.some(({ to }) => to === null))
    return (
      <span className={css.share} role="img" aria-label={parts.map(({ title }) => title).join(', ')}>
        {parts.map(({ at, share, title }) => (
          <span key={at} title={title} style={look(at, share)}>
            {share >= 0.12 && percent(share)}
          </span>
        ))}
      </span>
    );
  return (
    <span className={css.share}>
      {parts.map(({ at, share, title, to }) => (
        <Link
          key={at}
          to={to ?? ''}
          title={title}
          aria-label={t('labels.see', { figure: title, name: row.name })}
          style={look(at, share)}
        >
          {share >= 0.12 && percent(share)}
        </Link>
      ))}
    </span>
  );
}
