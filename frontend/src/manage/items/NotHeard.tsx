import type { Form } from '../../api';
import { useTranslation } from '../../i18n';
import own from './items.module.css';

type Props = { form: Form; aided: readonly { question: string }[]; independent: boolean };

/** Says of somebody's answers which of them do not count for agreement, and why. */
export function NotHeard({ form, aided, independent }: Props) {
  const { t } = useTranslation('items');
  const titles = form.questions
    .filter(({ name }) => aided.some(({ question }) => question === name))
    .map(({ title }) => title);
  return (
    <>
      {titles.length > 0 && (
        <span className={own.notHeard}>{t('notHeard.aided', { titles: titles.join(', ') })}</span>
      )}
      {!independent && <span className={own.notHeard}>{t('notHeard.later')}</span>}
    </>
  );
}
