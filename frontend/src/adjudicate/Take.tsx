import type { Annotator } from '../compare/annotators';
import { useTranslation } from '../i18n';
import { Icon } from '../ui/Icon';
import css from './settle.module.css';

/** Makes a person's answer the final one here; once more lets go of it. */
export function Take(props: { annotator: Annotator; taken: boolean; onTake: () => void }) {
  const { t } = useTranslation('review');
  return (
    <button
      type="button"
      className={css.take}
      aria-pressed={props.taken}
      onClick={(event) => {
        event.stopPropagation();
        props.onTake();
      }}
    >
      {props.taken && <Icon name="check" size={13} />}
      {t(props.taken ? 'settle.taken' : 'settle.take')}
      <span className="visually-hidden">{t('settle.from', { name: props.annotator.name })}</span>
    </button>
  );
}
