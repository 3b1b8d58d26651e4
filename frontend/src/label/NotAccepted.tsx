import '../i18n/tools';
import { useSyncExternalStore } from 'react';
import { useTranslation } from '../i18n';
import { dateTime } from '../i18n/format';
import type { Queued } from '../queue/outbox';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { toast } from '../ui/toast';
import css from './NotAccepted.module.css';

type Refusals = {
  state: { get: () => { refused: readonly Queued[] }; subscribe: (listener: () => void) => () => void };
  dismiss: (key: string) => Promise<void>;
};

/** Answers and verdicts that the server refused: why, what was said, and the words to copy. */
export function NotAccepted({ outbox, onClose }: { outbox: Refusals; onClose: () => void }) {
  const { t } = useTranslation('label');
  const { refused } = useSyncExternalStore(outbox.state.subscribe, outbox.state.get);
  return (
    <Dialog title={t('refused.title')} onClose={onClose} wide>
      <p className={css.intro}>{refused.length > 0 ? t('refused.help') : t('refused.none')}</p>
      {refused.map((each) => (
        <Refused key={each.key} outgoing={each} onDismiss={() => void outbox.dismiss(each.key)} />
      ))}
    </Dialog>
  );
}

function Refused({ outgoing, onDismiss }: { outgoing: Queued; onDismiss: () => void }) {
  const { t } = useTranslation('label');
  const words = outgoing.summary.map(({ title, text }) => `${title}: ${text}`).join('\n');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(words);
      toast(t('refused.copied'));
    } catch {
      toast(t('refused.notCopied'), 'bad');
    }
  };
  return (
    <section className={css.refused}>
      <h3>
        {outgoing.project.name} · {dateTime(new Date(outgoing.at).toISOString())}
      </h3>
      <p className={css.why}>{outgoing.refused}</p>
      <dl className={css.answers}>
        {outgoing.summary.map(({ title, text }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd dir="auto">{text}</dd>
          </div>
        ))}
      </dl>
      <div className={css.actions}>
        {words && (
          <Button kind="default" size="small" onClick={() => void copy()}>
            {t('refused.copy')}
          </Button>
        )}
        <Button kind="default" size="small" onClick={onDismiss}>
          {t('refused.dismiss')}
        </Button>
      </div>
    </section>
  );
}
