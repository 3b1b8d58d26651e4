import { SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Client } from '../../api';
import { asProblem } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, toast } from '../../ui';
import { CopyButton } from '../parts/Copy';
import { Modal } from '../parts/Modal';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { Toggle } from '../parts/Toggle';
import { useAddBucket, useChangeBucket, useCheckBucket, useRoles } from './calls';
import type { Bucket, BucketDraft } from './types';

const EMPTY: BucketDraft = {
  name: '',
  endpoint: 'https://s3.amazonaws.com',
  region: 'us-east-1',
  bucket: '',
  prefix: '',
  access_key: '',
  secret_key: '',
  role_arn: '',
  writable: false,
};
/** Where a field's problem is told at the field. */
const FIELDS = [
  'name',
  'endpoint',
  'region',
  'bucket',
  'prefix',
  'access_key',
  'secret_key',
  'role_arn',
] as const;

type Opened = 'keys' | 'role';

/** A bucket's place, and its keys or a role. A key that is there already is never shown; left empty, it stays as it is. */
export function BucketForm(props: { client: Client; bucket?: Bucket; onClose: () => void }) {
  const { t } = useTranslation(['data', 'common']);
  const { client, bucket, onClose } = props;
  const [draft, setDraft] = useState<BucketDraft>(() => (bucket ? draftOf(bucket) : EMPTY));
  const [opened, setOpened] = useState<Opened>(bucket?.role_arn ? 'role' : 'keys');
  const hasKeys = bucket !== undefined && !bucket.role_arn;
  const add = useAddBucket(client.id);
  const change = useChangeBucket(client.id);
  const check = useCheckBucket(client.id);
  const error = add.error ?? change.error;
  const finish = ({ id }: Bucket): void => {
    toast(t('buckets.saved'));
    check.mutate(id);
    onClose();
  };
  const save = (): void =>
    bucket
      ? change.mutate({ bucket: bucket.id, changes: sent(draft, opened) }, { onSuccess: finish })
      : add.mutate({ ...EMPTY, ...sent(draft, opened) }, { onSuccess: finish });
  const text = (name: (typeof FIELDS)[number], more: { required?: boolean; placeholder?: string } = {}) => ({
    label: t(`buckets.field.${name}`),
    value: draft[name],
    error: error ? asProblem(error).at(`/${name}`) : undefined,
    onChange: (event: { currentTarget: { value: string } }) =>
      setDraft({ ...draft, [name]: event.currentTarget.value }),
    spellCheck: false,
    autoComplete: 'off',
    ...more,
  });
  return (
    <Modal title={bucket ? t('buckets.editOne', { name: bucket.name }) : t('buckets.new')} onClose={onClose}>
      <form
        className={css.stack}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextInput {...text('name', { required: true })} description={t('buckets.nameHelp')} data-autofocus />
        <TextInput {...text('endpoint', { required: true })} description={t('buckets.endpointHelp')} />
        <TextInput {...text('region')} />
        <TextInput {...text('bucket', { required: true })} />
        <TextInput {...text('prefix', { placeholder: 'labels/' })} description={t('buckets.prefixHelp')} />
        <SegmentedControl
          aria-label={t('buckets.opened')}
          value={opened}
          onChange={(value) => setOpened(value as Opened)}
          data={[
            { value: 'keys', label: t('buckets.byKeys') },
            { value: 'role', label: t('buckets.byRole') },
          ]}
        />
        {opened === 'role' ? (
          <>
            <TextInput
              {...text('role_arn', { required: true, placeholder: 'arn:aws:iam::123456789012:role/concord' })}
              description={t('buckets.roleHelp')}
            />
            <ExternalId client={client} />
          </>
        ) : (
          <>
            <TextInput
              {...text('access_key', {
                required: !hasKeys,
                ...(hasKeys ? { placeholder: bucket.access_key_ends } : {}),
              })}
            />
            <TextInput
              type="password"
              {...text('secret_key', { required: !hasKeys })}
              description={t(hasKeys ? 'buckets.secretKept' : 'buckets.secretHelp')}
              autoComplete="new-password"
            />
          </>
        )}
        <Toggle
          label={t('buckets.writable')}
          description={t('buckets.writableHelp')}
          checked={draft.writable}
          onChange={(event) => setDraft({ ...draft, writable: event.currentTarget.checked })}
        />
        <Problem error={error} shown={FIELDS.map((name) => `/${name}`)} />
        <div className={css.foot}>
          <Button kind="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" busy={add.isPending || change.isPending}>
            {t('buckets.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** What the client's account must ask for before it trusts this installation's. */
function ExternalId({ client }: { client: Client }) {
  const { t } = useTranslation('data');
  const roles = useRoles(client.id).data;
  if (!roles) return null;
  return roles.possible ? (
    <div>
      <span className={css.row}>
        {t('buckets.externalId')}: <code>{roles.external_id}</code>
        <CopyButton text={roles.external_id} name={t('buckets.externalId')} />
      </span>
      <p className={css.small}>{t('buckets.externalIdHelp')}</p>
    </div>
  ) : (
    <p className={css.small}>{t('buckets.noRoles')}</p>
  );
}

const draftOf = ({ name, endpoint, region, bucket, prefix, role_arn, writable }: Bucket): BucketDraft => ({
  name,
  endpoint,
  region,
  bucket,
  prefix,
  writable,
  role_arn,
  access_key: '',
  secret_key: '',
});

/** Keys or a role, as was chosen. Keys that were not typed anew are not sent, so that they stay. */
function sent(draft: BucketDraft, opened: Opened): Partial<BucketDraft> {
  const { access_key, secret_key, role_arn, ...rest } = draft;
  if (opened === 'role') return { ...rest, role_arn };
  return { ...rest, ...(access_key ? { access_key } : {}), ...(secret_key ? { secret_key } : {}) };
}
