import '../../notifications/words';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { Member, Person, Project } from '../../api';
import { api, ask } from '../../api';
import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { reasonWords } from '../../notifications/reason';
import { Button, EmptyState, Icon, Notice, Panel, toastError } from '../../ui';
import own from '../organisation/organisation.module.css';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { RowButton } from '../parts/RowButton';
import { matches, Search } from '../parts/Search';
import { Table } from '../parts/Table';
import { Toggle } from '../parts/Toggle';
import { useMembers, usePeople, useSlug } from '../queries';
import people from './people.module.css';
import { GRANTS, type Grants, isNone, mayHold, NEW_HERE, NONE, type PersonRow, personRows } from './rows';
import type { Placed } from './types';

const PersonDialog = lazy(() => import('./PersonDialog'));

/** Who works in the project, and as what. */
export function People({ project }: { project: Project }) {
  const members = useMembers();
  const people = usePeople(project.id);
  return (
    <Query of={members}>
      {(all) => (
        <Query of={people}>{(listed) => <Staff project={project} members={all} people={listed} />}</Query>
      )}
    </Query>
  );
}

function Staff({ project, members, people }: { project: Project; members: Member[]; people: Person[] }) {
  const { t } = useTranslation('manage');
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<string | null>(null);
  const grant = useGrant(project.id);
  const rows = useSteadyOrder(personRows(members, people));
  const shown = rows.filter(({ member }) => matches(search, member.name, member.email));
  const annotators = rows.filter(({ grants }) => grants.annotate).length;
  const opened = rows.find(({ member }) => member.id === open);
  const idle = rows.filter(({ member, grants }) => member.role === 'annotator' && !grants.annotate);
  return (
    <>
      {annotators < project.overlap && (
        <div className={css.bar}>
          <Notice kind="warn">{t('people.tooFew', { count: project.overlap, have: annotators })}</Notice>
        </div>
      )}
      <div className={css.bar}>
        <Search className={css.grow ?? ''} label={t('members.search')} value={search} onChange={setSearch} />
        <div className={`${css.row} ${css.push}`}>
          {idle.length > 1 && (
            <Button
              kind="default"
              icon="users"
              busy={grant.isPending && grant.variables.length > 1}
              onClick={() =>
                grant.mutate(
                  idle.map(({ member, grants }) => ({ member, grants: { ...grants, annotate: true } })),
                )
              }
            >
              {t('people.all', { count: idle.length })}
            </Button>
          )}
        </div>
      </div>
      <Panel flush>
        {shown.length === 0 ? (
          <EmptyState icon="users" title={t('people.none')} />
        ) : (
          <List
            rows={shown}
            onGrant={(member, grants) => grant.mutate([{ member, grants }])}
            onOpen={setOpen}
          />
        )}
      </Panel>
      <p className={css.small}>
        {t('people.help')} <Link to={`/${useSlug()}/members`}>{t('people.invite')}</Link>
      </p>
      {opened && (
        <Suspense>
          <PersonDialog project={project} row={opened} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </>
  );
}

function List(props: {
  rows: PersonRow[];
  onGrant: (member: Member, grants: Grants) => void;
  onOpen: (member: string) => void;
}) {
  const { t } = useTranslation(['manage', 'common']);
  const { rows, onGrant, onOpen } = props;
  return (
    <Table
      caption={t('section.people')}
      rows={rows}
      rowKey={({ member }) => member.id}
      columns={[
        {
          title: t('members.person'),
          main: true,
          cell: (row) => (
            <span className={own.who}>
              <span>{row.member.name || row.member.email}</span>
              <small>{t(`common:role.${row.member.role}`)}</small>
              <Standing row={row} />
            </span>
          ),
        },
        ...GRANTS.map((grant) => ({
          title: t(`people.${grant}`),
          cell: ({ member, grants }: PersonRow) =>
            mayHold(member, grant) ? (
              <Toggle
                aria-label={t(`people.${grant}One`, { name: member.name || member.email })}
                checked={grants[grant]}
                onChange={(event) => onGrant(member, { ...grants, [grant]: event.currentTarget.checked })}
              />
            ) : (
              <span className={css.small} title={t('people.ceiling')}>
                –
              </span>
            ),
        })),
        {
          title: t('people.answered'),
          end: true,
          cell: ({ placed }) => placed && <Figures {...placed} />,
        },
        {
          title: t('actions'),
          actions: true,
          cell: ({ member, listed }) =>
            listed && (
              <RowButton
                label={t('people.manageOne', { name: member.name || member.email })}
                onClick={() => onOpen(member.id)}
              >
                {t('people.manage')}
              </RowButton>
            ),
        },
      ]}
    />
  );
}

/** What keeps somebody from getting work here. */
function Standing({ row: { placed, grants } }: { row: PersonRow }) {
  const { t } = useTranslation('manage');
  const { t: told } = useTranslation('notices');
  if (!placed) return null;
  const { paused, paused_because, paused_reason, not_eligible } = placed;
  const because = reasonWords(paused_reason, paused_because, told);
  const why = paused
    ? t(because ? `people.pausedFor.${paused}` : `people.paused.${paused}`, { why: because })
    : grants.annotate
      ? not_eligible
      : null;
  if (!why) return null;
  return (
    <span className={people.state}>
      <Icon name={paused ? 'pause' : 'alert'} size={14} />
      {why}
    </span>
  );
}

/** "12 of 40 given", and of how many they may have. */
function Figures({ answered, most_items }: Pick<Placed, 'answered' | 'most_items'>) {
  const { t } = useTranslation('manage');
  return (
    <span className={people.figures}>
      {most_items === null
        ? number(answered)
        : t('people.ofMost', { answered: number(answered), most: number(most_items) })}
    </span>
  );
}

/** Rows stay where they are while switches are turned; only a visit sorts them anew. */
function useSteadyOrder(rows: PersonRow[]): PersonRow[] {
  const order = useRef<string[]>([]);
  return useMemo(() => {
    for (const { member } of rows) if (!order.current.includes(member.id)) order.current.push(member.id);
    return rows.toSorted(
      (one, other) => order.current.indexOf(one.member.id) - order.current.indexOf(other.member.id),
    );
  }, [rows]);
}

type Wish = { member: Member; grants: Grants };

/** Shows the change at once and takes it back if the server refuses. */
function useGrant(project: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  const queryKey = [organisation, 'project', project, 'people'];
  return useMutation({
    mutationFn: async (wishes: Wish[]) => {
      for (const wish of wishes) await send(organisation, project, wish);
    },
    onMutate: async (wishes) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData<Person[]>(queryKey) ?? [];
      queries.setQueryData(queryKey, wishes.reduce(granted, before));
      return before;
    },
    onError: (error, _wishes, before) => {
      queries.setQueryData(queryKey, before);
      toastError(error);
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
}

async function send(organisation: string, project: string, { member, grants }: Wish): Promise<void> {
  const path = { organisation, project_id: project, member_id: member.id };
  if (isNone(grants))
    await ask(
      api.DELETE('/api/v1/{organisation}/projects/{project_id}/people/{member_id}', { params: { path } }),
    );
  else
    await ask(
      api.PUT('/api/v1/{organisation}/projects/{project_id}/people/{member_id}', {
        params: { path },
        body: grants,
      }),
    );
}

const granted = (people: Person[], { member, grants }: Wish): Person[] =>
  people.some((person) => person.member.id === member.id)
    ? people.map((person) => (person.member.id === member.id ? { ...person, ...grants } : person))
    : [...people, { member, ...NEW_HERE, ...NONE, ...grants }];
