import { useQuery } from '@tanstack/react-query';
import { type Ref, useEffect, useRef, useState } from 'react';
import { api, ask } from '../../../api';
import { useTranslation } from '../../../i18n';
import { number } from '../../../i18n/format';
import { Icon } from '../../../ui';
import { useSlug } from '../../queries';
import css from './browse.module.css';
import { FilterPanel } from './FilterPanel';
import { type Query, STATES } from './types';

type Change = (change: Record<string, string>) => void;

/** Where items stand, what they say, and everything else that they can be told apart by. */
export function FilterBar(props: {
  project: string;
  query: Query;
  people: ReadonlyMap<string, string>;
  search: Ref<HTMLInputElement>;
  onChange: Change;
}) {
  const { project, query, people, onChange } = props;
  return (
    <>
      <States project={project} chosen={query.state ?? ''} onChange={(state) => onChange({ state })} />
      <div className={css.tools}>
        <Words field={props.search} value={query.q ?? ''} onChange={(q) => onChange({ q })} />
        <FilterPanel query={query} people={people} onChange={onChange} />
      </div>
    </>
  );
}

type ByState = { readonly [state: string]: number };

/** How many items stand where: asked now and then, for it is no more than a hint. */
function useStates(project: string): ByState {
  const organisation = useSlug();
  const { data } = useQuery({
    queryKey: [organisation, 'project', project, 'progress'],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/{organisation}/projects/{project_id}/progress', {
          params: { path: { organisation, project_id: project } },
          signal,
        }),
      ),
    staleTime: 10_000,
  });
  return (data as { states?: ByState } | undefined)?.states ?? {};
}

function States(props: { project: string; chosen: string; onChange: (state: string) => void }) {
  const { t } = useTranslation('items');
  const counts = useStates(props.project);
  const chosen = props.chosen.split(',').filter(Boolean);
  // An empty shelf is only worth a button while one stands before it.
  const shown = STATES.filter(
    (state) => chosen.includes(state) || state === 'open' || state === 'done' || (counts[state] ?? 0) > 0,
  );
  return (
    <div className={css.states} role="group" aria-label={t('filter.state')}>
      {['', ...shown].map((state) => (
        <button
          key={state}
          type="button"
          aria-pressed={state === '' ? chosen.length === 0 : chosen.includes(state)}
          onClick={({ ctrlKey, metaKey, shiftKey }) =>
            props.onChange(ctrlKey || metaKey || shiftKey ? turned(chosen, state) : state)
          }
        >
          {state === '' ? t('filter.all') : t(`state.${state as 'open'}`)}
          {state !== '' && counts[state] !== undefined && <span>{number(counts[state])}</span>}
        </button>
      ))}
    </div>
  );
}

/** With Ctrl, ⌘ or Shift a state is added to the others, or taken from them. */
const turned = (chosen: readonly string[], state: string): string =>
  (chosen.includes(state)
    ? chosen.filter((each) => each !== state)
    : [...chosen, state].filter(Boolean)
  ).join(',');

/** People stop typing for a moment before they look. */
const PAUSE_MS = 300;

function Words(props: { field: Ref<HTMLInputElement>; value: string; onChange: (q: string) => void }) {
  const { t } = useTranslation('items');
  const { value, onChange } = props;
  const [typed, setTyped] = useState(value);
  const waiting = useRef(0);
  useEffect(() => {
    setTyped(value);
    return () => clearTimeout(waiting.current);
  }, [value]);
  const type = (text: string): void => {
    setTyped(text);
    clearTimeout(waiting.current);
    waiting.current = window.setTimeout(() => onChange(text.trim()), PAUSE_MS);
  };
  return (
    <search className={css.search}>
      <Icon name="search" size={16} />
      <input
        ref={props.field}
        type="search"
        aria-label={t('filter.search')}
        placeholder={t('filter.search')}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
          if (event.key !== 'Enter') return;
          clearTimeout(waiting.current);
          onChange(typed.trim());
        }}
      />
      <kbd aria-hidden>/</kbd>
    </search>
  );
}
