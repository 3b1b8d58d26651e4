import type { ElementContent, Root } from 'hast';
import { expect, test } from 'vitest';
import { parseMarkdown } from '../src/text/markdown';
import { Offsets } from '../src/text/offsets';
import { Reading } from '../src/text/pieces';
import { extend, snapped, step, stretchOf } from '../src/text/words';

test('code points are counted as Python counts them', () => {
  const text = 'a🎉é\u0301數שלום👩‍👩‍👧 end';
  const points = Array.from(text);
  const offsets = new Offsets(text);
  for (let n = 0; n <= points.length; n++) {
    const units = points.slice(0, n).join('').length;
    expect(offsets.toPoints(units)).toBe(n);
    expect(offsets.toUnits(n)).toBe(units);
  }
});
test('inside of a surrogate pair is before its character', () => {
  expect(new Offsets('a🎉b').toPoints(2)).toBe(1);
});

type Sourced = { text: string; at: number | undefined; to: number | undefined };
const leaves = (node: Root | ElementContent): Sourced[] =>
  node.type === 'text'
    ? [{ text: node.value, at: node.data?.at, to: node.data?.to }]
    : 'children' in node
      ? node.type === 'element' && node.properties.dataMath
        ? [{ text: '∑', at: node.data?.at, to: node.data?.to }]
        : node.children.flatMap((each) => leaves(each as ElementContent))
      : [];
const sourced = async (source: string) =>
  leaves(await parseMarkdown(source, 'kept', true)).filter(({ text, at }) => text.trim() || at !== undefined);
/** What stands in the source for each text, as far as it has a place there. */
const written = async (source: string) =>
  (await sourced(source)).flatMap(({ text, at, to }) =>
    at === undefined ? [] : [[text, source.slice(at, to ?? at + text.length)]],
  );

