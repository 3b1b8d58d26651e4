import '../dataWords';
import { useState } from 'react';
import type { Client } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, EmptyState, Icon, Panel, toast } from '../../ui';
import { Confirm } from '../parts/Confirm';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { RowButton } from '../parts/RowButton';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { BucketForm } from './BucketForm';
import own from './buckets.module.css';
import { useBuckets, useCheckBucket, useRemoveBucket } from './calls';
import type { Bucket } from './types';

type Open = { how: 'edit' | 'remove'; bucket: Bucket } | { how: 'add' } | null;

/** The client's own places in object stores: items are read from there, and files delivered to them. */
export function Buckets({ client }: { client: Client }) {
  const { t } = useTranslation('data');
  const buckets = useBuckets(client.id);
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => setOpen(null);
  const add = (
    <Button icon="plus" onClick={() => setOpen({ how: 'add' })}>
      {t('buckets.new')}
    </Button>
  );
  return (
    <>
      <Panel
        title={t('buckets.title')}
        help={t('buckets.help')}
        actions={(buckets.data?.length ?? 0) > 0 && add}
        flush
      >
        <Query of={buckets}>
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState icon="cloud" title={t('buckets.none')} action={add}>
                {t('buckets.noneHelp')}
              </EmptyState>
            ) : (
              <ul className={own.list}>
                {rows.map((bucket) => (
                  <Row key={bucket.id} client={client} bucket={bucket} onOpen={setOpen} />
                ))}
              </ul>
            )
          }
        </Query>
      </Panel>
      {open?.how === 'add' && <BucketForm client={client} onClose={close} />}
      {open?.how === 'edit' && <BucketForm client={client} bucket={open.bucket} onClose={close} />}
      {open?.how === 'remove' && <Remove client={client} bucket={open.bucket} onClose={close} />}
    </>
  );
}

function Row(props: { client: Client; bucket: Bucket; onOpen: (open: Open) => void }) {
  const { t } = useTranslation('data');
  const { client, bucket, onOpen } = props;
  const check = useCheckBucket(client.id);
  const { name, endpoint, prefix, access_key_ends, writable, checked_at, problem } = bucket;
  const state = problem ? 'failed' : checked_at ? 'ready' : 'unknown';
  return (
    <li>
      <div className={css.between}>
        <strong className={own.name}>
          <Icon name="cloud" size={17} /> {name}
        </strong>
        <span className={css.row}>
          <State state={state} title={t(`buckets.state.${state}`)} />
          {checked_at && (
            <span className={css.small}>
              <When at={checked_at} />
            </span>
          )}
        </span>
      </div>
      <code className={own.place}>
        {[endpoint.replace(/\/$/, ''), bucket.bucket, prefix].filter(Boolean).join('/')}
      </code>
      <span className={css.small}>
        {t(writable ? 'buckets.readWrite' : 'buckets.readOnly')} ·{' '}
        {bucket.role_arn ? (
          <>
            {t('buckets.lent')} <code>{bucket.role_arn}</code>
          </>
        ) : (
          t('buckets.key', { ends: access_key_ends })
        )}
      </span>
      {problem && <p className={own.problem}>{problem}</p>}
      <div className={css.row}>
        <RowButton
          label={t('buckets.checkOne', { name })}
          busy={check.isPending}
          onClick={() => check.mutate(bucket.id)}
        >
          {t('buckets.check')}
        </RowButton>
        <RowButton label={t('buckets.editOne', { name })} onClick={() => onOpen({ how: 'edit', bucket })}>
          {t('buckets.edit')}
        </RowButton>
        <RowButton label={t('buckets.removeOne', { name })} onClick={() => onOpen({ how: 'remove', bucket })}>
          {t('buckets.remove')}
        </RowButton>
      </div>
    </li>
  );
}

function Remove(props: { client: Client; bucket: Bucket; onClose: () => void }) {
  const { t } = useTranslation('data');
  const { client, bucket, onClose } = props;
  const remove = useRemoveBucket(client.id);
  return (
    <Confirm
      title={t('buckets.removeOne', { name: bucket.name })}
      action={t('buckets.remove')}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() =>
        remove.mutate(bucket.id, {
          onSuccess: () => {
            toast(t('buckets.removed', { name: bucket.name }));
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      {t('buckets.removeHelp')}
    </Confirm>
  );
}
