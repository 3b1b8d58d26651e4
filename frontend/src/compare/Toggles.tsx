import { useState } from 'react';
import { useTranslation } from '../i18n';
import type { Annotator } from './annotators';
import { lookOf } from './annotators';
import css from './compare.module.css';
import { Badge } from './Who';

/** Whose marks are shown. */
export function useShownPeople(annotators: readonly Annotator[]) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string): void =>
    setHidden(
      (before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]),
    );
  return { shown: annotators.filter(({ id }) => !hidden.has(id)), hidden, toggle };
}

/** A switch per person; their line is drawn on it as it is on the text or picture. */
export function Toggles(props: {
  annotators: readonly Annotator[];
  hidden: ReadonlySet<string>;
  onToggle: (id: string) => void;
}) {
  const { t } = useTranslation('review');
  if (props.annotators.length < 2) return null;
  return (
    <div className={css.toggles} role="group" aria-label={t('compare.shown')}>
      {props.annotators.map((annotator) => (
        <label key={annotator.id} className={css.toggle} data-person={lookOf(annotator.number)}>
          <input
            type="checkbox"
            checked={!props.hidden.has(annotator.id)}
            onChange={() => props.onToggle(annotator.id)}
          />
          <Badge annotator={annotator} quiet />
          <span className={css.name} dir="auto">
            {annotator.name}
          </span>
          <span className={css.line} aria-hidden />
        </label>
      ))}
    </div>
  );
}