test('positions are forgotten unless they are asked for', async () => {
  expect(JSON.stringify(await parseMarkdown('a **b** &amp; `c`'))).not.toMatch(/"(at|position|data)"/);
});
test('a text stands in the source letter by letter', async () => {
  expect(
    await written('# Head\n\nplain **bold** _it_ ~~gone~~ [link](https://x.org "t")\n\n- one\n- two'),
  ).toEqual(
    ['Head', 'plain ', 'bold', ' ', 'it', ' ', 'gone', ' ', 'link', 'one', 'two'].map((text) => [text, text]),
  );
});
test('escaped signs stand behind their backslash; references are marked as a whole', async () => {
  expect(await written('a \\* b &amp; c &#128512; \\\\ &NotEqualTilde;x')).toEqual([
    ['a ', 'a '],
    ['* b ', '* b '],
    ['&', '&amp;'],
    [' c ', ' c '],
    ['😀', '&#128512;'],
    [' ', ' '],
    ['\\ ', '\\ '],
    ['≂̸', '&NotEqualTilde;'],
    ['x', 'x'],
  ]);
});
test('a reference to an ampersand is told from what follows it', async () => {
  expect(await written('&amp;amp; x')).toEqual([
    ['&', '&amp;'],
    ['amp; x', 'amp; x'],
  ]);
});
test.each([
  ['inline $x^2$ here', '$x^2$'],
  ['inline \\(x^2\\) here', '\\(x^2\\)'],
  ['so\n\n\\[\nx^2\n\\]\n\nend', '\\[\nx^2\n\\]'],
  ['$$\nx \\\\[2pt] y\n$$', '$$\nx \\\\[2pt] y\n$$'],
])('the formula in %j is marked with its delimiters', async (source, formula) => {
  expect(await written(source)).toContainEqual(['∑', formula]);
});
test('lines of quotes, lists and code know their place, coloured or not', async () => {
  const source =
    '> quoted\n> on & on\n\n1. ```python\n   def f():\n     pass\n   ```\n\n    indented\n    twice\n';
  const pairs = await written(source);
  for (const [text, at] of pairs) expect(at).toBe(text);
  expect(pairs.map(([text]) => text).join('')).toContain('def f():\n');
  expect(pairs.map(([text]) => text).join('')).toContain('on & on');
});
test('code that goes over the lines of a quote is two pieces, without the sign of the quote', async () => {
  expect(await written('> a `b\n> c` d')).toEqual([
    ['a ', 'a '],
    ['b ', 'b\n'],
    ['c', 'c'],
    [' d', ' d'],
  ]);
});
test('links found in plain words have a place, and so have the words around them', async () => {
  expect(await written('see www.example.org, or mail me@example.org now')).toEqual(
    ['see ', 'www.example.org', ', or mail ', 'me@example.org', ' now'].map((text) => [text, text]),
  );
});
test('cells of tables with escaped bars have a place', async () => {
  expect(await written('| a \\| b | `c \\| d` |\n|---|---|\n| 1 | &lt;2 |')).toEqual([
    ['a ', 'a '],
    ['| b', '| b'],
    ['c ', 'c '],
    ['| d', '| d'],
    ['1', '1'],
    ['<', '&lt;'],
    ['2', '2'],
  ]);
});
test('HTML and pictures from elsewhere have a place; what the page adds has none', async () => {
  expect(await written('<b>x</b> ![alt text](https://x.org/y.png)')).toEqual([
    ['<b>', '<b>'],
    ['x', 'x'],
    ['</b>', '</b>'],
    [' ', ' '],
    ['alt text', 'alt text'],
  ]);
  const notes = await sourced('a[^n]\n\n[^n]: the note');
  expect(notes.filter(({ at }) => at === undefined).map(({ text }) => text)).toEqual(['Footnotes', '↩']);
});
test('a mark of byte order, Windows line ends and tabs shift nothing', async () => {
  for (const [text, at] of await written('\uFEFFone\r\ntwo\tthree\r\n\r\n\tcode\r\n'))
    expect(at?.replace('\r', '\n')).toBe(text?.replace('\r', '\n'));
});
test('what looks like a formula and is none is shown as it was written', async () => {
  const read = async (source: string) => new Reading(await parseMarkdown(source, 'kept', true)).text.trim();
  expect(await read('`re.match(r"\\(\\d+\\)")`')).toBe('re.match(r"\\(\\d+\\)")');
  expect(await read('```\n\\[a\\]\n```')).toBe('\\[a\\]');
  expect(await read('one \\( bracket')).toBe('one ( bracket');
});

/** Small repeatable random numbers (mulberry32), so that a failure can be seen again. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below) | 0;
  };
}
const SIGNS = [
  ...[
    '*',
    '**',
    '_',
    '`',
    '``',
    '~~',
    '[',
    '](u)',
    '\\*',
    '\\',
    '&amp;',
    '&lt;',
    '&',
    '<b>',
    '>',
    '|',
    '#',
    '![',
  ],
  ...[
    '\n',
    '\n\n',
    '\n> ',
    '\n- ',
    '\n1. ',
    '\n    ',
    '\n# ',
    '\n```\n',
    '\n|',
    '  \n',
    '\t',
    ' ',
    '$',
    '\\(',
    '\\)',
  ],
  ...['\n| a | b |\n|---|---|\n| ', 'www.', 'https://', '\r\n', '[^1]', '\n[^1]: '],
];
/** Every letter stands once, so that its place in the source is no matter of opinion. */
function randomSource(seed: number): { source: string; letters: Set<string> } {
  const random = randomFrom(seed);
  const letters = new Set<string>();
  let source = '';
  for (let part = 0; part < 60; part++) {
    if (random(3) === 0) source += SIGNS[random(SIGNS.length)];
    const base = [0x4e00, 0x5d0, 0x1f600, 0x3b1, 0xac00][random(5)] ?? 0x4e00;
    for (let n = random(4); n > 0; n--) {
      const letter = String.fromCodePoint(base + ((seed + letters.size) % 24));
      if (letters.has(letter)) continue;
      letters.add(letter);
      source += letter;
    }
  }
  return { source, letters };
}

