import { memo } from 'react';
import { useTranslation } from '../i18n';
import type { CommandId } from '../keys/commands';
import { Caps, useHint } from '../keys/Keys';
import { Icon, type IconName } from '../ui/Icon';
import css from './ActionBar.module.css';
import type { Open } from './open';

/** What can be done with the item: submit it, skip it, take the last one back, say something, read, and all the rest. */
export const ActionBar = memo(function ActionBar(props: {
  /** Whether Enter makes a new line, because all there is to do is to write. */
  writing: boolean;
  onSubmit: () => void;
  onTakeBack: () => void;
  onPalette: () => void;
  onOpen: (open: Open) => void;
}) {
  const { t } = useTranslation('label');
  return (
    <div className={css.bar}>
      <button type="button" className={css.submit} onClick={props.onSubmit} data-submit>
        {t('submit')}
        {props.writing ? <Caps chord="Mod+Enter" /> : <kbd aria-hidden>↵</kbd>}
      </button>
      <Tool command="skip" icon="skip" name={t('skip.button')} onClick={() => props.onOpen('skip')} />
      <Tool command="takeBack" icon="undo" name={t('takeBack.title')} onClick={props.onTakeBack} />
      <Tool
        command="comment"
        icon="comment"
        name={t('comments.open')}
        onClick={() => props.onOpen('comment')}
      />
      <Tool
        command="guidelines"
        icon="book"
        name={t('guidelines.title')}
        onClick={() => props.onOpen('guidelines')}
      />
      <Tool command="palette" icon="dots" name={t('palette.title')} onClick={props.onPalette} />
    </div>
  );
});

function Tool(props: { command: CommandId; icon: IconName; name: string; onClick: () => void }) {
  const hint = useHint(props.command, props.name);
  return (
    <button type="button" className={css.icon} onClick={props.onClick} aria-label={props.name} title={hint}>
      <Icon name={props.icon} size={17} />
    </button>
  );
}
