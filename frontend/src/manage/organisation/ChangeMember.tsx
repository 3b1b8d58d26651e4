import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Member } from '../../api';
import { api, ask, asProblem, ifMatch } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, toast } from '../../ui';
import { Modal } from '../parts/Modal';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { useSlug } from '../queries';
import { lacksClient, type Place, PlaceFields } from './PlaceFields';

/** Another role, or other clients, for somebody who is here already. */
export function ChangeMember({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation(['manage', 'common']);
  const organisation = useSlug();
  const queries = useQueryClient();
  const { name } = member;
  const [place, setPlace] = useState<Place>({ role: member.role, client_ids: member.client_ids });
  const change = useMutation({
    mutationFn: () =>
      ask(
        api.PATCH('/api/v1/{organisation}/members/{member_id}', {
          params: { path: { organisation, member_id: member.id }, header: ifMatch(member.etag) },
          body: place,
        }),
      ),
    onSuccess: () => {
      toast(t('members.changed', { name }));
      onClose();
    },
    // Also after a 412: the list then shows what somebody else made of it.
    onSettled: () => queries.invalidateQueries({ queryKey: [organisation, 'members'] }),
  });
  const problem = change.error ? asProblem(change.error) : null;
  return (
    <Modal title={t('members.changeOne', { name })} onClose={onClose}>
      <form
        className={css.stack}
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <PlaceFields place={place} error={problem?.at('/client_ids')} onChange={setPlace} />
        <Problem error={problem} shown={['/client_ids']} />
        <div className={css.foot}>
          <Button kind="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" busy={change.isPending} disabled={lacksClient(place)}>
            {t('common:save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
