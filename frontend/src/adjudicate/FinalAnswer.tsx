import type { Annotator } from '../compare/annotators';
import { type Row, valueWords } from '../compare/rows';
import { Badge } from '../compare/Who';
import { useTranslation } from '../i18n';
import { Icon } from '../ui/Icon';
import { type Settlement, sourceAt, valueAt } from './rules';
import css from './settle.module.css';

/** What the final answer is so far, and whose it is. */
export function FinalAnswer(props: {
  row: Row;
  settlement: Settlement;
  annotators: readonly Annotator[];
  tried: boolean;
}) {
  const { t } = useTranslation('review');
  const { row, settlement, annotators } = props;
  const name = row.question?.name ?? '';
  const source = sourceAt(settlement, name, row.target.on);
  const value = valueAt(settlement, name, row.target.on);
  const from = annotators.find(({ id }) => id === source);
  const missing = !value && props.tried && row.question?.required;
  return (
    <p className={css.final} data-settled={value ? true : undefined} data-missing={missing || undefined}>
      <Icon name={value ? 'check' : missing ? 'alert' : 'minus'} size={15} />
      <span className={css.finalTitle}>{t('settle.final')}</span>
      {value ? (
        <>
          {from ? <Badge annotator={from} /> : <span className={css.mine}>{t('settle.own')}</span>}
          <span className={css.finalWords} dir="auto">
            {valueWords(value, row)}
          </span>
        </>
      ) : (
        <span>{t('settle.none')}</span>
      )}
    </p>
  );
}
