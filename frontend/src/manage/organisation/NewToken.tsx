import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, asProblem } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, Notice } from '../../ui';
import { useCreate } from '../intention';
import { CopyButton, CopyField } from '../parts/Copy';
import { Modal } from '../parts/Modal';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { useClients, useSlug } from '../queries';
import own from './organisation.module.css';
import { expiryOf, LIVES, type Life, PRESETS, SCOPE_GROUPS, type Scope } from './scopes';

type Body = { name: string; scopes: Scope[]; client_id?: string; expires_at: string };

/** Makes a token; afterwards shows its secret, this once. */
export function NewToken({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('manage');
  const organisation = useSlug();
  const queries = useQueryClient();
  const create = useCreate(
    (body: Body, header) =>
      ask(api.POST('/api/v1/{organisation}/tokens', { params: { path: { organisation }, header }, body })),
    { onSuccess: () => queries.invalidateQueries({ queryKey: [organisation, 'tokens'] }) },
  );
  return (
    <Modal title={create.data ? create.data.name : t('tokens.new')} onClose={onClose}>
      {create.data ? (
        <Made token={create.data.token} onClose={onClose} />
      ) : (
        <TokenForm
          error={create.error}
          pending={create.isPending}
          onCreate={(body) => create.mutate(body)}
          onClose={onClose}
        />
      )}
    </Modal>
  );
}

function Made({ token, onClose }: { token: string | null; onClose: () => void }) {
  const { t } = useTranslation('manage');
  const organisation = useSlug();
  const example = `curl -H "Authorization: Bearer $CONCORD_TOKEN" ${location.origin}/api/v1/${organisation}/projects`;
  return (
    <div className={css.stack}>
      <Notice kind="warn">{t(token ? 'tokens.once' : 'tokens.gone')}</Notice>
      {token && <CopyField label={t('tokens.secret')} text={token} />}
      <div className={css.between}>
        <span className={css.small}>{t('tokens.try')}</span>
        <CopyButton text={example} name={t('tokens.try')} />
      </div>
      <pre className={own.code}>{example}</pre>
      <div className={css.foot}>
        <Button onClick={onClose}>{t('tokens.stored')}</Button>
      </div>
    </div>
  );
}

function TokenForm(props: {
  error: Error | null;
  pending: boolean;
  onCreate: (body: Body) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation(['manage', 'common']);
  const clients = useClients();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>([...PRESETS.read]);
  const [client, setClient] = useState('');
  const [life, setLife] = useState<Life>('90');
  // Fixed when chosen, so that a repeat after a lost answer sends the same body under the same key.
  const [expiry, setExpiry] = useState(() => expiryOf('90', Date.now()));
  const problem = props.error ? asProblem(props.error) : null;
  return (
    <form
      className={css.stack}
      onSubmit={(event) => {
        event.preventDefault();
        if (scopes.length === 0) return;
        props.onCreate({
          name: name.trim(),
          scopes,
          expires_at: expiry,
          ...(client ? { client_id: client } : {}),
        });
      }}
    >
      <TextInput
        label={t('tokens.name')}
        description={t('tokens.nameHelp')}
        required
        data-autofocus
        maxLength={120}
        autoComplete="off"
        value={name}
        error={problem?.at('/name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Scopes value={scopes} onChange={setScopes} error={problem?.at('/scopes')} />
      <div className={own.pair}>
        <NativeSelect
          label={t('tokens.expires')}
          value={life}
          error={problem?.at('/expires_at')}
          onChange={(event) => {
            const chosen = event.currentTarget.value as Life;
            setLife(chosen);
            setExpiry(expiryOf(chosen, Date.now()));
          }}
          data={LIVES.map((value) => ({ value, label: t(`tokens.life.${value}`) }))}
        />
        <NativeSelect
          label={t('tokens.client')}
          value={client}
          error={problem?.at('/client_id')}
          onChange={(event) => setClient(event.currentTarget.value)}
          data={[
            { value: '', label: t('members.allClients') },
            ...(clients.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </div>
      <Problem error={props.error} shown={['/name', '/scopes', '/expires_at', '/client_id']} />
      <div className={css.foot}>
        <Button kind="default" onClick={props.onClose}>
          {t('common:cancel')}
        </Button>
        <Button type="submit" busy={props.pending} disabled={scopes.length === 0}>
          {t('tokens.create')}
        </Button>
      </div>
    </form>
  );
}

function Scopes(props: { value: Scope[]; onChange: (scopes: Scope[]) => void; error: string | undefined }) {
  const { t } = useTranslation('manage');
  return (
    <fieldset className={own.scopeSet}>
      <legend>{t('tokens.scopes')}</legend>
      <div className={css.row}>
        <span className={css.small}>{t('tokens.presets')}</span>
        {(Object.keys(PRESETS) as (keyof typeof PRESETS)[]).map((preset) => (
          <Button
            key={preset}
            kind="default"
            size="small"
            onClick={() => props.onChange([...PRESETS[preset]])}
          >
            {t(`tokens.preset.${preset}`)}
          </Button>
        ))}
      </div>
      {props.error && <p className={own.over}>{props.error}</p>}
      <div className={own.scopeGroups}>
        {SCOPE_GROUPS.map(({ group, scopes }) => (
          <div key={group}>
            <h3>{t(`tokens.group.${group}`)}</h3>
            {scopes.map((scope) => (
              <Checkbox
                key={scope}
                mt={6}
                label={t(`scope.${scope}`)}
                checked={props.value.includes(scope)}
                onChange={(event) =>
                  props.onChange(
                    event.currentTarget.checked
                      ? [...props.value, scope]
                      : props.value.filter((each) => each !== scope),
                  )
                }
              />
            ))}
          </div>
        ))}
      </div>
    </fieldset>
  );
}
