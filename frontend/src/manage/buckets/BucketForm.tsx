import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Client } from '../../api';
import { asProblem } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, toast } from '../../ui';
import { Modal } from '../parts/Modal';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { Toggle } from '../parts/Toggle';
import { useAddBucket, useChangeBucket, useCheckBucket } from './calls';
import type { Bucket, BucketDraft } from './types';

const EMPTY: BucketDraft = {
  name: '',
  endpoint: 'https://s3.amazonaws.com',
  region: 'us-east-1',
  bucket: '',
  prefix: '',
  access_key: '',
  secret_key: '',
  writable: false,
};
/** Where a field's problem is told at the field. */
const FIELDS = ['name', 'endpoint', 'region', 'bucket', 'prefix', 'access_key', 'secret_key'] as const;

/** A bucket's place and keys. A key that is there already is never shown; left empty, it stays as it is. */
export function BucketForm(props: { client: Client; bucket?: Bucket; onClose: () => void }) {
  const { t } = useTranslation(['data', 'common']);
  const { client, bucket, onClose } = props;
  const [draft, setDraft] = useState<BucketDraft>(() => (bucket ? draftOf(bucket) : EMPTY));
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
      ? change.mutate({ bucket: bucket.id, changes: withoutEmptyKeys(draft) }, { onSuccess: finish })
      : add.mutate(draft, { onSuccess: finish });
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
        <TextInput
          {...text('access_key', {
            required: !bucket,
            ...(bucket ? { placeholder: `…${bucket.access_key_ends}` } : {}),
          })}
        />
        <TextInput
          type="password"
          {...text('secret_key', { required: !bucket })}
          description={t(bucket ? 'buckets.secretKept' : 'buckets.secretHelp')}
          autoComplete="new-password"
        />
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

const draftOf = ({ name, endpoint, region, bucket, prefix, writable }: Bucket): BucketDraft => ({
  name,
  endpoint,
  region,
  bucket,
  prefix,
  writable,
  access_key: '',
  secret_key: '',
});

/** What was not typed anew is not sent, so that it stays. */
function withoutEmptyKeys({ access_key, secret_key, ...rest }: BucketDraft): Partial<BucketDraft> {
  return { ...rest, ...(access_key ? { access_key } : {}), ...(secret_key ? { secret_key } : {}) };
}
