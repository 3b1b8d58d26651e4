import type { DialogueQuestion, DialogueValue, WrittenResponse, WrittenTurn } from '../../api/types';
import type { Item } from '../../label/item';
import type { Place } from './pictures';
import { whole, withResponse, withTurn } from './rules';

/**
 * Changes a dialogue where it is kept. Each change starts from what is there at that moment, never from a rendered
 * copy: pictures arrive while somebody types.
 */
export class Composer {
  readonly question: DialogueQuestion;
  readonly #item: Item;
  readonly #on: string;

  constructor(item: Item, question: DialogueQuestion, on: string) {
    this.#item = item;
    this.question = question;
    this.#on = on;
  }
  get value(): DialogueValue {
    const place = { question: this.question, on: this.#on };
    return whole(this.question, this.#item.value(place) as DialogueValue | undefined);
  }
  turn(id: string): WrittenTurn | undefined {
    return this.value.turns.find((turn) => turn.id === id);
  }
  response({ turn, response }: Place): WrittenResponse | undefined {
    return this.turn(turn)?.responses.find(({ id }) => id === response);
  }

  change(change: (value: DialogueValue) => DialogueValue): void {
    this.#item.set({ question: this.question, on: this.#on }, change(this.value));
  }
  changeTurn(id: string, change: (turn: WrittenTurn) => WrittenTurn): void {
    this.change((value) => withTurn(value, id, change));
  }
  changeResponse(turn: string, id: string, change: (response: WrittenResponse) => WrittenResponse): void {
    this.changeTurn(turn, (now) => withResponse(now, id, change));
  }
  /** The pictures of a prompt or of a response. */
  changeImages({ turn, response }: Place, change: (images: string[]) => string[]): void {
    if (response) this.changeResponse(turn, response, (now) => ({ ...now, images: change(now.images) }));
    else
      this.changeTurn(turn, (now) => ({
        ...now,
        prompt: { ...now.prompt, images: change(now.prompt.images) },
      }));
  }
}
