import { useTranslation } from '../../i18n';
import css from './Dialogue.module.css';
import { useDesk } from './desk';

/** Where the first turn joins the conversation that came with the item. */
export function GoesOnFrom({ awaits }: { awaits: boolean }) {
  const { t } = useTranslation('label');
  const { item } = useDesk();
  const last = item.subject.content.messages?.at(-1);
  if (!last) return null;
  return (
    <figure className={css.joins} data-user={last.role === 'user' || undefined}>
      <figcaption className={css.hint}>{t(awaits ? 'dialogue.awaits' : 'dialogue.goesOnFrom')}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <blockquote className={css.joinsText} dir="auto" tabIndex={0}>
        <span className={css.who}>{t(`content.role.${last.role}`)}</span>
        {last.text}
      </blockquote>
    </figure>
  );
}
