import '../i18n/tools';
import { useState } from 'react';
import { useTranslation } from '../i18n';
import { Diff } from '../text/Diff';
import { Dialog } from '../ui/Dialog';
import css from './Differences.module.css';
import type { Item } from './item';

/** What one response says that another does not, word by word. */
export default function Differences({ item, onClose }: { item: Item; onClose: () => void }) {
  const { t } = useTranslation('label');
  const { responses } = item;
  const at = Math.max(
    0,
    responses.findIndex(({ id }) => id === item.state.get().response),
  );
  const [after, setAfter] = useState(responses[at]?.id ?? '');
  const [before, setBefore] = useState(responses[at === 0 ? 1 : at - 1]?.id ?? '');
  const [layout, setLayout] = useState<'inline' | 'side'>('side');
  const textOf = (id: string) =>
    item.subject.content.responses?.find((response) => response.id === id)?.text ?? '';
  return (
    <Dialog title={t('differences.title')} onClose={onClose} full>
      <div className={css.bar}>
        <Pick title={t('differences.from')} responses={responses} value={before} onPick={setBefore} />
        <Pick title={t('differences.to')} responses={responses} value={after} onPick={setAfter} focused />
        <label>
          <input
            type="checkbox"
            checked={layout === 'side'}
            onChange={(event) => setLayout(event.currentTarget.checked ? 'side' : 'inline')}
          />
          {t('differences.side')}
        </label>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <section className={css.texts} tabIndex={0} aria-label={t('differences.title')}>
        <Diff before={textOf(before)} after={textOf(after)} layout={layout} />
      </section>
    </Dialog>
  );
}

function Pick(props: {
  title: string;
  responses: Item['responses'];
  value: string;
  onPick: (id: string) => void;
  focused?: boolean;
}) {
  return (
    <label>
      {props.title}
      <select
        value={props.value}
        data-autofocus={props.focused || undefined}
        onChange={(event) => props.onPick(event.currentTarget.value)}
      >
        {props.responses.map(({ id, letter }) => (
          <option key={id} value={id}>
            {letter}
          </option>
        ))}
      </select>
    </label>
  );
}
