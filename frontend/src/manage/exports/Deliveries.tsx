import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { bytes } from '../../i18n/format';
import { Button } from '../../ui';
import { useBuckets } from '../buckets/calls';
import { JobBar } from '../parts/JobBar';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { isUnfinished, useSlug } from '../queries';
import { useDeliver, useDeliveries } from './calls';
import own from './exports.module.css';
import type { Delivery, Export } from './types';

/** Sends a file to a bucket of the client's, and tells where it went before. */
export function Deliveries({ job, client }: { job: Export; client: Project['client'] }) {
  const { t } = useTranslation('data');
  const slug = useSlug();
  const buckets = useBuckets(client.id);
  const deliveries = useDeliveries(job.id, true).data ?? [];
  return (
    <div className={own.deliver}>
      <Query of={buckets}>
        {(rows) => {
          const writable = rows.filter((each) => each.writable);
          return writable.length === 0 ? (
            <p className={css.small}>
              {t('exports.noBucket', { client: client.name })}{' '}
              <Link to={`/${slug}/clients/${client.id}/buckets`}>{t('imports.addBucket')}</Link>
            </p>
          ) : (
            <Deliver job={job} buckets={writable} />
          );
        }}
      </Query>
      {deliveries.length > 0 && (
        <ul className={own.deliveries} aria-label={t('exports.deliveries')}>
          {deliveries.map((each) => (
            <Delivered key={each.id} delivery={each} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Deliver({ job, buckets }: { job: Export; buckets: readonly { id: string; name: string }[] }) {
  const { t } = useTranslation('data');
  const [bucket, setBucket] = useState(buckets[0]?.id ?? '');
  const [path, setPath] = useState('');
  const deliver = useDeliver(job.id);
  return (
    <form
      className={own.deliverForm}
      onSubmit={(event) => {
        event.preventDefault();
        deliver.mutate({ bucket_id: bucket, ...(path.trim() ? { path: path.trim() } : {}) });
      }}
    >
      <NativeSelect
        label={t('imports.bucket')}
        value={bucket}
        onChange={(event) => setBucket(event.currentTarget.value)}
        data={buckets.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <TextInput
        label={t('exports.path')}
        placeholder={job.filename}
        value={path}
        onChange={(event) => setPath(event.currentTarget.value)}
      />
      <Button type="submit" busy={deliver.isPending}>
        {t('exports.send')}
      </Button>
      <Problem error={deliver.error} />
    </form>
  );
}

function Delivered({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('data');
  return (
    <li>
      <div className={css.between}>
        <code>{delivery.key}</code>
        <span className={css.row}>
          <State state={delivery.state} title={t(`imports.state.${delivery.state}`)} />
          <span className={css.small}>
            <When at={delivery.finished_at ?? delivery.created_at} />
          </span>
        </span>
      </div>
      {isUnfinished(delivery) && (
        <JobBar
          job={delivery}
          label={delivery.key}
          done={
            delivery.total > 0
              ? t('exports.sent', { done: bytes(delivery.done), total: bytes(delivery.total) })
              : ''
          }
        />
      )}
      {delivery.error && <p className={own.error}>{delivery.error}</p>}
    </li>
  );
}
