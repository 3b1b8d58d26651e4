import { isOver, type Progress } from '../../api/upload/machine';
import { useTranslation } from '../../i18n';
import { bytes } from '../../i18n/format';
import { Icon, type IconName, Meter } from '../../ui';
import { cancelUpload, type FileOnItsWay, forgetUploads, retryUpload } from './uploads';
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
};

function Upload({ upload }: { upload: FileOnItsWay }) {
  const { t } = useTranslation('manage');
  const { id, file, progress } = upload;
  const { phase } = progress;
  const bad = phase === 'failed' || phase === 'refused';
  return (
    <li className={css.upload} data-bad={bad || undefined}>
      <Icon name={ICONS[phase] ?? 'upload'} size={17} />
      <div className={css.middle}>
        <div className={css.name}>
          <strong>{file.name}</strong>
          <span>{bytes(file.size)}</span>
        </div>
        {phase === 'sending' && <Meter value={progress.sent / Math.max(1, file.size)} label={file.name} />}
        <span className={css.words} role={bad ? 'alert' : undefined}>
          <Words upload={upload} />
        </span>
      </div>
      <div className={css.actions}>
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
          aria-label={t(isOver(progress) ? 'uploads.forgetOne' : 'uploads.cancelOne', { name: file.name })}
          onClick={() => (isOver(progress) ? forgetUploads([id]) : cancelUpload(id))}
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
  if (phase === 'sending') return t('uploads.sent', { sent: bytes(sent), size: bytes(file.size) });
  if (phase === 'refused') return t('uploads.refused', { reason: asset?.reason || t('uploads.noReason') });
  if (phase === 'failed') {
    if (problem?.offline) return t('uploads.offline');
    const details = problem?.errors.map(({ detail }) => detail).join(' ');
    return details || problem?.message || t('uploads.noReason');
  }
  return t(`uploads.phase.${phase}`);
}
