import type { WrittenResponse } from '../../api/types';
import { useTranslation } from '../../i18n';
import { dotColour } from '../colours';
import { optionKeys } from '../optionKeys';
import css from './Dialogue.module.css';
import { blockOf, useDesk } from './desk';

type Said = { place: { turn: string; response: string }; response: WrittenResponse; letter: string };

/** Tags of the whole response, any number of them. */
export function Tags({ place, response, letter }: Said) {
  const { t } = useTranslation('label');
  const { question, composer } = useDesk();
  if (question.tags.length === 0) return null;
  const keys = optionKeys(question.tags, undefined, 'dialogue');
  const toggle = (tag: string) =>
    composer.changeResponse(place.turn, place.response, (now) => ({
      ...now,
      tags: now.tags.includes(tag) ? now.tags.filter((each) => each !== tag) : [...now.tags, tag],
    }));
  return (
    <div className={css.tags} role="group" aria-label={t('dialogue.tagsOf', { letter })}>
      {question.tags.map(({ value, title, description, colour }, at) => (
        <label key={value} className={css.tag} title={description || undefined}>
          <input type="checkbox" checked={response.tags.includes(value)} onChange={() => toggle(value)} />
          {colour && <span className={css.dot} style={{ background: dotColour(colour) }} />}
          {title}
          {keys[at] && <kbd aria-hidden>{keys[at]?.toUpperCase()}</kbd>}
        </label>
      ))}
    </div>
  );
}

/** What each response is rated on, a row of points each. */
export function Ratings({ place, response, letter }: Said) {
  const { t } = useTranslation('label');
  const { question, composer, id } = useDesk();
  const rate = (name: string, value: number) =>
    composer.changeResponse(place.turn, place.response, (now) => ({
      ...now,
      ratings: { ...now.ratings, [name]: value },
    }));
  return question.ratings.map(({ name, title, options }) => (
    <div
      key={name}
      className={css.rating}
      role="radiogroup"
      aria-label={t('dialogue.ratingOf', { title, letter })}
    >
      <span className={css.ratingTitle}>{title}</span>
      {options.map((point) => (
        <label key={point.value} className={css.point} title={point.title}>
          <input
            type="radio"
            name={`${id}-${blockOf(place)}-${name}`}
            aria-label={point.title === String(point.value) ? point.title : `${point.value}: ${point.title}`}
            checked={response.ratings[name] === point.value}
            onChange={() => rate(name, point.value)}
          />
          <span aria-hidden>{point.value}</span>
        </label>
      ))}
      <span className={css.pointName} aria-hidden>
        {nameOf(options, response.ratings[name])}
      </span>
    </div>
  ));
}

const nameOf = (options: readonly { value: number; title: string }[], given: number | undefined): string => {
  const point = options.find(({ value }) => value === given);
  return point && point.title !== String(point.value) ? point.title : '';
};
