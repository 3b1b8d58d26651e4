import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { Modal } from '../parts/Modal';
import css from '../parts/parts.module.css';
import own from './form.module.css';
import type { OptionsEdit } from './OptionList';
import { type Options, pasteOptions } from './options';

/** Many options at once, one a line; what comes of them is shown before it is added. */
export function BulkOptions(props: {
  title: string;
  options: Options;
  hierarchy: boolean;
  onChange: (edit: OptionsEdit) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation(['manage', 'common']);
  const [text, setText] = useState('');
  const paste: OptionsEdit = (before) => pasteOptions(before, text, props.hierarchy);
  const known = new Set(props.options.map(({ id }) => id));
  const fresh = paste(props.options).filter(({ id }) => !known.has(id));
  return (
    <Modal title={t('form.pasteTitle', { title: props.title })} onClose={props.onClose}>
      <div className={css.stack}>
        <Textarea
          label={t('form.pasteLabel')}
          description={t(props.hierarchy ? 'form.pasteTree' : 'form.pasteFlat')}
          rows={10}
          data-autofocus
          classNames={{ input: own.mono ?? '' }}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.stopPropagation()}
        />
        {fresh.length > 0 && (
          <ul className={own.pasted} aria-label={t('form.pastePreview')}>
            {fresh.slice(0, 100).map(({ title, depth }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
              <li key={at} data-depth={depth}>
                {title}
              </li>
            ))}
          </ul>
        )}
        <div className={css.foot}>
          <Button kind="default" onClick={props.onClose}>
            {t('common:cancel')}
          </Button>
          <Button
            disabled={fresh.length === 0}
            onClick={() => {
              props.onChange(paste);
              props.onClose();
            }}
          >
            {t('form.pasteAdd', { count: fresh.length })}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
