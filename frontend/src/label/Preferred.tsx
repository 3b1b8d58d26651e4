import type { PreferenceQuestion } from '../api/types';
import { i18n } from '../i18n';
import { type Answers, type Place, placeKey } from '../questions/form';
import { Icon } from '../ui/Icon';
import css from './Preferred.module.css';

const t = i18n.getFixedT('label');

/**
 * How a response came off where it was compared: "Preferred · Slightly better", and where several questions compare,
 * in which of them. Empty for the other response, in a tie, and before an answer.
 */
export function preferredWords(places: readonly Place[], answers: Answers, response: string): string {
  const comparing = places.filter(({ question }) => question.kind === 'preference');
  const won = comparing.flatMap((place) => {
    const value = answers[placeKey(place)];
    if (!value || !('preferred' in value) || value.preferred !== response) return [];
    const { title, strengths } = place.question as PreferenceQuestion;
    return comparing.length > 1
      ? [title]
      : [strengths.find((each) => each.value === value.strength)?.title ?? ''];
  });
  return won.length > 0 ? [t('preference.preferred'), ...won].filter(Boolean).join(' · ') : '';
}

/** The sign on the side that was preferred. */
export const Preferred = ({ words }: { words: string }) =>
  words && (
    <span className={css.preferred} title={words}>
      <Icon name="check" size={14} />
      <span>{words}</span>
    </span>
  );
