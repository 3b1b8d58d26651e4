import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../../../api';
import { useTranslation } from '../../../i18n';
import { number } from '../../../i18n/format';
import { useSlug } from '../../queries';
import css from './browse.module.css';
import { STATES } from './types';

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

/** Where items stand, with how many there are. */
export function States(props: { project: string; chosen: string; onChange: (state: string) => void }) {
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
