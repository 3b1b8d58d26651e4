import { expect, test } from 'vitest';
import type { DialogueQuestion, DialogueValue, WrittenTurn } from '../src/api/types';
import '../src/i18n';
import { dialogue } from '../src/questions/dialogue';
import { countOf } from '../src/questions/dialogue/count';
import * as rules from '../src/questions/dialogue/rules';
import { carrySpans, wordsOf } from '../src/questions/dialogue/spans';
import { subjectOf, type Target } from '../src/questions/target';
import { shift, tieWithAbove } from '../src/rank/ranks';
import { asked } from './helpers/dialogue';

const target = subjectOf({}).targets('item')[0] as Target;
const answered = (id: string, text: string) => ({ ...rules.blankResponse(id), text });
const turnOf = (id: string, prompt: string, ...texts: string[]): WrittenTurn => {
  const responses = texts.map((text, at) => answered(`r${at + 1}`, text));
  return {
    id,
    prompt: { text: prompt, images: [] },
    responses,
    ranks: responses.map((each) => [each.id]),
    continues_with: null,
  };
};
const reasons = (question: DialogueQuestion, value: DialogueValue, awaits = false) =>
  rules.missingIn(question, value, awaits).map(({ turn, response, gap }) => [turn, response, gap.reason]);

test('a dialogue begins with one turn and as many empty responses as are wanted', () => {
  const value = rules.begin(asked({ min_responses: 3 }));
  expect(value.turns).toHaveLength(1);
  expect(value.turns[0]?.responses.map(({ id }) => id)).toEqual(['r1', 'r2', 'r3']);
  expect(value.turns[0]?.ranks).toEqual([['r1'], ['r2'], ['r3']]);
  expect(rules.isEmpty(value)).toBe(true);
});
test('a new response comes last, with an id that was never used', () => {
  const turn = turnOf('t1', 'Hi', 'a', 'b', 'c');
  const less = rules.removeResponse(turn, 'r2');
  expect(less.ranks).toEqual([['r1'], ['r3']]);
  const { turn: more, id } = rules.addResponse(less);
  expect(id).toBe('r4');
  expect(more.ranks).toEqual([['r1'], ['r3'], ['r4']]);
  expect(more.responses.map((each) => rules.letterIn(more, each.id))).toEqual(['A', 'C', 'D']);
});
test('a removed response comes back where it stood, even in a tie, and what happened since stays', () => {
  const before = rules.ranked(turnOf('t1', 'Hi', 'a', 'b', 'c'), (ranks) => tieWithAbove(ranks, 'r2'));
  expect(before.ranks).toEqual([['r1', 'r2'], ['r3']]);
  const gone = rules.removeResponse({ ...before, continues_with: 'r2' }, 'r2');
  expect(gone.continues_with).toBeNull();
  const since = rules.withResponse(rules.addResponse(gone).turn, 'r1', (each) => ({ ...each, text: 'new' }));
  const back = rules.restoreResponse(since, { ...before, continues_with: 'r2' }, 'r2');
  expect(back.ranks).toEqual([['r1', 'r2'], ['r3'], ['r4']]);
  expect(back.responses.map(({ id, text }) => [id, text])).toEqual([
    ['r1', 'new'],
    ['r2', 'b'],
    ['r3', 'c'],
    ['r4', ''],
  ]);
  expect(back.continues_with).toBe('r2');
  expect(rules.restoreResponse(back, before, 'r2')).toBe(back);
});
test('a response alone on its rank comes back between the same neighbours', () => {
  const before = turnOf('t1', 'Hi', 'a', 'b', 'c');
  expect(rules.restoreResponse(rules.removeResponse(before, 'r2'), before, 'r2').ranks).toEqual([
    ['r1'],
    ['r2'],
    ['r3'],
  ]);
});
test('a removed turn comes back between the others', () => {
  const before = { turns: [turnOf('t1', 'a', 'x'), turnOf('t2', 'b', 'y'), turnOf('t3', 'c', 'z')] };
  const less = rules.removeTurn(before, 't2');
  expect(rules.addTurn(asked(), less).id).toBe('t4');
  expect(rules.restoreTurn(less, before, 't2')).toEqual(before);
});
test('responses are drawn in their order, and the dialogue goes on from the best unless another is chosen', () => {
  const turn = rules.ranked(turnOf('t1', 'Hi', 'a', 'b', 'c'), (ranks) => shift(ranks, 'r3', -1));
  expect(rules.inOrder(turn).map(({ id }) => id)).toEqual(['r1', 'r3', 'r2']);
  expect(rules.continuing(turn)?.id).toBe('r1');
  expect(rules.continuing({ ...turn, continues_with: 'r2' })?.id).toBe('r2');
  expect(rules.continuing(turnOf('t1', 'Hi', '', 'b'))?.id).toBe('r2');
  expect(rules.continuing(turnOf('t1', 'Hi', '', ''))).toBeUndefined();
});

