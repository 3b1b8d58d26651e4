import { asProblem } from '../problem';

/**
 * A large file goes in parts, several at a time. What has arrived stays there: after a pause, a reload or a lost
 * connection only what is missing is sent. Bytes everywhere; parts count from 1.
 */
export type Parts = { part_size: number; parts: number; arrived: readonly number[] };

/** What sending does to the world; the tests bring their own. Each rejects with an AbortError once it is called off. */
export type PartEffects = {
  /** What the store has already. */
  arrived(): Promise<Parts>;
  /** Where to send parts; the addresses live for minutes. */
  addresses(numbers: readonly number[]): Promise<{ [number: string]: string }>;
  put(address: string, from: number, to: number, onSent: (bytes: number) => void): Promise<void>;
  wait(milliseconds: number): Promise<void>;
  /** Resolves at once, or when the network is back. */
  online(): Promise<void>;
};

const AT_ONCE = 3;
/** So many addresses are asked for together. */
const ADDRESSES = 12;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
const PATIENCE = 8;

/** Sends what is missing of a file of `size` bytes; `onSent` hears how much has arrived or left, in all. */
export async function sendParts(
  size: number,
  effects: PartEffects,
  onSent: (bytes: number) => void,
): Promise<void> {
  const { part_size, parts, arrived } = await patiently(effects, effects.arrived);
  const sent = new Map(arrived.map((number) => [number, lengthOf(number, size, part_size)]));
  const tell = (): void => onSent([...sent.values()].reduce((sum, bytes) => sum + bytes, 0));
  tell();
  const missing = range(1, parts).filter((number) => !sent.has(number));
  const addresses = new Addresses(missing, effects);
  const sendOne = async (number: number): Promise<void> => {
    const from = (number - 1) * part_size;
    const length = lengthOf(number, size, part_size);
    const note = (bytes: number): void => {
      sent.set(number, Math.min(bytes, length));
      tell();
    };
    await patiently(effects, async () => {
      note(0);
      const address = await addresses.of(number);
      try {
        await effects.put(address, from, from + length, note);
      } catch (thrown) {
        addresses.forget(number); // it may have grown old
        throw thrown;
      }
    });
    note(length);
  };
  const queue = missing.values();
  const sender = async (): Promise<void> => {
    for (const number of queue) await sendOne(number);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, missing.length) }, sender));
}

/** The addresses of parts, asked for some at a time, in the order in which they will be wanted. */
class Addresses {
  private known = new Map<number, string>();
  private asking: Promise<void> = Promise.resolve();
  private readonly wanted: readonly number[];
  private readonly effects: PartEffects;

  constructor(wanted: readonly number[], effects: PartEffects) {
    this.wanted = wanted;
    this.effects = effects;
  }

  async of(number: number): Promise<string> {
    if (!this.known.has(number)) {
      this.asking = this.asking.catch(() => undefined).then(() => this.ask(number));
      await this.asking;
    }
    return this.known.get(number) ?? '';
  }

  forget(number: number): void {
    this.known.delete(number);
  }

  private async ask(number: number): Promise<void> {
    if (this.known.has(number)) return; // came with another's
    const at = this.wanted.indexOf(number);
    const numbers = this.wanted.slice(at, at + ADDRESSES).filter((each) => !this.known.has(each));
    const given = await this.effects.addresses(numbers);
    for (const [name, address] of Object.entries(given)) this.known.set(Number(name), address);
  }
}

const lengthOf = (number: number, size: number, partSize: number): number =>
  Math.max(0, Math.min(partSize, size - (number - 1) * partSize));
const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);

/** Does something until it works: waits for the network, and longer each time; gives up only where waiting won't help. */
async function patiently<Result>(effects: PartEffects, work: () => Promise<Result>): Promise<Result> {
  let pause = FIRST_PAUSE;
  for (let failures = 1; ; failures++)
    try {
      return await work();
    } catch (thrown) {
      const { passing, status } = problemIn(thrown);
      // An address that has grown old is refused; with a new one it works.
      if (failures >= PATIENCE || !(passing || (status === 403 && failures < 3))) throw thrown;
      await effects.wait(pause);
      await effects.online();
      pause = Math.min(LONGEST_PAUSE, pause * 2);
    }
}

function problemIn(thrown: unknown): { passing: boolean; status: number } {
  if (thrown instanceof DOMException && thrown.name === 'AbortError') return { passing: false, status: -1 };
  return asProblem(thrown);
}
