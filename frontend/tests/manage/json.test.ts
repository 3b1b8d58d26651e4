import { expect, test } from 'vitest';
import { adopt, CONTENT_KEYS, emptyDraft, KINDS, SCOPES, toForm } from '../../src/manage/form/draft';
import { locate, pretty, readForm, spotOf } from '../../src/manage/form/json';
import { formOf, harm, order, quality, safe, why } from '../helpers/forms';

const words = {
  syntax: 'syntax',
  object: 'object',
  list: 'list',
  kind: 'kind',
  name: 'name',
  options: 'options',
  text: 'text',
  value: 'value',
  part: 'part',
  scope: 'scope',
  when: 'when',
};
const read = (text: string) => readForm(text, { kinds: KINDS, parts: CONTENT_KEYS, scopes: SCOPES }, words);
const problems = (text: string) => {
  const answer = read(text);
  return 'problems' in answer ? answer.problems : [];
};

test('a form written out reads back as the same form', () => {
  const form = formOf(order, safe, harm, quality, why);
  const text = pretty(form);
  expect(JSON.parse(text)).toEqual(form);
  expect(read(text)).toEqual({ form });
});

test('what fits on a line stays on one', () => {
  expect(pretty({ a: [1, 2], b: { c: 'x' } })).toBe('{"a": [1, 2], "b": {"c": "x"}}');
  const long = pretty({
    options: Array.from({ length: 3 }, (_, value) => ({ value, title: 'x'.repeat(30) })),
  });
  expect(long.split('\n')).toHaveLength(7);
  expect(pretty([])).toBe('[]');
});

test.each([
  ['{"a": }', 1, 7],
  ['{\n  "a": 1,\n  "b" 2\n}', 3, 7],
  ['{"a": 1,}', 1, 9],
  ['[1, 2', 1, 6],
  ['{"a": "x\ny"}', 1, 7],
  ['{"a": 01}', 1, 8],
  ['', 1, 1],
  ['{} x', 1, 4],
])('where %j stops being JSON is said by line and column', (text, line, column) => {
  expect(problems(text)).toEqual([{ pointer: '', detail: 'syntax', line, column }]);
});

test('our reader takes just what JSON.parse takes', () => {
  const texts = [
    '1',
    '-0.5e+3',
    '"\\u00e9\\n"',
    'true',
    'null',
    ' [ ] ',
    '{"":{"":[]}}',
    '"a',
    "{'a':1}",
    '+1',
    'NaN',
    '[1,,2]',
    '{"a":1 "b":2}',
    '"\\x"',
    '1 2',
    '[1,2,]',
  ];
  for (const text of texts) {
    const taken = !('at' in locate(text));
    let parsed = true;
    try {
      JSON.parse(text);
    } catch {
      parsed = false;
    }
    expect([text, taken]).toEqual([text, parsed]);
  }
});

test('what keeps JSON from being a form is said at its place', () => {
  const text = pretty(formOf(order, safe)).replace('"kind": "ranking"', '"kind": "rankng"');
  const [problem] = problems(text);
  expect(problem).toMatchObject({ pointer: '/questions/0/kind', detail: 'kind' });
  expect(text.split('\n')[(problem?.line ?? 0) - 1]).toContain('rankng');
  expect(problems('[]')).toMatchObject([{ pointer: '', detail: 'object' }]);
  expect(problems('{"shows": 1}')).toMatchObject([{ detail: 'list' }, { detail: 'list' }]);
  expect(problems('{"shows": [], "questions": [{"kind": "choice", "name": ""}]}')).toMatchObject([
    { pointer: '/questions/0/name' },
    { pointer: '/questions/0', detail: 'options' },
  ]);
  expect(
    problems('{"shows": [], "questions": [{"kind": "dialogue", "name": "d", "ratings": [{"name": "x"}]}]}'),
  ).toMatchObject([{ pointer: '/questions/0/ratings/0', detail: 'options' }]);
});

test("a server's pointer is found in the text, or the nearest thing around it", () => {
  const text = '{\n  "shows": [],\n  "questions": [\n    {"name": "a/b",\n     "title": ""}\n  ]\n}';
  expect(spotOf(text, '/questions/0/title')).toEqual({ line: 5, column: 15 });
  expect(spotOf(text, '/questions/0/help')).toEqual({ line: 4, column: 5 });
  expect(spotOf(text, '/questions/9')).toEqual({ line: 3, column: 16 });
  expect(spotOf('{"a/b": {"c": 1}}', '/a~1b/c').column).toBe(15);
});

test.each([
  ['{"shows": ["prompt", "foo"], "questions": []}', '/shows/1', 'part'],
  ['{"shows": [], "questions": [1]}', '/questions/0', 'object'],
  ['{"shows": [], "questions": [{"kind": "text", "name": "a", "title": 5}]}', '/questions/0/title', 'text'],
  [
    '{"shows": [], "questions": [{"kind": "text", "name": "a", "scope": "moon"}]}',
    '/questions/0/scope',
    'scope',
  ],
  ['{"shows": [], "questions": [{"kind": "text", "name": "a", "when": "x"}]}', '/questions/0/when', 'when'],
  [
    '{"shows": [], "questions": [{"kind": "choice", "name": "a", "options": [{"value": "x", "key": 1}]}]}',
    '/questions/0/options/0/key',
    'text',
  ],
  [
    '{"shows": [], "questions": [{"kind": "choice", "name": "a", "options": [{"title": "x"}]}]}',
    '/questions/0/options/0/value',
    'value',
  ],
  [
    '{"shows": [], "questions": [{"kind": "regions", "name": "a", "options": [], "shapes": "box"}]}',
    '/questions/0/shapes',
    'list',
  ],
])('%s is refused before it reaches the editor', (text, pointer, detail) => {
  expect(problems(text)).toMatchObject([{ pointer, detail }]);
});

test.each(KINDS)('the least that can be said of a %s question is enough for the editor', (kind) => {
  const answer = read(JSON.stringify({ shows: [], questions: [{ kind, name: 'a', options: [] }] }));
  expect('form' in answer && toForm(adopt(emptyDraft(), answer.form)).questions[0]).toMatchObject({
    kind,
    name: 'a',
    title: '',
    scope: 'item',
  });
});
