import { Button, Checkbox, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../api';
import { api, ask, asProblem } from '../../api';
import { useSession } from '../../app/session';
import { Dialog, Notice } from '../../ui';
import { governs } from '../access';
import { useCreate } from '../intention';
import { Choices } from '../parts/Choices';
import { CopyField } from '../parts/Copy';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { useClients, useSlug } from '../queries';

type Body = { email: string; role: Role; client_ids?: string[] };

/** Invites one person; afterwards shows the link, this once. */
export function Invite({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('manage');
  const organisation = useSlug();
  const queries = useQueryClient();
  const invite = useCreate(
    (body: Body, header) =>
      ask(
        api.POST('/api/v1/{organisation}/invitations', { params: { path: { organisation }, header }, body }),
      ),
    { onSuccess: () => queries.invalidateQueries({ queryKey: [organisation, 'invitations'] }) },
  );
  return (
    <Dialog title={t('invite.title')} onClose={onClose}>
      {invite.data ? (
        <div className={css.stack}>
          <Notice kind="good">{t('invite.sent', { email: invite.data.email })}</Notice>
          {invite.data.url && <CopyField label={t('invite.link')} text={invite.data.url} />}
          <p className={css.small}>{t(invite.data.url ? 'invite.linkHelp' : 'invite.linkGone')}</p>
          <div className={css.foot}>
            <Button variant="default" onClick={() => invite.reset()}>
              {t('invite.another')}
            </Button>
            <Button onClick={onClose}>{t('done')}</Button>
          </div>
        </div>
      ) : (
        <InviteForm
          error={invite.error}
          pending={invite.isPending}
          onSend={(body) => invite.mutate(body)}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

function InviteForm(props: {
  error: Error | null;
  pending: boolean;
  onSend: (body: Body) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation(['manage', 'common']);
  const { role: mine } = useSession().organisation;
  const clients = useClients();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('annotator');
  const [bound, setBound] = useState<string[]>([]);
  const problem = props.error ? asProblem(props.error) : null;
  const bindable = role === 'client' || role === 'manager' || role === 'reviewer';
  const needsClient = role === 'client' && bound.length === 0;
  return (
    <form
      className={css.stack}
      onSubmit={(event) => {
        event.preventDefault();
        if (!needsClient)
          props.onSend({ email, role, ...(bindable && bound.length > 0 ? { client_ids: bound } : {}) });
      }}
    >
      <TextInput
        type="email"
        label={t('invite.email')}
        required
        autoFocus
        autoComplete="off"
        value={email}
        error={problem?.at('/email')}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <Choices
        legend={t('members.role')}
        name="role"
        value={role}
        onChange={setRole}
        options={governs(mine)
          .toReversed()
          .map((value) => ({ value, title: t(`common:role.${value}`), help: t(`roleHelp.${value}`) }))}
      />
      {bindable && (clients.data?.length ?? 0) > 0 && (
        <Checkbox.Group
          label={role === 'client' ? t('invite.clients') : t('invite.onlyClients')}
          description={role === 'client' ? t('invite.clientsHelp') : t('invite.onlyClientsHelp')}
          error={problem?.at('/client_ids')}
          value={bound}
          onChange={setBound}
        >
          <div className={css.tight}>
            {clients.data?.map(({ id, name }) => (
              <Checkbox key={id} value={id} label={name} mt={6} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      {role === 'client' && clients.data?.length === 0 && (
        <Notice kind="info">{t('invite.noClients')}</Notice>
      )}
      <Problem error={props.error} shown={['/email', '/client_ids']} />
      <div className={css.foot}>
        <Button variant="default" onClick={props.onClose}>
          {t('common:cancel')}
        </Button>
        <Button type="submit" loading={props.pending} disabled={needsClient}>
          {t('invite.send')}
        </Button>
      </div>
    </form>
  );
}
