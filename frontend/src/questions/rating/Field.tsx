import { lazy, Suspense } from 'react';
import type { Point, RatingQuestion, RatingValue } from '../../api/types';
import type { FieldProps } from '../kind';
import css from '../Options.module.css';
import { optionKeys } from '../optionKeys';
import { useTyped } from '../typed';
import { pointKey } from './rules';

const ROOM = 5;
const TypedDigits = lazy(() => import('../TypedDigits'));

/** Points side by side, worst to best; names stand under the points, or at both ends when they are many or room is little. */
export function Field({
  question,
  value,
  onChange,
  active,
  live,
  target,
  item,
  id,
  dense,
}: FieldProps<RatingQuestion, RatingValue>) {
  const keys = optionKeys(question.options, pointKey(question));
  const digits = useTyped(item, question, target.on, keys, active && live);
  const points = question.options;
  const named = points.some((point) => point.title !== String(point.value));
  const endsOnly = dense || points.length > ROOM || points.some((point) => point.title.length > 12);
  return (
    <div
      className={css.scale}
      role="group"
      aria-labelledby={`${id}-title`}
      data-dense={dense || undefined}
      data-many={points.length > 7 || undefined}
      data-active={active}
    >
      {points.map((point, at) => (
        <label
          key={point.value}
          className={css.option}
          title={[point.title, point.description].filter(Boolean).join(' — ')}
        >
          <input
            type="radio"
            name={id}
            aria-label={named ? `${point.value}: ${point.title}` : String(point.value)}
            checked={value?.rating === point.value}
            onChange={() => onChange({ rating: point.value })}
          />
          <span className={css.point} aria-hidden>
            {signed(point.value)}
          </span>
          {named && !endsOnly && (
            <span className={css.pointTitle} aria-hidden>
              {point.title}
            </span>
          )}
          {!dense && keys[at] !== String(point.value) && keys[at] && <kbd aria-hidden>{keys[at]}</kbd>}
        </label>
      ))}
      {named && endsOnly && !dense && (
        <div className={css.ends} aria-hidden>
          <span>{points[0]?.title}</span>
          <span className={css.chosen}>{chosenBetween(points, value?.rating)}</span>
          <span>{points.at(-1)?.title}</span>
        </div>
      )}
      <Suspense>{digits && <TypedDigits digits={digits} />}</Suspense>
    </div>
  );
}

/** With a true minus sign, as wide as the plus. */
const signed = (value: number): string => String(value).replace('-', '−');

/** The name of the chosen point, where only the names of the ends stand there anyway. */
function chosenBetween(points: readonly Point[], rating: number | undefined): string {
  const chosen = points.slice(1, -1).find(({ value }) => value === rating);
  return chosen && chosen.title !== String(chosen.value) ? chosen.title : '';
}
