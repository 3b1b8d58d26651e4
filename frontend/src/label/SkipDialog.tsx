import '../i18n/tools';
import { useRef, useState } from 'react';
import { useTranslation } from '../i18n';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import css from './SkipDialog.module.css';

const REASONS = ['unclear', 'broken', 'expertise', 'harmful'] as const;

/** Why an item is left to somebody else: a digit picks a common reason, words say anything else. */
export default function SkipDialog({
  onClose,
  onSkip,
}: {
  onClose: () => void;
  onSkip: (reason: string) => void;
}) {
  const { t } = useTranslation('label');
  const [picked, setPicked] = useState<string | null>(null);
  const [words, setWords] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const reason = [picked, words.trim()].filter(Boolean).join(': ');
  const send = () => {
    if (reason) onSkip(reason);
    else field.current?.focus();
  };
  return (
    <Dialog title={t('skip.title')} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
        onKeyDown={(event) => {
          const at = Number(event.key) - 1;
          const typing = event.target === field.current;
          const known = REASONS[at];
          if (event.key === 'Enter' && (!typing || event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            send();
          } else if (!typing && known) {
            event.preventDefault();
            setPicked(t(`skip.reason.${known}`));
          }
        }}
      >
        <p className={css.help}>{t('skip.help')}</p>
        <div className={css.reasons} role="radiogroup" aria-label={t('skip.title')}>
          {REASONS.map((name, at) => {
            const title = t(`skip.reason.${name}`);
            return (
              <label key={name} className={css.reason}>
                <input
                  type="radio"
                  name="reason"
                  data-autofocus={at === 0 || undefined}
                  checked={picked === title}
                  onChange={() => setPicked(title)}
                />
                <span>{title}</span>
                <kbd aria-hidden>{at + 1}</kbd>
              </label>
            );
          })}
        </div>
        <label className={css.words}>
          {t('skip.words')}
          <textarea
            ref={field}
            rows={2}
            dir="auto"
            maxLength={400}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
        </label>
        <div className={css.actions}>
          <Button kind="default" onClick={onClose}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button type="submit" disabled={!reason}>
            {t('skip.button')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
