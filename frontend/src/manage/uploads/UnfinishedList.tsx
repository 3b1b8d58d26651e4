import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api';
import { raw } from '../../api/raw';
import type { Parts } from '../../api/upload/parts';
import { useTranslation } from '../../i18n';
import { bytes } from '../../i18n/format';
import { Icon, Meter, toast } from '../../ui';
import { forget, isSame, type Unfinished as Row, unfinishedOf } from './unfinished';
import type { FileOnItsWay, Target } from './uploads';
import css from './uploads.module.css';

/** Files whose sending broke off, in this browser: chosen again, they go on where they stopped. */
export function Unfinished(props: {
  target: Target;
  uploads: readonly FileOnItsWay[];
  onFile: (file: File) => void;
}) {
  const { t } = useTranslation('data');
  const [, setForgotten] = useState(0);
  const { target, uploads, onFile } = props;
  const rows = unfinishedOf(target).filter((row) => !uploads.some(({ file }) => isSame(row, file)));
  if (rows.length === 0) return null;
  return (
    <ul className={css.list} aria-label={t('uploads.unfinished')}>
      {rows.map((row) => (
        <Broken
          key={row.upload}
          row={row}
          organisation={target.organisation}
          onFile={onFile}
          onForget={() => {
            forget(target, row.upload);
            setForgotten((count) => count + 1);
          }}
        />
      ))}
    </ul>
  );
}

function Broken(props: {
  row: Row;
  organisation: string;
  onFile: (file: File) => void;
  onForget: () => void;
}) {
  const { t } = useTranslation('data');
  const { row, organisation, onFile, onForget } = props;
  const sent = useSent(organisation, row);
  const choose = (file: File | undefined): void => {
    if (!file) return;
    if (isSame(row, file)) onFile(file);
    else toast(t('uploads.another', { name: row.name }));
  };
  return (
    <li className={css.upload}>
      <Icon name="pause" size={17} />
      <div className={css.middle}>
        <div className={css.name}>
          <strong>{row.name}</strong>
          <span>{bytes(row.size)}</span>
        </div>
        {sent !== null && <Meter value={sent / Math.max(1, row.size)} label={row.name} />}
        <span className={css.words}>
          {sent === null
            ? t('uploads.brokeOff')
            : t('uploads.brokeOffAt', { sent: bytes(sent), size: bytes(row.size) })}
        </span>
      </div>
      <div className={css.actions}>
        <label className={css.again}>
          <input
            type="file"
            className="visually-hidden"
            onChange={(event) => {
              choose(event.currentTarget.files?.[0]);
              event.currentTarget.value = '';
            }}
          />
          {t('uploads.goOn')}
          <span className="visually-hidden">: {row.name}</span>
        </label>
        <button type="button" aria-label={t('uploads.giveUp', { name: row.name })} onClick={onForget}>
          <Icon name="close" size={16} />
        </button>
      </div>
    </li>
  );
}

/** Bytes that the store has; null while it is not known. */
function useSent(organisation: string, { upload, size }: Row): number | null {
  const { data } = useQuery({
    queryKey: [organisation, 'upload', upload, 'parts'],
    queryFn: ({ signal }) =>
      ask(
        raw.GET<Parts>('/api/v1/{organisation}/uploads/{upload}/parts', {
          params: { path: { organisation, upload } },
          signal,
        }),
      ),
    retry: false,
  });
  return data ? Math.min(size, data.arrived.length * data.part_size) : null;
}
