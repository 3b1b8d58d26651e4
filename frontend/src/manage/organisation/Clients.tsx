import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Client } from '../../api';
import { api, ask, asProblem, ifMatch } from '../../api';
import { useTranslation } from '../../i18n';
import { date } from '../../i18n/format';
import { Button, EmptyState, Icon, Page, Panel, toast } from '../../ui';
import { useCreate } from '../intention';
import { Modal } from '../parts/Modal';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { RowButton } from '../parts/RowButton';
import { Table } from '../parts/Table';
import { Toggle } from '../parts/Toggle';
import { useClients, useSlug } from '../queries';
import own from './organisation.module.css';

/** The organisation's customers; every project belongs to one of them. */
export function Clients() {
  const { t } = useTranslation('manage');
  const [creating, setCreating] = useState(false);
  const [renaming, setRenaming] = useState<Client | null>(null);
  const clients = useClients();
  const create = (
    <Button icon="plus" onClick={() => setCreating(true)}>
      {t('clients.new')}
    </Button>
  );
  return (
    <Page title={t('clients.title')} subtitle={t('clients.subtitle')} actions={create}>
      <Query of={clients}>
        {(rows) => (
          <Panel flush>
            {rows.length > 0 ? (
              <List rows={rows} onRename={setRenaming} />
            ) : (
              <EmptyState icon="users" title={t('clients.empty')} action={create}>
                {t('clients.emptyHelp')}
              </EmptyState>
            )}
          </Panel>
        )}
      </Query>
      {creating && <NewClient onClose={() => setCreating(false)} />}
      {renaming && <Rename client={renaming} onClose={() => setRenaming(null)} />}
    </Page>
  );
}

function List({ rows, onRename }: { rows: Client[]; onRename: (client: Client) => void }) {
  const { t } = useTranslation('manage');
  const slug = useSlug();
  return (
    <Table
      caption={t('clients.title')}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t('clients.name'),
          main: true,
          cell: (client) => (
            <>
              <Link to={`/${slug}/clients/${client.id}`}>{client.name}</Link>
              {client.clearance_required && (
                <span className={own.cleared}>
                  <Icon name="shield" size={14} />
                  {t('clients.onlyCleared')}
                </span>
              )}
            </>
          ),
        },
        {
          title: t('projects.title'),
          cell: ({ id, projects }) =>
            projects > 0 ? (
              <Link to={`/${slug}/projects?client=${id}`}>{t('clients.projects', { count: projects })}</Link>
            ) : (
              <span className={css.small}>{t('clients.noProjects')}</span>
            ),
        },
        {
          title: t('projects.created'),
          end: true,
          cell: ({ created_at }) => <span className={css.small}>{date(created_at)}</span>,
        },
        {
          title: t('actions'),
          actions: true,
          cell: (client) => (
            <RowButton label={t('clients.editOne', { name: client.name })} onClick={() => onRename(client)}>
              {t('clients.edit')}
            </RowButton>
          ),
        },
      ]}
    />
  );
}

/** A client's name in a dialogue; also used where a project is made for somebody new. */
export function NewClient({ onClose, onMade }: { onClose: () => void; onMade?: (client: Client) => void }) {
  const { t } = useTranslation('manage');
  const organisation = useSlug();
  const queries = useQueryClient();
  const create = useCreate(
    (body: { name: string }, header) =>
      ask(api.POST('/api/v1/{organisation}/clients', { params: { path: { organisation }, header }, body })),
    {
      onSuccess: async (client) => {
        await queries.invalidateQueries({ queryKey: [organisation, 'clients'] });
        onMade?.(client);
        onClose();
      },
    },
  );
  return (
    <NameDialog
      title={t('clients.new')}
      name=""
      error={create.error}
      pending={create.isPending}
      onSave={(name) => create.mutate({ name })}
      onClose={onClose}
    />
  );
}

function Rename({ client, onClose }: { client: Client; onClose: () => void }) {
  const { t } = useTranslation('manage');
  const organisation = useSlug();
  const queries = useQueryClient();
  const rename = useMutation({
    mutationFn: (body: { name: string; clearance_required?: boolean }) =>
      ask(
        api.PATCH('/api/v1/{organisation}/clients/{client_id}', {
          params: { path: { organisation, client_id: client.id }, header: ifMatch(client.etag) },
          body,
        }),
      ),
    onSuccess: async () => {
      // Projects show their client's name.
      await queries.invalidateQueries({ queryKey: [organisation] });
      toast(t('clients.saved'));
      onClose();
    },
  });
  return (
    <NameDialog
      title={t('clients.editOne', { name: client.name })}
      name={client.name}
      guarded={client.clearance_required}
      error={rename.error}
      pending={rename.isPending}
      onSave={(name, guarded) =>
        rename.mutate({
          name,
          ...(guarded === client.clearance_required ? {} : { clearance_required: guarded }),
        })
      }
      onClose={onClose}
    />
  );
}

function NameDialog(props: {
  title: string;
  name: string;
  /** Whether only those who are cleared may work for them; asked only of a client that is there. */
  guarded?: boolean;
  error: unknown;
  pending: boolean;
  onSave: (name: string, guarded: boolean) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation(['manage', 'common']);
  const [name, setName] = useState(props.name);
  const [guarded, setGuarded] = useState(props.guarded ?? false);
  return (
    <Modal title={props.title} onClose={props.onClose}>
      <form
        className={css.stack}
        onSubmit={(event) => {
          event.preventDefault();
          props.onSave(name.trim(), guarded);
        }}
      >
        <TextInput
          label={t('clients.name')}
          description={t('clients.nameHelp')}
          required
          data-autofocus
          maxLength={120}
          value={name}
          error={props.error ? asProblem(props.error).at('/name') : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {props.guarded !== undefined && (
          <Toggle
            label={t('clients.clearance')}
            description={t('clients.clearanceHelp')}
            checked={guarded}
            onChange={(event) => setGuarded(event.currentTarget.checked)}
          />
        )}
        <Problem error={props.error} shown={['/name']} />
        <div className={css.foot}>
          <Button kind="default" onClick={props.onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" busy={props.pending} disabled={!name.trim()}>
            {t('common:save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
