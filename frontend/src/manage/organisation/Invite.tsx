import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, asProblem } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, Notice } from '../../ui';
import { useCreate } from '../intention';
import { CopyField } from '../parts/Copy';
import { Modal } from '../parts/Modal';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { useSlug } from '../queries';
import { lacksClient, type Place, PlaceFields } from './PlaceFields';

type Body = { email: string } & Place;

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
    <Modal title={t('invite.title')} onClose={onClose}>
      {invite.data ? (
        <div className={css.stack}>
          <Notice kind="good">{t('invite.sent', { email: invite.data.email })}</Notice>
          {invite.data.url && <CopyField label={t('invite.link')} text={invite.data.url} />}
          <p className={css.small}>{t(invite.data.url ? 'invite.linkHelp' : 'invite.linkGone')}</p>
          <div className={css.foot}>
            <Button kind="default" onClick={() => invite.reset()}>
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
    </Modal>
  );
}

function InviteForm(props: {
  error: Error | null;
  pending: boolean;
  onSend: (body: Body) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation(['manage', 'common']);
  const [email, setEmail] = useState('');
  const [place, setPlace] = useState<Place>({ role: 'annotator', client_ids: [] });
  const problem = props.error ? asProblem(props.error) : null;
  return (
    <form
      className={css.stack}
      onSubmit={(event) => {
        event.preventDefault();
        if (!lacksClient(place)) props.onSend({ email, ...place });
      }}
    >
      <TextInput
        type="email"
        label={t('invite.email')}
        required
        data-autofocus
        autoComplete="off"
        value={email}
        error={problem?.at('/email')}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PlaceFields place={place} error={problem?.at('/client_ids')} onChange={setPlace} />
      <Problem error={props.error} shown={['/email', '/client_ids']} />
      <div className={css.foot}>
        <Button kind="default" onClick={props.onClose}>
          {t('common:cancel')}
        </Button>
        <Button type="submit" busy={props.pending} disabled={lacksClient(place)}>
          {t('invite.send')}
        </Button>
      </div>
    </form>
  );
}
