import '../notifications/words';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from '../i18n';
import { percent } from '../i18n/format';
import { type Heard, heard } from '../queue/feedback';
import { Icon } from '../ui/Icon';
import css from './Feedback.module.css';
import type { Workbench } from './workbench';

const SHORT = 6_000;

/** How the last training item went. Praise goes by itself; what can be learnt from stays until it is dismissed. */
export default function Feedback({ bench, said }: { bench: Workbench; said: Heard }) {
  const { t } = useTranslation('notices');
  const { feedback, assignment } = said;
  const wrong = feedback.marks.filter(({ correct }) => !correct);
  const dismiss = useCallback(() => heard.set(null), []);
  useEffect(() => {
    if (wrong.length > 0) return;
    const timer = setTimeout(dismiss, SHORT);
    return () => clearTimeout(timer);
  }, [wrong.length, dismiss]);
  useEffect(() => {
    // Escape also leaves fields and drawings; only where it means nothing else does it put this away.
    const onKey = ({ key, target }: KeyboardEvent): void => {
      const busy = target instanceof Element && target.closest('input, textarea, [data-surface], dialog');
      if (key === 'Escape' && !busy) dismiss();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [dismiss]);
  const titles = useSyncExternalStore(bench.history.state.subscribe, () => titlesOf(bench, assignment));
  const titleOf = (name: string): string =>
    new Map(JSON.parse(titles) as [string, string][]).get(name) ?? name;
  return (
    <aside
      className={css.feedback}
      data-right={wrong.length === 0 || undefined}
      aria-label={t('feedback.title')}
    >
      <Icon name={wrong.length === 0 ? 'check' : 'book'} size={18} />
      <div role="status">
        <strong>
          {wrong.length === 0 ? t('feedback.all') : t('feedback.score', { score: percent(feedback.score) })}
        </strong>
        {wrong.length > 0 && (
          <>
            {' '}
            {t('feedback.wrong', { count: wrong.length })}
            <ul>
              {wrong.map(({ question, on, hint }) => (
                <li key={`${question} ${on}`}>
                  <span>{titleOf(question)}</span>
                  {hint && <span dir="auto"> {hint}</span>}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      <button type="button" onClick={dismiss}>
        {t('feedback.dismiss')} <kbd>Esc</kbd>
      </button>
    </aside>
  );
}

/** Names and titles of the questions of what was done; as text, so that the same is the same. */
const titlesOf = (bench: Workbench, assignment: string): string =>
  JSON.stringify(
    bench.history.find(assignment)?.assignment.form.questions.map(({ name, title }) => [name, title]) ?? [],
  );
