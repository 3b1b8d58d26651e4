import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { Member } from '../../api';
import { api, ask } from '../../api';
import { useSession } from '../../app/session';
import { useTranslation } from '../../i18n';
import { date } from '../../i18n/format';
import { Button, Page, Panel, toast } from '../../ui';
import { governs } from '../access';
import { Confirm } from '../parts/Confirm';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { RowButton } from '../parts/RowButton';
import { matches, Search } from '../parts/Search';
import { Table } from '../parts/Table';
import { useClients, useMembers, useSlug } from '../queries';
import { ChangeMember } from './ChangeMember';
import { Invitations } from './Invitations';
import { Invite } from './Invite';
import own from './organisation.module.css';

const Skills = lazy(() => import('./Skills'));
const MemberSkills = lazy(() => import('./MemberSkills'));

/** Who belongs to the organisation, with which role, who has been invited, and what people can do. */
export function Members() {
  const { t } = useTranslation('manage');
  const [inviting, setInviting] = useState(false);
  const members = useMembers();
  return (
    <Page
      title={t('members.title')}
      subtitle={t('members.subtitle')}
      actions={
        <Button icon="plus" onClick={() => setInviting(true)}>
          {t('members.invite')}
        </Button>
      }
    >
      <Query of={members}>{(rows) => <People rows={rows} />}</Query>
      <Invitations />
      <Suspense>
        <Skills />
      </Suspense>
      {inviting && <Invite onClose={() => setInviting(false)} />}
    </Page>
  );
}

function People({ rows }: { rows: Member[] }) {
  const { t } = useTranslation(['manage', 'common']);
  const [search, setSearch] = useState('');
  const [changing, setChanging] = useState<Member | null>(null);
  const [removing, setRemoving] = useState<Member | null>(null);
  const [qualifying, setQualifying] = useState<Member | null>(null);
  const clients = useClients();
  const clientNames = new Map(clients.data?.map(({ id, name }) => [id, name]));
  const { organisation } = useSession();
  const shown = rows.filter(({ active, name, email }) => active && matches(search, name, email));
  const governed = governs(organisation.role);
  const mayChange = (member: Member): boolean =>
    member.id !== organisation.member_id && governed.includes(member.role);
  return (
    <>
      <div className={css.bar}>
        <Search className={css.grow ?? ''} label={t('members.search')} value={search} onChange={setSearch} />
        <span className={`${css.small} ${css.push}`} role="status">
          {t('members.count', { count: shown.length })}
        </span>
      </div>
      <Panel flush>
        <Table
          caption={t('members.title')}
          rows={shown}
          rowKey={({ id }) => id}
          columns={[
            {
              title: t('members.person'),
              main: true,
              cell: (member) => <Who member={member} self={member.id === organisation.member_id} />,
            },
            {
              title: t('members.role'),
              cell: ({ role }) => t(`common:role.${role}`),
            },
            {
              title: t('members.clients'),
              cell: ({ role, client_ids }) => (
                <span className={css.small}>
                  {client_ids.length > 0
                    ? client_ids.map((id) => clientNames.get(id) ?? '…').join(', ')
                    : t(role === 'annotator' ? 'members.byProject' : 'members.allClients')}
                </span>
              ),
            },
            {
              title: t('members.joined'),
              end: true,
              extra: true,
              cell: ({ joined_at }) => <span className={css.small}>{date(joined_at)}</span>,
            },
            {
              title: t('actions'),
              actions: true,
              cell: (member) => (
                <>
                  {member.role !== 'client' && (
                    <RowButton
                      label={t('members.skillsOne', { name: member.name })}
                      onClick={() => setQualifying(member)}
                    >
                      {t('members.skills')}
                    </RowButton>
                  )}
                  {mayChange(member) && (
                    <>
                      <RowButton
                        label={t('members.changeOne', { name: member.name })}
                        onClick={() => setChanging(member)}
                      >
                        {t('members.change')}
                      </RowButton>
                      <RowButton
                        label={t('members.removeOne', { name: member.name })}
                        onClick={() => setRemoving(member)}
                      >
                        {t('members.remove')}
                      </RowButton>
                    </>
                  )}
                </>
              ),
            },
          ]}
        />
      </Panel>
      {changing && <ChangeMember member={changing} onClose={() => setChanging(null)} />}
      {removing && <Remove member={removing} onClose={() => setRemoving(null)} />}
      {qualifying && (
        <Suspense>
          <MemberSkills member={qualifying} onClose={() => setQualifying(null)} />
        </Suspense>
      )}
    </>
  );
}

function Who({ member, self }: { member: Member; self: boolean }) {
  const { t } = useTranslation('manage');
  return (
    <span className={own.who}>
      <span>
        {member.name}
        {self && <span className={own.you}>{t('members.you')}</span>}
      </span>
      {member.name !== member.email && <small>{member.email}</small>}
    </span>
  );
}

function Remove({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation('manage');
  const organisation = useSlug();
  const queries = useQueryClient();
  const { name } = member;
  const remove = useMutation({
    mutationFn: () =>
      ask(
        api.DELETE('/api/v1/{organisation}/members/{member_id}', {
          params: { path: { organisation, member_id: member.id } },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [organisation, 'members'] });
      toast(t('members.removed', { name }));
      onClose();
    },
  });
  return (
    <Confirm
      title={t('members.removeTitle', { name })}
      action={t('members.remove')}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      {t('members.removeHelp')}
    </Confirm>
  );
}
