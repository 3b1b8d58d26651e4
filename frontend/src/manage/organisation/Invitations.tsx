import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Invitation } from '../../api';
import { api, ask } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, ErrorState, Panel, toast, toastError } from '../../ui';
import css from '../parts/parts.module.css';
import { RowButton } from '../parts/RowButton';
import { State } from '../parts/State';
import { Table } from '../parts/Table';
import { When } from '../parts/When';
import { useInvitations, useSlug } from '../queries';

/** Invitations, the open ones first; accepted ones are members by now. */
export function Invitations() {
  const { t } = useTranslation('manage');
  const { data, error, refetch } = useInvitations();
  const [all, setAll] = useState(false);
  const pending = data?.filter(({ state }) => state === 'pending') ?? [];
  const past = data?.filter(({ state }) => state !== 'pending') ?? [];
  if (!data && !error) return null;
  return (
    <Panel
      title={t('invitations.title')}
      flush
      actions={
        past.length > 0 && (
          <Button kind="default" size="small" onClick={() => setAll(!all)}>
            {all ? t('invitations.hidePast') : t('invitations.showPast', { count: past.length })}
          </Button>
        )
      }
    >
      {!data && <ErrorState error={error} retry={() => void refetch()} />}
      {data && pending.length === 0 && !all && <p className={css.line}>{t('invitations.none')}</p>}
      {(pending.length > 0 || all) && <List rows={all ? [...pending, ...past] : pending} />}
    </Panel>
  );
}

function List({ rows }: { rows: Invitation[] }) {
  const { t } = useTranslation(['manage', 'common']);
  return (
    <Table
      caption={t('invitations.title')}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        { title: t('invite.email'), main: true, cell: ({ email }) => email },
        { title: t('members.role'), cell: ({ role }) => t(`common:role.${role}`) },
        {
          title: t('invitations.state'),
          cell: ({ state }) => <State state={state} title={t(`invitationState.${state}`)} />,
        },
        {
          title: t('invitations.expires'),
          end: true,
          cell: ({ expires_at }) => (
            <span className={css.small}>
              <When at={expires_at} />
            </span>
          ),
        },
        {
          title: t('actions'),
          actions: true,
          cell: (invitation) => invitation.state === 'pending' && <Revoke invitation={invitation} />,
        },
      ]}
    />
  );
}

function Revoke({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation('manage');
  const organisation = useSlug();
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () =>
      ask(
        api.DELETE('/api/v1/{organisation}/invitations/{invitation_id}', {
          params: { path: { organisation, invitation_id: invitation.id } },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [organisation, 'invitations'] });
      toast(t('invitations.revoked', { email: invitation.email }));
    },
    onError: toastError,
  });
  return (
    <RowButton
      label={t('invitations.revokeOne', { email: invitation.email })}
      busy={revoke.isPending}
      onClick={() => revoke.mutate()}
    >
      {t('invitations.revoke')}
    </RowButton>
  );
}
