import { type Mode, reservedIn } from '../keys/commands';

type Keyed = { key?: string };

/**
 * The key of each option, in order: the form's own where it is free, else its place from 1 to 9, else none.
 * Keys of commands (J, K, G …) keep their meaning everywhere, so a form cannot take them.
 * `mode` is where the keys are pressed. `preferred` names a better key than the place, such as the number of a point on a scale.
 */
export function optionKeys(
  options: readonly Keyed[],
  preferred: (at: number) => string = place,
  mode: Mode = 'item',
): (string | undefined)[] {
  const taken = new Set<string>(reservedIn(mode));
  const keys = options.map(({ key }) => {
    if (!key || taken.has(key)) return undefined;
    taken.add(key);
    return key;
  });
  return keys.map((key, at) => {
    if (key) return key;
    const own = preferred(at);
    if (!own || taken.has(own)) return undefined;
    taken.add(own);
    return own;
  });
}

const place = (at: number): string => (at < 9 ? String(at + 1) : '');

/** Which option a key picks: by its shown key, or by its place where that digit belongs to no other option. */
export function optionFor(
  options: readonly Keyed[],
  key: string,
  preferred?: (at: number) => string,
  mode?: Mode,
): number {
  return optionKeys(options, preferred, mode).indexOf(key);
}