test('what is missing is told from the beginning', () => {
  const question = asked({ min_turns: 2, min_responses: 2 });
  expect(reasons(question, { turns: [turnOf('t1', '', 'a', '')] })).toEqual([
    ['t1', null, 'prompt'],
    ['t1', null, 'responses'],
    [null, null, 'turns'],
  ]);
  expect(
    reasons(question, { turns: [turnOf('t1', 'Hi', 'a', 'b'), turnOf('t2', 'And?', 'c', 'd')] }),
  ).toEqual([]);
});
test('empty turns at the end are not sent, those in between are missing something', () => {
  const question = asked();
  const value = { turns: [turnOf('t1', 'Hi', 'a'), turnOf('t2', '', ''), turnOf('t3', 'And?', 'b')] };
  expect(reasons(question, value)).toEqual([
    ['t2', null, 'prompt'],
    ['t2', null, 'responses'],
  ]);
  const tail = { turns: [turnOf('t1', 'Hi', 'a', ''), turnOf('t2', '', '')] };
  expect(reasons(question, tail)).toEqual([]);
  const sent = rules.canonical(question, tail);
  expect(sent.turns.map(({ id }) => id)).toEqual(['t1']);
  expect(sent.turns[0]?.ranks).toEqual([['r1']]);
});
test('the first turn needs no prompt where the conversation ends with words of the user', () => {
  const value = { turns: [turnOf('t1', '', 'a'), turnOf('t2', '', 'b')] };
  expect(reasons(asked(), value, true)).toEqual([['t2', null, 'prompt']]);
  const { awaits } = subjectOf({ messages: [{ id: 'm1', role: 'user', text: 'Hi' }] }).targets(
    'item',
  )[0] as Target;
  expect(awaits).toBe(true);
});
test('pictures count as words; a tag alone does not', () => {
  const question = asked({ tags: [{ value: 'safe', title: 'Safe' }] });
  const turn = turnOf('t1', '', '');
  const pictured: WrittenTurn = {
    ...turn,
    prompt: { text: '', images: ['a'] },
    responses: [{ ...rules.blankResponse('r1'), images: ['b'] }],
  };
  expect(reasons(question, { turns: [pictured] })).toEqual([]);
  const tagged = rules.withResponse(pictured, 'r1', (each) => ({ ...each, images: [], tags: ['safe'] }));
  expect(reasons(question, { turns: [tagged] })).toEqual([['t1', 'r1', 'response']]);
});
test('ratings, labels of marks, ties and lengths are looked at', () => {
  const question = asked({
    ties: false,
    ratings: [{ name: 'helpful', title: 'Helpful', options: [{ value: 1, title: '1' }] }],
  });
  const turn = turnOf('t1', 'x'.repeat(100_002), 'a', 'b');
  const tied = rules.ranked(turn, (ranks) => tieWithAbove(ranks, 'r2'));
  const rated = rules.withResponse(tied, 'r1', (each) => ({
    ...each,
    ratings: { helpful: 1 },
    spans: [{ start: 0, end: 1, labels: [] }],
  }));
  expect(rules.missingIn(question, { turns: [rated] }, false).map(({ gap }) => gap)).toEqual([
    { reason: 'long', by: 2 },
    { reason: 'unlabelled' },
    { reason: 'unrated' },
    { reason: 'tied' },
  ]);
});
test('the sent form has every key, tags and labels in the order of the form, and where the dialogue goes on', () => {
  const labels = [
    { value: 'claim', title: 'Claim' },
    { value: 'risk', title: 'Risk' },
  ];
  const question = asked({ tags: [...labels], labels });
  const turn = rules.ranked(turnOf('t1', 'Hi', 'abc', 'b'), (ranks) => tieWithAbove(ranks, 'r2'));
  const value = {
    turns: [
      rules.withResponse({ ...turn, ranks: [['r2', 'r1']] }, 'r1', (each) => ({
        ...each,
        tags: ['risk', 'claim'],
        spans: [
          { start: 1, end: 2, labels: ['risk', 'claim'] },
          { start: 0, end: 2, labels: ['risk'] },
          { start: 1, end: 2, labels: ['claim', 'risk'] },
        ],
      })),
    ],
  };
  expect(rules.canonical(question, value)).toEqual({
    turns: [
      {
        id: 't1',
        prompt: { text: 'Hi', images: [] },
        responses: [
          {
            id: 'r1',
            text: 'abc',
            images: [],
            source: 'human',
            tags: ['claim', 'risk'],
            spans: [
              { start: 0, end: 2, labels: ['risk'] },
              { start: 1, end: 2, labels: ['claim', 'risk'] },
            ],
            ratings: {},
          },
          { id: 'r2', text: 'b', images: [], source: 'human', tags: [], spans: [], ratings: {} },
        ],
        ranks: [['r1', 'r2']],
        continues_with: 'r1',
      },
    ],
  });
});
test('a draft with gaps is made whole; a whole one stays the same object', () => {
  const holes = {
    turns: [{ id: 't1', responses: [{ id: 'r1', text: 'a' }, { id: 'r2' }], ranks: [['r2'], []] }],
  };
  const value = rules.whole(asked(), holes as unknown as DialogueValue);
  expect(value.turns[0]?.ranks).toEqual([['r2'], ['r1']]);
  expect(value.turns[0]?.prompt).toEqual({ text: '', images: [] });
  expect(rules.whole(asked(), value).turns[0]).toBe(value.turns[0]);
});
test('the summary counts what was written', () => {
  const value = {
    turns: [turnOf('t1', 'Hi', 'a', ''), turnOf('t2', 'And?', 'b', 'c'), turnOf('t3', '', '')],
  };
  expect(dialogue.summary(asked(), value, target)).toBe('2 turns · 3 responses');
});

