import { Checkbox } from '@mantine/core';
import type { Role } from '../../api';
import { useSession } from '../../app/session';
import { useTranslation } from '../../i18n';
import { Notice } from '../../ui';
import { governs } from '../access';
import { Choices } from '../parts/Choices';
import css from '../parts/parts.module.css';
import { useClients } from '../queries';

/** Somebody's place in the organisation: a role, and the clients it is bound to. */
export type Place = { role: Role; client_ids: string[] };

/** A client member belongs to a client at least. */
export const lacksClient = ({ role, client_ids }: Place): boolean =>
  role === 'client' && client_ids.length === 0;

/** Managers and reviewers may be bound to some clients, client members must be; the others never are. */
const bindable = (role: Role): boolean => role === 'client' || role === 'manager' || role === 'reviewer';

export function PlaceFields(props: {
  place: Place;
  error: string | undefined;
  onChange: (place: Place) => void;
}) {
  const { t } = useTranslation(['manage', 'common']);
  const { place, onChange } = props;
  const clients = useClients();
  const isClient = place.role === 'client';
  return (
    <>
      <Choices
        legend={t('members.role')}
        name="role"
        value={place.role}
        onChange={(role) => onChange({ role, client_ids: bindable(role) ? place.client_ids : [] })}
        options={governs(useSession().organisation.role)
          .toReversed()
          .map((value) => ({ value, title: t(`common:role.${value}`), help: t(`roleHelp.${value}`) }))}
      />
      {bindable(place.role) && (clients.data?.length ?? 0) > 0 && (
        <Checkbox.Group
          label={t(isClient ? 'invite.clients' : 'invite.onlyClients')}
          description={t(isClient ? 'invite.clientsHelp' : 'invite.onlyClientsHelp')}
          error={props.error}
          value={place.client_ids}
          onChange={(client_ids) => onChange({ ...place, client_ids })}
        >
          <div className={css.tight}>
            {clients.data?.map(({ id, name }) => (
              <Checkbox key={id} value={id} label={name} mt={6} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      {isClient && clients.data?.length === 0 && <Notice kind="info">{t('invite.noClients')}</Notice>}
    </>
  );
}
