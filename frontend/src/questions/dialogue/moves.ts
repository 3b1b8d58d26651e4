import { flushSync } from 'react-dom';
import { useTranslation } from '../../i18n';
import { insert, isTied, join, type Ranks, rankOf, shift, tieWithAbove } from '../../rank/ranks';
import { useDesk } from './desk';
import { inOrder, isBlank, letterIn, ranked, removeResponse, restoreResponse } from './rules';

type Place = { turn: string; response: string };
/** What happens to a response in the order; `before`, `after` and `tie` may name another response. */
export type Move = 'up' | 'down' | 'tie' | 'before' | 'after' | 'remove';

function orderAfter(move: Move, ranks: Ranks, id: string, other?: string): string[][] {
  const at = other === undefined ? undefined : rankOf(ranks, other);
  if (at !== undefined && move === 'tie') return join(ranks, id, at);
  // Out of a tie that stays, the gap after it is one further: `insert` counts the ranks as they are now.
  if (at !== undefined) return insert(ranks, id, move === 'before' ? at - 1 : at);
  if (move === 'tie') return tieWithAbove(ranks, id);
  return shift(ranks, id, move === 'up' ? -1 : 1);
}

/** Moves a response or removes it; the focus stays where it was, or goes to where work goes on. */
export function useMoves(): (move: Move, place: Place, other?: string) => void {
  const { t } = useTranslation('label');
  const { composer, say, offer, goTo } = useDesk();

  const remove = ({ turn, response }: Place) => {
    const before = composer.turn(turn);
    const gone = before?.responses.find(({ id }) => id === response);
    if (!before || !gone) return;
    composer.changeTurn(turn, (now) => removeResponse(now, response));
    if (isBlank(gone)) {
      const order = inOrder(before);
      const at = order.findIndex(({ id }) => id === response);
      const next = order[at + 1] ?? order[at - 1];
      return goTo({ turn, response: next?.id ?? null });
    }
    offer(t('dialogue.gone.response', { letter: letterIn(before, response) }), () => {
      composer.changeTurn(turn, (now) => restoreResponse(now, before, response));
      goTo({ turn, response });
    });
  };

  return (move, place, other) => {
    if (move === 'remove') return remove(place);
    keepingFocus(() =>
      composer.changeTurn(place.turn, (turn) =>
        ranked(turn, (ranks) => orderAfter(move, ranks, place.response, other)),
      ),
    );
    const turn = composer.turn(place.turn);
    if (!turn) return;
    const said = { letter: letterIn(turn, place.response), rank: rankOf(turn.ranks, place.response) };
    say(t(isTied(turn.ranks, place.response) ? 'dialogue.said.movedTied' : 'dialogue.said.moved', said));
  };
}

/** A card that is put elsewhere in the page would lose the focus, and a field its selection. */
function keepingFocus(change: () => void): void {
  const element = document.activeElement;
  const field = element instanceof HTMLTextAreaElement ? element : null;
  const selection = field && ([field.selectionStart, field.selectionEnd, field.selectionDirection] as const);
  flushSync(change);
  if (!(element instanceof HTMLElement) || !element.isConnected) return;
  if (document.activeElement !== element) {
    element.focus({ preventScroll: true });
    if (field && selection) field.setSelectionRange(...selection);
  }
  element.closest('[data-block]')?.scrollIntoView({ block: 'nearest' });
}
