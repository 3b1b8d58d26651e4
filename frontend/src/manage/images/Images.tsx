import { useEffect } from 'react';
import type { Asset, Project } from '../../api';
import { useSession } from '../../app/session';
import { useTranslation } from '../../i18n';
import { bytes } from '../../i18n/format';
import { EmptyState, Icon, Panel } from '../../ui';
import { CopyButton } from '../parts/Copy';
import { DropZone } from '../parts/DropZone';
import { More } from '../parts/More';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { State } from '../parts/State';
import { useAssets, useSlug } from '../queries';
import { UploadList } from '../uploads/UploadList';
import { startUploads, useUploads } from '../uploads/uploads';
import own from './images.module.css';

/** The project's images: sent, verified, and ready to be named in items. */
export function Images({ project }: { project: Project }) {
  const { t } = useTranslation('manage');
  const organisation = useSlug();
  const user = useSession().me.user.id;
  const uploads = useUploads(project.id, 'image');
  const arrived = uploads.filter(({ progress }) => progress.phase === 'done').length;
  const assets = useAssets(project.id);
  const { refetch } = assets;
  useEffect(() => {
    if (arrived > 0) void refetch();
  }, [arrived, refetch]);
  return (
    <>
      <Panel title={t('images.title')} help={t('images.help')}>
        <div className={css.stack}>
          <DropZone
            title={t('images.drop')}
            help={t('images.dropHelp')}
            accept="image/png,image/jpeg,image/webp,image/gif"
            multiple
            onFiles={(files) =>
              startUploads({ user, organisation, project: project.id, purpose: 'image' }, files)
            }
          />
          <UploadList uploads={uploads.filter(({ progress }) => progress.phase !== 'done')} />
        </div>
      </Panel>
      <Query of={assets}>
        {({ pages }) => {
          const images = pages.flatMap(({ results }) => results).filter(({ kind }) => kind === 'image');
          return images.length === 0 && !assets.hasNextPage ? (
            <Panel>
              <EmptyState icon="image" title={t('images.empty')}>
                {t('images.emptyHelp')}
              </EmptyState>
            </Panel>
          ) : (
            <>
              <HowToUse id={images.find(({ state }) => state === 'ready')?.id} />
              <ul className={own.grid}>
                {images.map((asset) => (
                  <Card key={asset.id} asset={asset} />
                ))}
              </ul>
              <More list={assets} />
            </>
          );
        }}
      </Query>
    </>
  );
}

function HowToUse({ id = '<asset id>' }: { id: string | undefined }) {
  const { t } = useTranslation('manage');
  const line = JSON.stringify({
    external_id: 'img-0001',
    content: { prompt: { text: 'What is in this picture?', images: [id] } },
  });
  return (
    <details className={own.how}>
      <summary>{t('images.how')}</summary>
      <p>{t('images.howHelp')}</p>
      <pre>{line}</pre>
      <CopyButton text={line} name={t('images.how')} title={t('format.copyLine')} />
    </details>
  );
}

function Card({ asset }: { asset: Asset }) {
  const { t } = useTranslation('manage');
  const { id, filename, state, reason, size, width, height, url } = asset;
  return (
    <li className={own.card}>
      <div className={own.picture}>
        {state === 'ready' && url ? (
          <img src={url} alt={filename} loading="lazy" />
        ) : (
          <Icon name={state === 'refused' ? 'alert' : 'image'} size={26} />
        )}
      </div>
      <div className={own.facts}>
        <strong title={filename}>{filename}</strong>
        <span className={css.small}>
          {[width && height ? `${width} × ${height}` : '', bytes(size)].filter(Boolean).join(' · ')}
        </span>
        {state === 'refused' && <span className={own.reason}>{reason}</span>}
        <span className={css.between}>
          <State state={state} title={t(`assetState.${state}`)} />
          {state === 'ready' && (
            <CopyButton text={id} name={t('images.idOf', { name: filename })} title={t('images.copyId')} />
          )}
        </span>
      </div>
    </li>
  );
}
