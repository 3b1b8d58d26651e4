import { useCallback, useRef, useState } from 'react';

type Change<Value> = Value | ((before: Value) => Value);

/**
 * State that outlives a look at another page and a reload: kept for this tab under a name until it is let go.
 * `clear` goes back to `initial` and forgets. Changes that follow each other within one event build on each other.
 */
export function useKept<Value>(
  name: string,
  initial: Value,
): readonly [value: Value, set: (change: Change<Value>) => void, clear: () => void] {
  const key = `concord-draft:${name}`;
  const [value, setValue] = useState<Value | undefined>(() => read<Value>(key));
  const start = useRef(initial);
  start.current = initial;
  const latest = useRef(value);
  const set = useCallback(
    (change: Change<Value>) => {
      const before = latest.current ?? start.current;
      const after = typeof change === 'function' ? (change as (before: Value) => Value)(before) : change;
      latest.current = after;
      setValue(after);
      sessionStorage.setItem(key, JSON.stringify(after));
    },
    [key],
  );
  const clear = useCallback(() => {
    latest.current = undefined;
    setValue(undefined);
    sessionStorage.removeItem(key);
  }, [key]);
  return [value ?? initial, set, clear];
}

function read<Value>(key: string): Value | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}
