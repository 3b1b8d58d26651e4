import { useRef } from 'react';
import { useTranslation } from '../../i18n';
import { useSeen } from '../parts/seen';
import { useAgreement } from '../queries';
import css from './agreement.module.css';
import { alphaText, bandOf } from './words';

/** The first coefficient of a project, asked for once its row comes into view. */
export function Glimpse({ project, worthwhile }: { project: string; worthwhile: boolean }) {
  const { t } = useTranslation('manage');
  const place = useRef<HTMLSpanElement>(null);
  const seen = useSeen(place);
  const { data } = useAgreement(project, null, seen && worthwhile);
  const row = data?.questions.find(({ alpha }) => alpha !== null);
  return (
    <span ref={place} className={css.glimpse}>
      {row?.alpha != null ? (
        <>
          <span className={css.glimpseFigure} data-band={bandOf(row.alpha)} title={row.title}>
            α {alphaText(row.alpha)}
          </span>{' '}
          <span className={css.glimpseWord}>{t(`agreement.band.${bandOf(row.alpha)}`)}</span>
        </>
      ) : (
        <span className={css.glimpseWord}>{worthwhile && !data ? '' : '–'}</span>
      )}
    </span>
  );
}
