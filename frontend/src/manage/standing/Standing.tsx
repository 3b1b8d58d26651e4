import './words';
import { NativeSelect } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { EmptyState, Icon, Panel } from '../../ui';
import { useFilters } from '../parts/filters';
import parts from '../parts/parts.module.css';
import { matches, Search } from '../parts/Search';
import { Table } from '../parts/Table';
import type { RuleDraft } from '../rules/types';
import { useStanding, useStandingAnew } from './calls';
import { FigureCell } from './FigureCell';
import {
  foundKinds,
  outstanding,
  pairsOf,
  partnersOf,
  questionsIn,
  SORTS,
  type Sort,
  sorted,
  took,
} from './figures';
import { AsOf, Figures } from './Kept';
import { Pairs } from './Pairs';
import { PeriodSelect, since } from './Period';
import { PersonDrawer } from './PersonDrawer';
import css from './standing.module.css';
import { useTitles } from './titles';
import type { FigureName, Named, Pair, PersonRow, Standing as Shape } from './types';

const RuleEditor = lazy(() => import('../rules/Editor').then(({ Editor }) => ({ default: Editor })));
const Pausing = lazy(() => import('./Pausing'));

const SHOWN = ['gold', 'agreement', 'spammer_score', 'too_fast'] as const satisfies readonly FigureName[];
const EMPTY = { find: '', period: '', question: '', by: 'attention', person: '' };
const isSort = (text: string): text is Sort => (SORTS as readonly string[]).includes(text);

/** What is open over the page; one at a time. */
type Doing = { rule: RuleDraft } | { pause: Named } | null;

/** How good everybody's work is: figures with what lies behind them, and what stands out. */
export function Standing({ project }: { project: Project }) {
  const { t } = useTranslation('standing');
  const [filters, change] = useFilters(EMPTY);
  const standing = useStanding(project.id, since(filters.period));
  const anew = useStandingAnew(project.id, since(filters.period));
  const [doing, setDoing] = useState<Doing>(null);
  const close = (): void => setDoing(null);
  const titleOf = useTitles(project.id);
  const start = (next: Doing): void => {
    change({ person: '' });
    setDoing(next);
  };
  return (
    <Figures of={standing}>
      {(data) =>
        data.people.length === 0 && !filters.period ? (
          <Panel>
            <EmptyState icon="users" title={t('nobody')}>
              {t('nobodyHelp')}
            </EmptyState>
          </Panel>
        ) : (
          <>
            <Everybody
              data={data}
              asOf={<AsOf kept={data} anew={anew} />}
              filters={filters}
              change={change}
              titleOf={titleOf}
            />
            <Pairs project={project.id} pairs={data.pairs} titleOf={titleOf} />
            <HowToRead />
            {filters.person && (
              <PersonDrawer
                project={project}
                member={filters.person}
                since={since(filters.period)}
                pairs={pairsOf(data.pairs, filters.person)}
                titleOf={titleOf}
                onRule={(rule) => start({ rule })}
                onPause={(member) => start({ pause: member })}
                onClose={() => change({ person: '' })}
              />
            )}
            <Suspense>
              {doing && 'rule' in doing && (
                <RuleEditor project={project} start={doing.rule} onClose={close} />
              )}
              {doing && 'pause' in doing && (
                <Pausing project={project} member={doing.pause} onClose={close} />
              )}
            </Suspense>
          </>
        )
      }
    </Figures>
  );
}

type Filters = typeof EMPTY;

