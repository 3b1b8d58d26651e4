import { useRef } from 'react';
import type { Span } from '../../api/types';
import { useTranslation } from '../../i18n';
import { useDesk } from './desk';
import { carrySpans } from './spans';

/**
 * Writes the text of a response; its marks stay on their words. Marks whose words change are dropped, and come back
 * when the text is as it was (taking the change back with the browser's own undo).
 */
export function useTextWithSpans(place: { turn: string; response: string }): (text: string) => void {
  const { t } = useTranslation('label');
  const { composer, say, offer } = useDesk();
  const lost = useRef<{ text: string; spans: Span[] }[]>([]);
  return (text) => {
    const before = composer.response(place);
    if (!before) return;
    const known = lost.current.find((each) => each.text === text);
    const { spans, dropped } = known
      ? { spans: known.spans, dropped: 0 }
      : carrySpans(before.text, text, before.spans);
    composer.changeResponse(place.turn, place.response, (now) => ({ ...now, text, spans }));
    if (dropped === 0) return;
    lost.current = [...lost.current, { text: before.text, spans: before.spans }].slice(-20);
    say(t('dialogue.dropped', { count: dropped }));
    offer(t('dialogue.dropped', { count: dropped }), () =>
      composer.changeResponse(place.turn, place.response, (now) => ({
        ...now,
        text: before.text,
        spans: before.spans,
      })),
    );
  };
}
