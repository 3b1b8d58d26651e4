import { Fragment } from 'react';
import { Link } from 'wouter';
import type { AgreementRow, Form, Project } from '../../api';
import { useTranslation } from '../../i18n';
import { percent } from '../../i18n/format';
import { confusedItems, itemsSaid, useItemsAddress } from '../quality/drill';
import type { Category } from '../quality/types';
import { useProjectForm } from '../queries';
import css from './agreement.module.css';
import { alphaText, categoryTitle, isSkewed, sharesOf } from './words';

/** What alpha does not say by itself: agreement without its prevalence, how often each answer is given, and who is confused by what. */
export function More({ project, row }: { project: Project; row: AgreementRow }) {
  const { t } = useTranslation('manage');
  const form = useProjectForm(project.id, row.prevalence !== null).data?.form;
  const { ac1, prevalence } = row;
  if (ac1?.value == null && !prevalence) return null;
  return (
    <div className={css.more}>
      <dl>
        {ac1?.value != null && (
          <div>
            <dt>{t('agreement.ac1')}</dt>
            <dd>
              {alphaText(ac1.value)}
              {ac1.low !== null && ac1.high !== null && (
                <small>
                  {' '}
                  {t('agreement.fromTo', { low: alphaText(ac1.low), high: alphaText(ac1.high) })}
                </small>
              )}
            </dd>
          </div>
        )}
        {prevalence && (
          <div>
            <dt>{t('agreement.prevalence')}</dt>
            <dd>
              <Shares project={project} row={row} form={form} />
            </dd>
          </div>
        )}
        <Confused project={project} row={row} form={form} />
      </dl>
      {isSkewed(row) && <p>{t('agreement.skewed')}</p>}
    </div>
  );
}

/** How often each answer is given, with the way to where it was. */
function Shares({ project, row, form }: { project: Project; row: AgreementRow; form: Form | undefined }) {
  const { t } = useTranslation('manage');
  const address = useItemsAddress(project.id);
  return sharesOf(row, form, t).map(({ category, text }, index) => {
    const to = category === null ? null : address(itemsSaid(row.question, category));
    return (
      <Fragment key={text}>
        {index > 0 && ' · '}
        {to ? <Link to={to}>{text}</Link> : text}
      </Fragment>
    );
  });
}

/** The two answers that meet most often where people differ, with the way to the items. */
function Confused({ project, row, form }: { project: Project; row: AgreementRow; form: Form | undefined }) {
  const { t } = useTranslation('manage');
  const address = useItemsAddress(project.id);
  const [one, other] = (row.confused?.categories ?? []) as Category[];
  if (!row.confused || one === undefined || other === undefined) return null;
  const to = address(confusedItems(row.question, one, other));
  return (
    <div>
      <dt>{t('agreement.confused')}</dt>
      <dd>
        {t('agreement.confusedPair', {
          one: categoryTitle(row.question, one, form, t),
          other: categoryTitle(row.question, other, form, t),
          share: percent(row.confused.share),
        })}{' '}
        {to && <Link to={to}>{t('agreement.itsItems')}</Link>}
      </dd>
    </div>
  );
}
