import { useTranslation } from '../../../i18n';
import { Panel } from '../../../ui';
import { codeWords } from '../words';
import css from './report.module.css';

/** How the figures come about, for those who will repeat them. */
export function Notes({ codes }: { codes: readonly string[] }) {
  const { t } = useTranslation('quality');
  return (
    <>
      <h2 className={css.part} id="notes">
        {t('part.notes')}
      </h2>
      <Panel>
        <ul className={css.notes}>
          {codes.map((code) => (
            <li key={code}>{codeWords('note', code, t)}</li>
          ))}
        </ul>
      </Panel>
    </>
  );
}
