import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Token } from '../../api';
import { api, ask } from '../../api';
import { useTranslation } from '../../i18n';
import { date } from '../../i18n/format';
import { Button, EmptyState, Page, Panel, toast } from '../../ui';
import { Confirm } from '../parts/Confirm';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { RowButton } from '../parts/RowButton';
import { Table } from '../parts/Table';
import { When } from '../parts/When';
import { useClients, useSlug, useTokens } from '../queries';
import { NewToken } from './NewToken';
import own from './organisation.module.css';

/** Tokens let scripts act for the organisation, within scopes. */
export function Tokens() {
  const { t } = useTranslation('manage');
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<Token | null>(null);
  const tokens = useTokens();
  const create = (
    <Button icon="plus" onClick={() => setCreating(true)}>
      {t('tokens.new')}
    </Button>
  );
  return (
    <Page
      title={t('tokens.title')}
      subtitle={
        <>
          {t('tokens.subtitle')} <a href="/api/v1/docs">{t('tokens.docs')}</a>
        </>
      }
      actions={create}
    >
      <Query of={tokens}>
        {(rows) => (
          <Panel flush>
            {rows.length > 0 ? (
              <List rows={rows} onRevoke={setRevoking} />
            ) : (
              <EmptyState icon="key" title={t('tokens.empty')} action={create}>
                {t('tokens.emptyHelp')}
              </EmptyState>
            )}
          </Panel>
        )}
      </Query>
      {creating && <NewToken onClose={() => setCreating(false)} />}
      {revoking && <Revoke token={revoking} onClose={() => setRevoking(null)} />}
    </Page>
  );
}

function List({ rows, onRevoke }: { rows: Token[]; onRevoke: (token: Token) => void }) {
  const { t } = useTranslation('manage');
  const clients = useClients();
  const clientNames = new Map(clients.data?.map(({ id, name }) => [id, name]));
  return (
    <Table
      caption={t('tokens.title')}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t('tokens.name'),
          main: true,
          cell: ({ name, client_id }) => (
            <span className={own.who}>
              <span>{name}</span>
              {client_id && (
                <small>{t('tokens.onlyClient', { name: clientNames.get(client_id) ?? '…' })}</small>
              )}
            </span>
          ),
        },
        {
          title: t('tokens.scopes'),
          cell: ({ scopes }) => (
            <span className={own.scopes}>
              {scopes.map((scope) => (
                <code key={scope}>{scope}</code>
              ))}
            </span>
          ),
        },
        {
          title: t('tokens.lastUsed'),
          cell: ({ last_used_at }) => (
            <span className={css.small}>{last_used_at ? <When at={last_used_at} /> : t('tokens.never')}</span>
          ),
        },
        { title: t('tokens.expires'), cell: (token) => <Expiry token={token} /> },
        {
          title: t('actions'),
          actions: true,
          cell: (token) => (
            <RowButton label={t('tokens.revokeOne', { name: token.name })} onClick={() => onRevoke(token)}>
              {t('tokens.revoke')}
            </RowButton>
          ),
        },
      ]}
    />
  );
}

function Expiry({ token }: { token: Token }) {
  const { t } = useTranslation('manage');
  if (!token.expires_at) return <span className={css.small}>{t('tokens.noExpiry')}</span>;
  const over = Date.parse(token.expires_at) < Date.now();
  return (
    <span className={over ? own.over : css.small}>
      {over ? t('tokens.expired', { date: date(token.expires_at) }) : date(token.expires_at)}
    </span>
  );
}

function Revoke({ token, onClose }: { token: Token; onClose: () => void }) {
  const { t } = useTranslation('manage');
  const organisation = useSlug();
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () =>
      ask(
        api.DELETE('/api/v1/{organisation}/tokens/{token_id}', {
          params: { path: { organisation, token_id: token.id } },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [organisation, 'tokens'] });
      toast(t('tokens.revoked', { name: token.name }));
      onClose();
    },
  });
  return (
    <Confirm
      title={t('tokens.revokeOne', { name: token.name })}
      action={t('tokens.revoke')}
      pending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    >
      {t('tokens.revokeHelp')}
    </Confirm>
  );
}