test('in random texts every letter that is read is where the source has it', async () => {
  for (let seed = 1; seed <= 1_000; seed++) {
    const { source, letters } = randomSource(seed);
    for (const { text, at, to } of await sourced(source)) {
      for (const { 0: letter, index } of text.matchAll(/./gsu)) {
        if (!letters.has(letter)) continue;
        const place = source.indexOf(letter);
        const found =
          at !== undefined && (to === undefined ? at + index === place : at <= place && place < to);
        // An address with half a formula in it, and the words for a picture with signs in them, are marked as a whole.
        const whole = to !== undefined && text !== '∑' && !/:\/\/|www\./.test(text) && !source.includes('![');
        if (!found || whole) throw new Error(`Seed ${seed}: ${letter} of ${JSON.stringify(source)} at ${at}`);
      }
    }
  }
});

test('what is read leads to the source and back', async () => {
  const source = 'A **bold** claim &amp; $x$\n\nnext';
  const reading = new Reading(await parseMarkdown(source, 'kept', true));
  const of = (words: string) => {
    const start = reading.text.indexOf(words);
    const stretch = reading.toSource({ start, end: start + words.length });
    return stretch && source.slice(stretch.start, stretch.end);
  };
  expect(of('A bold')).toBe('A **bold');
  expect(of('claim & ')).toBe('claim &amp; ');
  expect(of('\uFFFC')).toBe('$x$');
  expect(of('bold claim & \uFFFC\nnext')).toBe('bold** claim &amp; $x$\n\nnext');
  const back = reading.toRead({ start: 4, end: source.indexOf('$') });
  expect(back && reading.text.slice(back.start, back.end)).toBe('bold claim & ');
  expect(reading.toRead({ start: 2, end: 4 })).toBeNull();
});

test('a selection snaps to words or to characters, in languages without spaces too', () => {
  const of = (text: string, words: string, unit: 'word' | 'character') => {
    const start = text.indexOf(words);
    const found = snapped(text, { start, end: start + words.length }, unit);
    return found && text.slice(found.start, found.end);
  };
  expect(of('the quick brown fox', 'ick bro', 'word')).toBe('quick brown');
  expect(of('the quick brown fox', 'ick bro', 'character')).toBe('ick bro');
  expect(of('the quick ', ' quick ', 'word')).toBe('quick');
  expect(of('a 👩‍👩‍👧 b', '👩‍', 'character')).toBe('👩‍👩‍👧');
  expect(of('東京に行く', '東', 'word')).toBe('東京');
  expect(of('שלום עולם', 'לום ע', 'word')).toBe('שלום עולם');
  expect(of('a  b', '  ', 'word')).toBeNull();
});
test('the keyboard goes by words over lines, extends, shrinks and turns around', () => {
  const text = 'one two\n\nthree, four';
  const read = (caret: ReturnType<typeof step>) => {
    const stretch = caret && stretchOf(caret);
    return stretch && text.slice(stretch.start, stretch.end);
  };
  let caret = step(text, { anchor: 0, head: 0 }, 'word', 1);
  expect(read(caret)).toBe('one');
  const go = (change: typeof step, unit: 'word' | 'character', by: -1 | 1) => {
    caret = caret && change(text, caret, unit, by);
    return read(caret);
  };
  expect(go(step, 'word', 1)).toBe('two');
  expect(go(step, 'word', 1)).toBe('three');
  expect(go(extend, 'word', 1)).toBe('three, four');
  expect(go(extend, 'word', -1)).toBe('three');
  expect(go(extend, 'character', -1)).toBe('thre');
  expect(go(extend, 'word', 1)).toBe('three');
  expect(go(extend, 'word', 1)).toBe('three, four');
  expect(go(extend, 'word', -1)).toBe('three');
  expect(go(step, 'word', -1)).toBe('two');
  expect(go(extend, 'word', -1)).toBe('one two');
  expect(go(extend, 'word', 1)).toBe('two');
  expect(go(step, 'character', 1)).toBe('t');
});
