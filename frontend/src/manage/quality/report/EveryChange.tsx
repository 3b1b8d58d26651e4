import { useTranslation } from '../../../i18n';
import { number, percent } from '../../../i18n/format';
import { span } from '../../project/time';
import { valueText } from '../../standing/figures';
import type { FigureName } from '../../standing/types';
import type { Words as StandingWords } from '../../standing/words';
import type { FigureChange, Section } from '../types';
import { coefficient, signed, type Words } from '../words';
import { Fold } from './Fold';
import css from './report.module.css';
import { Sideways } from './Sideways';

/** Each figure that is not what it was in the report before, beside what it was. */
export function EveryChange({ section }: { section: Section }) {
  const { t } = useTranslation('quality');
  const standing = useTranslation('standing').t;
  const changes = section.changes ?? [];
  if (changes.length === 0) return null;
  const titles = new Map(section.questions.map(({ question, title }) => [question, title]));
  return (
    <Fold title={t('change.every', { count: changes.length })}>
      <Sideways label={t('change.title')}>
        <table className={css.labels}>
          <caption className="visually-hidden">{t('change.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('change.figure')}</th>
              <th scope="col" data-end>
                {t('change.was')}
              </th>
              <th scope="col" data-end>
                {t('change.is')}
              </th>
              <th scope="col" data-end>
                {t('change.difference')}
              </th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={[change.part, change.question, change.about, change.figure].join('\n')}>
                <th scope="row">{nameOf(change, titles, t, standing)}</th>
                <td data-end>{shown(change, change.before, standing)}</td>
                <td data-end>{shown(change, change.value, standing)}</td>
                <td data-end>{shownDifference(change)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Sideways>
    </Fold>
  );
}

type Titles = ReadonlyMap<string, string>;
const SHARES = new Set(['percent', 'win_rate']);

function nameOf(change: FigureChange, titles: Titles, t: Words, standing: StandingWords): string {
  const { part, question, about, figure } = change;
  const title = titles.get(question) ?? question;
  if (part === 'counts') return t(`count.${figure as 'items'}`);
  const name =
    part === 'people'
      ? standing(`figure.${figure as FigureName}.title`)
      : t(`change.of.${figure as 'alpha'}`);
  return [about, title, name].filter(Boolean).join(' · ');
}

function shown({ part, figure }: FigureChange, value: number, standing: StandingWords): string {
  if (part === 'people') return valueText(figure as FigureName, value, standing);
  if (figure === 'seconds') return span(value);
  if (part === 'counts') return number(value);
  return SHARES.has(figure) ? percent(value, 1) : coefficient(value);
}

function shownDifference(change: FigureChange): string {
  const { part, figure, difference } = change;
  if (figure === 'seconds') return `${difference < 0 ? '−' : '+'}${span(Math.abs(difference))}`;
  if (part === 'counts') return signed(difference, 0);
  return SHARES.has(figure) ? `${signed(difference * 100, 1)} %` : signed(difference);
}