test('every word can be read and copied, best response first', () => {
  const value = { turns: [{ ...turnOf('t1', 'Hi', 'a', 'b', ''), ranks: [['r2'], ['r1'], ['r3']] }] };
  expect(dialogue.inFull?.(asked(), value)).toBe(
    'Prompt of turn 1\nHi\n\nResponse B · Rank 1\nb\n\nResponse A · Rank 2\na',
  );
});

test('marks stay on their words while text changes around them', () => {
  const spans = [{ start: 4, end: 7, labels: ['x'] }];
  const move = (after: string) => carrySpans('the cat sat', after, spans);
  expect(move('see, the cat sat')).toEqual({ spans: [{ start: 9, end: 12, labels: ['x'] }], dropped: 0 });
  expect(move('the cat sat down')).toEqual({ spans, dropped: 0 });
  expect(move('the black cat sat')).toEqual({ spans: [{ start: 10, end: 13, labels: ['x'] }], dropped: 0 });
  expect(move('the cart sat').dropped).toBe(1);
  expect(move('').dropped).toBe(1);
});
test('marks are counted in code points', () => {
  const before = 'ab 👩‍👧 כן';
  const start = Array.from('ab 👩‍👧 ').length;
  const span = { start, end: start + 2, labels: ['x'] };
  const after = `🎉${before}`;
  const { spans } = carrySpans(before, after, [span]);
  expect(spans[0] && wordsOf(after, spans[0])).toBe('כן');
});
test('words are counted as their script has them', () => {
  expect(countOf('One two, three!')).toEqual({ words: 3, characters: 15 });
  expect(countOf('👍🏽').characters).toBe(2);
  expect(countOf('').words).toBe(0);
});
