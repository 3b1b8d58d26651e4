import '../items/words';
import { NativeSelect, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { Notice } from '../../ui';
import { Chips } from '../items/browse/Chips';
import { useItemCount } from '../items/browse/calls';
import { changed, filtersOf, queryOf } from '../items/browse/query';
import type { Query } from '../items/browse/types';
import { Choices } from '../parts/Choices';
import { Share } from '../parts/Percent';
import css from '../parts/parts.module.css';
import { Toggle } from '../parts/Toggle';
import { usePeople } from '../queries';
import own from './exports.module.css';
import { about, addsUp, PARTS, USUAL, withShare } from './split';
import { ANSWERS, type Holding, PEOPLE, type Split } from './types';

export const USUAL_HOLDING: Holding = { answers: 'all', people: 'pseudonyms', split: null };

/** Whether it can be asked for as it stands. */
export const isSound = ({ split }: Holding): boolean =>
  split === null || (addsUp(split) && split.seed.trim() !== '');

/** What goes in, whatever the format: which answers, who gave them, which items, and into which parts. */
export function Holds(props: {
  project: Project;
  value: Holding;
  search: URLSearchParams;
  onSearch: (search: URLSearchParams) => void;
  onChange: (value: Holding) => void;
}) {
  const { t } = useTranslation('data');
  const { project, value, search, onSearch, onChange } = props;
  const query = filtersOf(queryOf(search));
  const count = useItemCount(project.id, query).data;
  return (
    <div className={css.stack}>
      <Which project={project} query={query} search={search} onSearch={onSearch} />
      <Choices
        legend={t('exports.whichAnswers')}
        name="answers"
        value={value.answers}
        onChange={(answers) => onChange({ ...value, answers })}
        options={ANSWERS.map((each) => ({
          value: each,
          title: t(`exports.answers.${each}`),
          help: t(`exports.answersHelp.${each}`),
        }))}
      />
      <NativeSelect
        className={own.people}
        label={t('exports.people')}
        description={t(`exports.peopleHelp.${value.people}`)}
        value={value.people}
        onChange={(event) =>
          onChange({ ...value, people: PEOPLE.find((each) => each === event.currentTarget.value) ?? 'ids' })
        }
        data={PEOPLE.map((each) => ({ value: each, label: t(`exports.peopleAs.${each}`) }))}
      />
      <Toggle
        label={t('exports.split')}
        description={t('exports.splitHelp')}
        checked={value.split !== null}
        onChange={(event) => onChange({ ...value, split: event.currentTarget.checked ? USUAL : null })}
      />
      {value.split && (
        <SplitFields
          split={value.split}
          items={count?.count ?? 0}
          onChange={(split) => onChange({ ...value, split })}
        />
      )}
    </div>
  );
}

/** Which items: all, or those that the address asks for, in the words of the item browser. */
function Which(props: {
  project: Project;
  query: Query;
  search: URLSearchParams;
  onSearch: (search: URLSearchParams) => void;
}) {
  const { t } = useTranslation('data');
  const { project, query, search, onSearch } = props;
  const { data } = usePeople(project.id);
  const count = useItemCount(project.id, query).data;
  const people = useMemo(
    () => new Map(data?.map(({ member }) => [member.id, member.name || member.email] as const)),
    [data],
  );
  const filtered = Object.keys(query).length > 0;
  const { state = '', q = '' } = query;
  return (
    <div className={css.tight}>
      <NativeSelect
        className={own.people}
        label={t('exports.items')}
        description={
          filtered
            ? t(q ? 'exports.itemsSearched' : 'exports.itemsFiltered', { count: count?.count ?? 0, words: q })
            : t('exports.itemsAll', { count: count?.count ?? 0 })
        }
        value={state}
        onChange={(event) => onSearch(changed(search, { state: event.currentTarget.value }))}
        data={[
          { value: '', label: t('exports.everyState') },
          { value: 'done', label: t('exports.onlyDone') },
          ...(state && state !== 'done' ? [{ value: state, label: state }] : []),
        ]}
      />
      <Chips query={query} people={people} onChange={(change) => onSearch(changed(search, change))} />
    </div>
  );
}

function SplitFields(props: { split: Split; items: number; onChange: (split: Split) => void }) {
  const { t } = useTranslation('data');
  const { split, items, onChange } = props;
  const parts = about(items, split);
  return (
    <div className={own.split}>
      <div className={own.shares}>
        {PARTS.map((part) => (
          <Share
            key={part}
            label={t(`exports.part.${part}`)}
            hideControls
            value={split[part]}
            onChange={(share) => onChange(withShare(split, part, share))}
          />
        ))}
        <TextInput
          label={t('exports.seed')}
          value={split.seed}
          maxLength={100}
          onChange={(event) => onChange({ ...split, seed: event.currentTarget.value })}
        />
      </div>
      {addsUp(split) ? (
        <p className={own.sentence} role="status">
          {t('exports.splitSentence', {
            train: number(parts.train),
            validation: number(parts.validation),
            test: number(parts.test),
            count: items,
          })}
        </p>
      ) : (
        <Notice kind="warn">{t('exports.splitWrong')}</Notice>
      )}
    </div>
  );
}
