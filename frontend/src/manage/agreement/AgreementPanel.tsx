import { Link } from 'wouter';
import type { AgreementRow, Project } from '../../api';
import { useTranslation } from '../../i18n';
import { EmptyState, ErrorState, Loading, Panel } from '../../ui';
import { When } from '../parts/When';
import { agreementBetween, useItemsAddress } from '../quality/drill';
import { useAgreement } from '../queries';
import css from './agreement.module.css';
import { Bar } from './Bar';
import { More } from './More';
import { alphaText, bandOf, evidence, verdict } from './words';

/** How well people agree, question by question; new answers bring new figures. */
export function AgreementPanel({
  project,
  lastSubmitted,
}: {
  project: Project;
  lastSubmitted: string | null | undefined;
}) {
  const { t } = useTranslation('manage');
  const { data, error, refetch } = useAgreement(project.id, lastSubmitted);
  const rows = data?.questions ?? [];
  const measured = rows.filter(({ metric }) => metric !== null);
  const written = rows.filter(({ metric }) => metric === null);
  return (
    <Panel title={t('agreement.title')} help={t('agreement.help')}>
      {!data && !error && <Loading />}
      {!data && error ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {data && project.overlap === 1 && <p className={css.note}>{t('agreement.single')}</p>}
      {data && measured.length === 0 && (
        <EmptyState icon="chart" title={t('agreement.nothing')}>
          {t('agreement.nothingHelp')}
        </EmptyState>
      )}
      {measured.length > 0 && (
        <ul className={css.rows}>
          {measured.map((row) => (
            <Question key={`${row.question}/${row.on}`} project={project} row={row} />
          ))}
        </ul>
      )}
      {written.length > 0 && (
        <p className={css.note}>
          {t('agreement.written', { titles: written.map(({ title }) => `“${title}”`).join(', ') })}
        </p>
      )}
      {measured.length > 0 && (
        <HowToRead
          countedAt={measured[0]?.counted_at}
          intervalAt={measured.find((row) => row.interval_at)?.interval_at}
        />
      )}
    </Panel>
  );
}

function Question({ project, row }: { project: Project; row: AgreementRow }) {
  const { t } = useTranslation('manage');
  const all = useItemsAddress(project.id)(agreementBetween(0, 1));
  return (
    <li className={css.question}>
      <div className={css.words}>
        <h3>{row.title}</h3>
        <p className={css.verdict}>
          {row.alpha !== null && (
            <strong data-band={bandOf(row.alpha)}>{t(`agreement.band.${bandOf(row.alpha)}`)}. </strong>
          )}
          {verdict(row, t)}
        </p>
        {row.items > 0 && (
          <p className={css.evidence}>
            {evidence(row, t).join(' · ')}
            {all && (
              <>
                {' · '}
                <Link to={all}>{t('agreement.leastFirst')}</Link>
              </>
            )}
          </p>
        )}
        <More project={project} row={row} />
      </div>
      {row.alpha !== null && (
        <div className={css.figures}>
          <span className={css.alpha}>
            <span className={css.symbol}>α</span> {alphaText(row.alpha)}
          </span>
          <Bar row={row} />
        </div>
      )}
    </li>
  );
}

function HowToRead({
  countedAt,
  intervalAt,
}: {
  countedAt: string | null | undefined;
  intervalAt: string | null | undefined;
}) {
  const { t } = useTranslation('manage');
  return (
    <details className={css.how}>
      <summary>{t('agreement.how')}</summary>
      <p>{t('agreement.how1')}</p>
      <p>{t('agreement.how2')}</p>
      <p>{t('agreement.how3')}</p>
      <p>{t('agreement.how4')}</p>
      {countedAt && (
        <p>
          {t('agreement.counted')} <When at={countedAt} />
        </p>
      )}
      {intervalAt && (
        <p>
          {t('agreement.intervalAt')} <When at={intervalAt} />
        </p>
      )}
    </details>
  );
}
