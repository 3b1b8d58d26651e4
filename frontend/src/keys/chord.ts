const MAC = typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.platform);

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/**
 * The chord of a key press as the table writes it: `Mod+Enter`, `Alt+ArrowUp`, `j`, `?`. Mod is ⌘ on a Mac and Ctrl
 * elsewhere. Shift counts for keys that print nothing and for letters with Mod: `?` is `?` wherever the keyboard has it.
 */
export function chordOf(event: Pressed, mac: boolean = MAC): string {
  const mod = mac ? event.metaKey : event.ctrlKey;
  const name = event.key === ' ' ? 'Space' : (withAlt(event) ?? event.key);
  const prints = name.length === 1;
  return [
    mod ? 'Mod+' : '',
    event.altKey ? 'Alt+' : '',
    event.shiftKey && (!prints || (mod && /[a-z]/i.test(name))) ? 'Shift+' : '',
    prints ? name.toLowerCase() : name,
  ].join('');
}

const BY_CODE: Readonly<Record<string, string>> = {
  Equal: '=',
  Minus: '-',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
  Comma: ',',
  Period: '.',
  Slash: '/',
};

/** With Alt a Mac's keys print other signs (`å`, `≠`); the chord is called by what is on the key. */
function withAlt({ altKey, shiftKey, key, code }: Pressed): string | undefined {
  if (!altKey) return undefined;
  const letter = code.match(/^Key([A-Z])$/)?.[1]?.toLowerCase();
  // Where Alt still prints a common sign, as on most keyboards, that sign is the one that was meant.
  if (letter || shiftKey || /^[!-~]$/.test(key)) return letter;
  return code.match(/^Digit([0-9])$/)?.[1] ?? BY_CODE[code];
}

/** The same key by its place on the board, for keyboards whose letters or digits print something else (Cyrillic, AZERTY). */
export function plainKeyOf(event: Pressed): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (/^[a-z0-9]$/i.test(event.key)) return event.key.toLowerCase();
  return (
    event.code
      .match(/^(?:Key([A-Z])|(?:Digit|Numpad)([0-9]))$/)
      ?.slice(1)
      .find(Boolean)
      ?.toLowerCase() ?? null
  );
}

const SYMBOLS: Record<string, string> = {
  Mod: MAC ? '⌘' : 'Ctrl',
  Alt: MAC ? '⌥' : 'Alt',
  Shift: MAC ? '⇧' : 'Shift',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Backspace: '⌫',
  Escape: 'Esc',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
};
/** A chord as caps to print: `['Ctrl', 'Enter']`. */
export const capsOf = (chord: string): string[] =>
  chord.split(/\+(?=.)/).map((part) => SYMBOLS[part] ?? (part.length === 1 ? part.toUpperCase() : part));

/** Whether keys are text for this element, so that commands must keep still. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return (
    target instanceof HTMLInputElement && !/^(radio|checkbox|button|submit|reset|range)$/.test(target.type)
  );
}

/** Whether Enter and Space already mean something for this element. */
export const isControl = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button, a[href], summary, [role="button"]') !== null;