function Everybody(props: {
  data: Shape;
  /** Of when the figures are. */
  asOf: ReactNode;
  filters: Filters;
  change: (change: Partial<Filters>) => void;
  titleOf: (question: string) => string;
}) {
  const { t } = useTranslation('standing');
  const { data, filters, change, titleOf } = props;
  const questions = questionsIn(data.people);
  const question = questions.includes(filters.question) ? filters.question : (questions[0] ?? '');
  const by = isSort(filters.by) ? filters.by : 'attention';
  const rows = sorted(data.people, by, question, data.pairs).filter(({ member }) =>
    matches(filters.find, member.name),
  );
  return (
    <Panel flush>
      <div className={css.head}>
        <Summary data={data} asOf={props.asOf} />
        <div className={css.tools}>
          <Search label={t('find')} value={filters.find} onChange={(find) => change({ find })} />
          {questions.length > 1 && (
            <NativeSelect
              aria-label={t('question')}
              value={question}
              onChange={(event) => change({ question: event.currentTarget.value })}
              data={questions.map((value) => ({ value, label: titleOf(value) }))}
            />
          )}
          <PeriodSelect value={filters.period} onChange={(period) => change({ period })} />
          <NativeSelect
            aria-label={t('sort.label')}
            value={by}
            onChange={(event) => change({ by: event.currentTarget.value })}
            data={SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
          />
        </div>
      </div>
      {rows.length === 0 ? (
        <EmptyState icon="search" title={t(data.people.length === 0 ? 'nobodyThen' : 'noneFound')} />
      ) : (
        <Rows
          rows={rows}
          pairs={data.pairs}
          question={question}
          titleOf={titleOf}
          onOpen={(person) => change({ person })}
        />
      )}
    </Panel>
  );
}

/** How many stand out, and how long an answer usually takes. */
function Summary({ data: { people, pairs, usual_seconds }, asOf }: { data: Shape; asOf: ReactNode }) {
  const { t } = useTranslation('standing');
  const count = people.filter(
    (row) => outstanding(row).length > 0 || pairsOf(pairs, row.member.id).length > 0,
  ).length;
  return (
    <div>
      <h2>{count === 0 ? t('nobodyStandsOut') : t('standOut', { count, all: people.length })}</h2>
      <p className={parts.small}>
        {t('noVerdict')}{' '}
        {usual_seconds.median !== null &&
          t('usual', { median: took(usual_seconds.median), fast: took(usual_seconds.p5 ?? 0) })}{' '}
        {asOf}
      </p>
    </div>
  );
}

function Rows(props: {
  rows: readonly PersonRow[];
  pairs: readonly Pair[];
  question: string;
  titleOf: (question: string) => string;
  onOpen: (member: string) => void;
}) {
  const { t } = useTranslation('standing');
  const { rows, pairs, question, titleOf, onOpen } = props;
  return (
    <Table
      caption={t('title')}
      rows={rows}
      rowKey={({ member }) => member.id}
      onOpen={({ member }) => onOpen(member.id)}
      columns={[
        {
          title: t('person'),
          main: true,
          cell: ({ member }) => (
            <button
              type="button"
              className={css.person}
              aria-label={t('open', { name: member.name })}
              onClick={() => onOpen(member.id)}
            >
              {member.name}
            </button>
          ),
        },
        {
          title: t('answers'),
          end: true,
          cell: ({ annotations, median_seconds }) => (
            <span className={css.stacked}>
              {number(annotations)}
              {median_seconds !== null && <small>{t('each', { time: took(median_seconds) })}</small>}
            </span>
          ),
        },
        ...SHOWN.map((name) => ({
          title: t(`figure.${name}.title`),
          extra: name === 'spammer_score',
          cell: (row: PersonRow) => <FigureCell row={row} name={name} question={question} />,
        })),
        {
          title: t('standsOut'),
          cell: (row) => <Found row={row} pairs={pairs} titleOf={titleOf} />,
        },
      ]}
    />
  );
}

/** What stands out about a person, in words: the drawer has the evidence. */
function Found(props: { row: PersonRow; pairs: readonly Pair[]; titleOf: (question: string) => string }) {
  const { t } = useTranslation('standing');
  const { row, pairs, titleOf } = props;
  const kinds = foundKinds(row);
  const partners = partnersOf(pairs, row.member.id);
  const several = questionsIn([row]).length > 1;
  if (kinds.length === 0 && partners.length === 0) return <span className={parts.small}>{t('nothing')}</span>;
  return (
    <ul className={css.found}>
      {kinds.map(({ figure, questions }) => (
        <li key={figure}>
          <Icon name="flag" size={13} />
          <span>{t(`figure.${figure}.found`)}</span>
          {several && questions.length > 0 && <small>{questions.map(titleOf).join(' · ')}</small>}
        </li>
      ))}
      {partners.map(({ id, name }) => (
        <li key={id}>
          <Icon name="users" size={13} />
          <span>{t('agreesTooMuch', { name })}</span>
        </li>
      ))}
    </ul>
  );
}

function HowToRead() {
  const { t } = useTranslation('standing');
  return (
    <details className={css.how}>
      <summary>{t('how.title')}</summary>
      <p>{t('how.out')}</p>
      <p>{t('how.interval')}</p>
      <p>{t('how.independent')}</p>
    </details>
  );
}
