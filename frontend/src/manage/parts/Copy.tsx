import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../i18n';
import { Button, Icon } from '../../ui';
import css from './Copy.module.css';

function useCopied(): readonly [boolean, (text: string) => Promise<void>] {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (text: string) => {
    await write(text);
    setCopied(true);
  };
  return [copied, copy];
}

/** The clipboard of the browser is only open on https and loopback; elsewhere the old way still works. */
async function write(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = Object.assign(document.createElement('textarea'), { value: text, readOnly: true });
  // A modal dialogue makes everything outside it inert, so the field must stand inside.
  const place = document.querySelector('dialog[open]') ?? document.body;
  place.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (!done) throw new Error('The browser does not let pages copy.');
}

/** A small button that copies a text; `name` says what, for those who don't see where it stands. */
export function CopyButton({ text, name, title }: { text: string; name: string; title?: string }) {
  const { t } = useTranslation('common');
  const [copied, copy] = useCopied();
  return (
    <button type="button" className={css.small} onClick={() => void copy(text)}>
      <Icon name={copied ? 'check' : 'copy'} size={15} />
      <span>
        {copied ? t('copied') : (title ?? t('copy'))}
        <span className="visually-hidden">: {name}</span>
      </span>
    </button>
  );
}

/** Something to be handed on as it is: a link, a token. The field can be selected where copying is not allowed. */
export function CopyField({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation('common');
  const [copied, copy] = useCopied();
  const field = useRef<HTMLInputElement>(null);
  return (
    <div className={css.field}>
      <input
        ref={field}
        className={css.text}
        aria-label={label}
        readOnly
        value={text}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        icon={copied ? 'check' : 'copy'}
        onClick={() => copy(text).catch(() => field.current?.select())}
      >
        <span aria-live="polite">{copied ? t('copied') : t('copy')}</span>
      </Button>
    </div>
  );
}
