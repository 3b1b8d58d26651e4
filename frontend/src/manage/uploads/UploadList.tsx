import { useRef } from 'react';
import { isOver, type Progress } from '../../api/upload/machine';
import { noted, rateOf, type Sample } from '../../api/upload/rate';
import { useTranslation } from '../../i18n';
import { bytes } from '../../i18n/format';
import { Icon, type IconName, Meter } from '../../ui';
import { etaWords } from '../parts/JobBar';
import { cancelUpload, type FileOnItsWay, forgetUploads, pauseUpload, retryUpload } from './uploads';
import css from './uploads.module.css';

/** Files on their way: how far each is, what went wrong, and what can be done about it. */
export function UploadList({ uploads }: { uploads: readonly FileOnItsWay[] }) {
  const { t } = useTranslation('manage');
  if (uploads.length === 0) return null;
  return (
    <ul className={css.list} aria-label={t('uploads.title')}>
      {uploads.map((upload) => (
        <Upload key={upload.id} upload={upload} />
      ))}
    </ul>
  );
}

const ICONS: Partial<Record<Progress['phase'], IconName>> = {
  done: 'check',
  failed: 'alert',
  refused: 'alert',
  cancelled: 'close',
  paused: 'pause',
};

function Upload({ upload }: { upload: FileOnItsWay }) {
  const { t } = useTranslation('manage');
  const { id, file, progress } = upload;
  const { phase } = progress;
  const bad = phase === 'failed' || phase === 'refused';
  const rests = phase === 'paused';
  const moving = phase === 'sending';
  const ended = isOver(progress) && !rests;
  return (
    <li className={css.upload} data-bad={bad || undefined}>
      <Icon name={ICONS[phase] ?? 'upload'} size={17} />
      <div className={css.middle}>
        <div className={css.name}>
          <strong>{file.name}</strong>
          <span>{bytes(file.size)}</span>
        </div>
        {(moving || rests) && <Meter value={progress.sent / Math.max(1, file.size)} label={file.name} />}
        <span className={css.words} role={bad ? 'alert' : undefined}>
          <Words upload={upload} />
        </span>
      </div>
      <div className={css.actions}>
        {moving && (
          <button
            type="button"
            onClick={() => pauseUpload(id)}
            aria-label={t('uploads.pauseOne', { name: file.name })}
          >
            <Icon name="pause" size={16} />
          </button>
        )}
        {rests && (
          <button
            type="button"
            onClick={() => retryUpload(id)}
            aria-label={t('uploads.resumeOne', { name: file.name })}
          >
            <Icon name="play" size={16} />
          </button>
        )}
        {(phase === 'failed' || phase === 'cancelled') && (
          <button
            type="button"
            onClick={() => retryUpload(id)}
            aria-label={t('uploads.retryOne', { name: file.name })}
          >
            <Icon name="refresh" size={16} />
          </button>
        )}
        <button
          type="button"
          aria-label={t(ended ? 'uploads.forgetOne' : 'uploads.cancelOne', { name: file.name })}
          onClick={() => (ended ? forgetUploads([id]) : cancelUpload(id))}
        >
          <Icon name="close" size={16} />
        </button>
      </div>
    </li>
  );
}

function Words({ upload: { file, progress } }: { upload: FileOnItsWay }) {
  const { t } = useTranslation('manage');
  const { phase, sent, asset, problem } = progress;
  if (phase === 'sending') return <Speed size={file.size} sent={sent} />;
  if (phase === 'paused') return t('uploads.paused', { sent: bytes(sent), size: bytes(file.size) });
  if (phase === 'refused') return t('uploads.refused', { reason: asset?.reason || t('uploads.noReason') });
  if (phase === 'failed') {
    if (problem?.offline) return t('uploads.offline');
    const details = problem?.errors.map(({ detail }) => detail).join(' ');
    return details || problem?.message || t('uploads.noReason');
  }
  return t(`uploads.phase.${phase}`);
}

/** How much has left, how fast it goes, and how long it will still take. */
function Speed({ size, sent }: { size: number; sent: number }) {
  const { t } = useTranslation('manage');
  const samples = useRef<readonly Sample[]>([]);
  const now = Date.now();
  if (samples.current.at(-1)?.sent !== sent) samples.current = noted(samples.current, { at: now, sent });
  const rate = rateOf(samples.current);
  const left = rate ? new Date(now + ((size - sent) / rate) * 1000).toISOString() : null;
  return [
    t('uploads.sent', { sent: bytes(sent), size: bytes(size) }),
    rate ? t('uploads.rate', { rate: bytes(rate) }) : '',
    etaWords(left, now, t),
  ]
    .filter(Boolean)
    .join(' · ');
}
