import '../../standing/words';
import { Fragment, useState } from 'react';
import { useTranslation } from '../../../i18n';
import { number } from '../../../i18n/format';
import { Icon, Panel } from '../../../ui';
import { reasonText } from '../../parts/reason';
import { FigureBar } from '../../standing/FigureCell';
import { chanceText, figureOf, intervalText, outstanding, valueText } from '../../standing/figures';
import { theseItems, useItemsAddress } from '../drill';
import type { Figure, Pair, PersonRow, Section } from '../types';
import { decimals } from '../words';
import { Drill } from './Drill';
import { Heat } from './Heat';
import css from './report.module.css';
import { Sideways } from './Sideways';

type Titles = ReadonlyMap<string, string>;

/** Who answered: figures with their evidence, never a verdict; and how often every two of them agree. */
export function PeoplePart({ section }: { section: Section }) {
  const { t } = useTranslation('quality');
  const titles = new Map(section.questions.map(({ question, title }) => [question, title]));
  const striking = section.pairs.filter(({ stands_out }) => stands_out);
  return (
    <>
      <h2 className={css.part} id="people">
        {t('part.people')}
      </h2>
      {section.people.length > 0 && (
        <Panel title={t('people.title')} help={t('people.help')} flush>
          <People rows={section.people} project={section.project.id} titles={titles} />
        </Panel>
      )}
      {striking.length > 0 && (
        <Panel title={t('pairs.title')} help={t('pairs.help')}>
          <ul className={css.plain}>
            {striking.map((pair) => (
              <Alike
                key={`${pair.question}/${pair.members.map(({ id }) => id).join('/')}`}
                pair={pair}
                project={section.project.id}
                title={titles.get(pair.question) ?? pair.question}
              />
            ))}
          </ul>
        </Panel>
      )}
      {section.heat.people.length > 1 && (
        <Panel title={t('heat.title')} help={t('heat.help')}>
          <Heat heat={section.heat} project={section.project.id} />
        </Panel>
      )}
    </>
  );
}

function People(props: { rows: readonly PersonRow[]; project: string; titles: Titles }) {
  const { t } = useTranslation('quality');
  const words = useTranslation('standing').t;
  return (
    <Sideways label={t('people.title')}>
      <table className={css.people}>
        <caption className="visually-hidden">{t('people.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('people.person')}</th>
            <th scope="col" data-end>
              {t('count.annotations')}
            </th>
            <th scope="col" data-end>
              {t('people.seconds')}
            </th>
            <th scope="col">{words('figure.gold.title')}</th>
            <th scope="col">{words('figure.agreement.title')}</th>
            <th scope="col">{words('standsOut')}</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <Person key={row.member.id} row={row} project={props.project} titles={props.titles} />
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}

function Person({ row, project, titles }: { row: PersonRow; project: string; titles: Titles }) {
  const { t } = useTranslation('quality');
  const [open, setOpen] = useState(false);
  const id = `person-${row.member.id}`;
  return (
    <Fragment>
      <tr>
        <th scope="row">
          <button
            type="button"
            className={css.toggle}
            aria-expanded={open}
            aria-controls={id}
            aria-label={t('people.everything', { name: row.member.name })}
            onClick={() => setOpen(!open)}
          >
            <Icon name="chevronRight" size={15} />
            {row.member.name}
          </button>
        </th>
        <td data-end>{number(row.annotations)}</td>
        <td data-end>{row.median_seconds === null ? '–' : number(row.median_seconds)}</td>
        <td>
          <Known figure={figureOf(row, 'gold', '')} />
        </td>
        <td>
          <Known figure={leastAgreement(row)} titles={titles} />
        </td>
        <td>
          <Striking row={row} />
        </td>
      </tr>
      <tr id={id} hidden={!open} className={css.more}>
        <td colSpan={6}>{open && <Everything figures={row.figures} project={project} titles={titles} />}</td>
      </tr>
    </Fragment>
  );
}

function Known({ figure, titles }: { figure: Figure | undefined; titles?: Titles }) {
  if (!figure || figure.value === null) return '–';
  return (
    <>
      <FigureBar figure={{ ...figure, value: figure.value }} />
      {figure.question && <small>{titles?.get(figure.question) ?? figure.question}</small>}
    </>
  );
}

/** How often they say what others say, by the question on which that is least. */
const leastAgreement = ({ figures }: PersonRow): Figure | undefined =>
  figures
    .filter(({ figure, value }) => figure === 'agreement' && value !== null)
    .toSorted((one, other) => (one.value ?? 1) - (other.value ?? 1))[0];

/** What stands out, never without how much that is and out of how many. */
function Striking({ row }: { row: PersonRow }) {
  const { t } = useTranslation('quality');
  const words = useTranslation('standing').t;
  const found = outstanding(row);
  if (found.length === 0) return <span className={css.evidence}>{words('nothing')}</span>;
  return found.map(({ figure, question, value, n }) => (
    <span key={`${figure}/${question}`} className={css.striking}>
      <Icon name="flag" size={13} />
      {t('people.striking', {
        found: words(`figure.${figure}.found`),
        value: value === null ? '–' : valueText(figure, value, words),
        n: number(n),
      })}
    </span>
  ));
}

/** All figures of one person, each with how surely it is known, what chance alone does, and the items it rests on. */
function Everything(props: { figures: readonly Figure[]; project: string; titles: Titles }) {
  const { t } = useTranslation('quality');
  const words = useTranslation('standing').t;
  const address = useItemsAddress(props.project);
  return (
    <ul className={css.everything}>
      {props.figures.map((figure) => {
        const { evidence, question, n, chance, value, reason, stands_out } = figure;
        const items = evidence.items ?? [];
        return (
          <li key={`${figure.figure}/${question}`} data-striking={stands_out || undefined}>
            <strong>
              {words(`figure.${figure.figure}.title`)}
              {question && <small> {props.titles.get(question) ?? question}</small>}
            </strong>
            <span>
              {value === null
                ? reasonText(reason) || '–'
                : [
                    valueText(figure.figure, value, words),
                    intervalText(figure, words),
                    t('people.outOf', { n: number(n) }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
              {stands_out && chance !== null && <small> {chanceText(chance, words)}</small>}
              {value !== null && reason && <small> {reasonText(reason)}</small>}
            </span>
            <span>
              {items.length > 0 && (
                <Drill to={address(theseItems(items))}>{t('people.items', { count: items.length })}</Drill>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Alike({ pair, project, title }: { pair: Pair; project: string; title: string }) {
  const { t } = useTranslation('quality');
  const words = useTranslation('standing').t;
  const address = useItemsAddress(project);
  const [one, other] = pair.members;
  const items = pair.evidence.items ?? [];
  return (
    <li>
      {t('pairs.says', {
        one: one?.name,
        other: other?.name,
        question: title,
        value: decimals(pair.value, 3),
        n: number(pair.n),
      })}{' '}
      {pair.chance !== null && chanceText(pair.chance, words, 'pair')}{' '}
      {items.length > 0 && (
        <Drill to={address(theseItems(items))}>{t('people.items', { count: items.length })}</Drill>
      )}
    </li>
  );
}
