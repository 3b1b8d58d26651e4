import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { bytes } from '../../i18n/format';
import { Button, EmptyState, Icon } from '../../ui';
import { useBuckets, useListing } from '../buckets/calls';
import type { Bucket } from '../buckets/types';
import { More } from '../parts/More';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { useSlug } from '../queries';
import { useReadFirst } from './calls';
import own from './imports.module.css';
import { lastPart, stepsOf } from './prefixes';
import type { Import } from './types';

type Props = { project: Project; onBegun: (begun: Import) => void };

/** What lies in a bucket of the project's client: a file, or everything below a folder. */
export function FromBucket({ project, onBegun }: Props) {
  const { t } = useTranslation('data');
  const slug = useSlug();
  const buckets = useBuckets(project.client.id);
  const [chosen, setChosen] = useState('');
  return (
    <Query of={buckets}>
      {(rows) => {
        const bucket = rows.find(({ id }) => id === chosen) ?? rows[0];
        if (!bucket)
          return (
            <EmptyState icon="cloud" title={t('imports.noBuckets', { client: project.client.name })}>
              <Link to={`/${slug}/clients/${project.client.id}/buckets`}>{t('imports.addBucket')}</Link>
            </EmptyState>
          );
        return (
          <div className={css.stack}>
            {rows.length > 1 && (
              <NativeSelect
                label={t('imports.bucket')}
                value={bucket.id}
                onChange={(event) => setChosen(event.currentTarget.value)}
                data={rows.map(({ id, name }) => ({ value: id, label: name }))}
              />
            )}
            <Browse key={bucket.id} bucket={bucket} project={project} onBegun={onBegun} />
          </div>
        );
      }}
    </Query>
  );
}

function Browse({ bucket, project, onBegun }: Props & { bucket: Bucket }) {
  const { t } = useTranslation('data');
  const [prefix, setPrefix] = useState(bucket.prefix);
  const listing = useListing(bucket.id, prefix);
  const read = useReadFirst(project.id, onBegun);
  const take = (at: string): void => read.mutate({ bucket_id: bucket.id, prefix: at });
  const pages = listing.data?.pages ?? [];
  const folders = pages.flatMap(({ prefixes }) => prefixes);
  const files = pages.flatMap(({ results }) => results);
  return (
    <div className={own.bucket}>
      <nav className={own.steps} aria-label={t('imports.folders')}>
        {stepsOf(prefix, bucket.prefix).map(({ at, name }) => (
          <button key={at} type="button" onClick={() => setPrefix(at)} disabled={at === prefix}>
            {name || bucket.name}
          </button>
        ))}
      </nav>
      <Query of={listing}>
        {() => (
          <ul className={own.objects}>
            {folders.map((at) => (
              <li key={at}>
                <button type="button" onClick={() => setPrefix(at)}>
                  <Icon name="folder" size={16} />
                  <span>{lastPart(at)}/</span>
                </button>
              </li>
            ))}
            {files.map(({ key, size }) => (
              <li key={key}>
                <span>
                  <Icon name="file" size={16} />
                  <span>{lastPart(key)}</span>
                </span>
                <span className={css.small}>{bytes(size)}</span>
                <Button
                  kind="default"
                  size="small"
                  aria-label={t('imports.readOne', { name: lastPart(key) })}
                  disabled={read.isPending}
                  onClick={() => take(key)}
                >
                  {t('imports.read')}
                </Button>
              </li>
            ))}
            {folders.length + files.length === 0 && <li className={css.small}>{t('imports.emptyFolder')}</li>}
          </ul>
        )}
      </Query>
      <More list={listing} />
      <div className={own.bucketFoot}>
        <Problem error={read.error} />
        <Button busy={read.isPending} onClick={() => take(prefix)}>
          {t('imports.readAll')}
        </Button>
        <span className={css.small}>{t('imports.readAllHelp')}</span>
      </div>
    </div>
  );
}
