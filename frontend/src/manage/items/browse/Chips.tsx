import type { ReactNode } from 'react';
import { useTranslation } from '../../../i18n';
import { day } from '../../../i18n/format';
import { Icon } from '../../../ui';
import type { Words } from '../words';
import css from './browse.module.css';
import { partsIn } from './ofModels';
import { priorityName } from './priority';
import { asPercent, isMetadata, metadataKey, rangeIn } from './query';
import { OTHER, saidIn } from './said';
import { TRUTH_WORDS, truthIn } from './truth';
import type { Query } from './types';

/** Shown in places of their own: the search field, the row of states, the headings of the columns. */
const ELSEWHERE: ReadonlySet<string> = new Set(['q', 'state', 'sort']);

export const chipNames = (query: Query): string[] =>
  Object.keys(query).filter((name) => !ELSEWHERE.has(name));

/** What the list is filtered by, each part with a way to drop it. */
export function Chips(props: {
  query: Query;
  people: ReadonlyMap<string, string>;
  onChange: (change: Record<string, string>) => void;
  children?: ReactNode;
}) {
  const { t } = useTranslation('items');
  const { query, people, onChange } = props;
  const names = chipNames(query);
  const everything = Object.keys(query).filter((name) => name !== 'sort');
  // A state is dropped where it was chosen.
  if (names.length === 0 && !query.q) return null;
  return (
    <ul className={css.chips} aria-label={t('filter.active')}>
      {names.map((name) => {
        const words = chipWords(name, query[name] ?? '', people, t);
        return (
          <li key={name} className={css.chip}>
            <span>{words}</span>
            <button
              type="button"
              aria-label={t('filter.drop', { filter: words })}
              onClick={() => onChange({ [name]: '' })}
            >
              <Icon name="close" size={13} />
            </button>
          </li>
        );
      })}
      <li>
        <button
          type="button"
          className={css.clear}
          onClick={() => onChange(Object.fromEntries(everything.map((name) => [name, ''])))}
        >
          {t('filter.clear')}
        </button>
      </li>
    </ul>
  );
}

/** One filter in words: "Agreement: up to 50 %". */
export function chipWords(
  name: string,
  value: string,
  people: ReadonlyMap<string, string>,
  t: Words,
): string {
  if (isMetadata(name)) return t('filter.equals', { name: metadataKey(name), value });
  const said = valueWords(name, value, people, t);
  const titles: Record<string, string> = {
    answers: t('filter.answers'),
    agreement: t('filter.agreement'),
    certainty: t('filter.certainty'),
    answered: t('filter.answered'),
    member: t('filter.member'),
    said: t('filter.said'),
    truth: t('filter.truth'),
    model: t('filter.model'),
    judged: t('filter.judged'),
    won: t('filter.won'),
    score: t('filter.score'),
    ids: t('filter.ids'),
    verdict: t('filter.verdict'),
    priority: t('filter.priority'),
    gold: t('filter.gold'),
    assigned: t('filter.assigned'),
  };
  return t('filter.says', { name: titles[name] ?? name, value: said });
}

function valueWords(name: string, value: string, people: ReadonlyMap<string, string>, t: Words): string {
  if (name === 'answers') return rangeWords(value, (end) => end, t);
  if (name === 'agreement' || name === 'certainty')
    return rangeWords(value, (end) => `${asPercent(end)} %`, t);
  if (name === 'answered') return dayWords(value, t);
  if (name === 'member') return namesIn(value, people, t);
  if (name === 'said') return saidWords(value, t);
  if (name === 'truth') return truthWords(value, t);
  if (OF_MODELS.has(name)) return modelWords(name, value, t);
  if (name === 'ids') return t('filter.chosen', { count: value.split(',').length });
  if (name === 'priority') return rangeWords(value, (end) => priorityName(Number(end), t), t);
  if (name === 'verdict') return t(`verdict.${value as 'accepted'}`);
  if (value === 'true' || value === 'false') return t(value === 'true' ? 'filter.yes' : 'filter.no');
  return people.get(value) ?? value;
}

const namesIn = (value: string, people: ReadonlyMap<string, string>, t: Words): string =>
  value
    .split(',')
    .map((id) => people.get(id) ?? '…')
    .reduce((all, name) => t('filter.both', { one: all, other: name }));

function saidWords(value: string, t: Words): string {
  const said = saidIn(value);
  if (!said) return value;
  const [one = '', other] = said.options.map((option) =>
    option === OTHER ? t('filter.otherText') : String(option),
  );
  if (other === undefined) return t('filter.saidOne', { question: said.question, one });
  return t(one === other ? 'filter.saidSame' : 'filter.saidBoth', { question: said.question, one, other });
}

function truthWords(value: string, t: Words): string {
  const truth = truthIn(value);
  return truth ? t(TRUTH_WORDS[truth.state], { question: truth.question }) : value;
}

const OF_MODELS: ReadonlySet<string> = new Set(['model', 'judged', 'won', 'score']);

function modelWords(name: string, value: string, t: Words): string {
  const parts = name === 'model' ? partsIn(value, 1, 2) : partsIn(value, name === 'score' ? 4 : 3);
  if (!parts) return value;
  const [first, second, third, fourth] = parts.map((part) => (part === null ? '' : String(part)));
  if (name === 'model') return second ? t('filter.both', { one: first, other: second }) : (first ?? value);
  if (name === 'judged') return t('filter.judgedSo', { question: first, answer: second, model: third });
  if (name === 'won') {
    const any = t('filter.anyModel');
    return t('filter.wonBy', { question: first, one: second || any, other: third || any });
  }
  const title = [first, second].filter(Boolean).join(' ');
  if (!third && !fourth) return title;
  return t('filter.scoreRange', { title, range: rangeWords(`${third}..${fourth}`, (end) => end, t) });
}

function dayWords(text: string, t: Words): string {
  const { from, to } = rangeIn(text);
  if (from === '' && to !== '') return t('filter.until', { to: day(to) });
  if (to === '' && from !== '') return t('filter.since', { from: day(from) });
  return rangeWords(text, day, t);
}

function rangeWords(text: string, end: (value: string) => string, t: Words): string {
  const { from, to } = rangeIn(text);
  if (from === to) return end(from);
  if (from === '') return t('filter.upTo', { to: end(to) });
  if (to === '') return t('filter.atLeast', { from: end(from) });
  return t('filter.between', { from: end(from), to: end(to) });
}
