import { beforeAll, expect, test } from 'vitest';
import {
  annotatorsOf as comparedOf,
  NOTHING_SETTLED,
  openPlaces,
  bodyOf as resolutionOf,
  sourceAt,
  takeAll,
  takeNone,
  takeOne,
  written,
} from '../../src/adjudicate/rules';
import type { Answer, Form, Question } from '../../src/api/types';
import type { Annotator } from '../../src/compare/annotators';
import { cardsOf, isSettled } from '../../src/compare/cards';
import { isAlike, stretchesBy } from '../../src/compare/marks';
import { moved, placesOf, together } from '../../src/compare/ranking';
import { barOf, isAt, marksOf } from '../../src/compare/scale';
import { loadKinds } from '../../src/questions/kinds';
import { subjectOf } from '../../src/questions/target';
import {
  annotatorsOf,
  bodyOf,
  changesBetween,
  fittingAnchor,
  isBlank,
  lackOf,
  NO_OPINION,
  nextUp,
  remarkText,
} from '../../src/review/rules';
import type { AdjudicationWork, Judged, ReviewWork, UpForReview } from '../../src/review/types';
import { contentOf, formOf, order, quality, safe, why } from '../helpers/forms';

const marks = {
  name: 'marks',
  kind: 'spans',
  title: 'Marks',
  scope: 'responses',
  required: false,
  options: [{ value: 'claim', title: 'Claim' }],
  overlap: true,
  multiple: false,
  snap: 'word',
} as Question;
const form: Form = formOf(order, safe, quality, marks, why);
const content = contentOf(2);
beforeAll(() => loadKinds(form));

const rating = (value: number): Answer => ({ question: 'quality', on: 'item', value: { rating: value } });
const ranks = (...levels: string[][]): Answer => ({
  question: 'order',
  on: 'item',
  value: { ranks: levels },
});
const isSafe = (on: string, ...choices: string[]): Answer => ({ question: 'safe', on, value: { choices } });
const person = (number: number, ...answers: Answer[]): Annotator => ({
  id: `p${number}`,
  number,
  name: `P${number}`,
  answers,
});
const judged = (id: string, name: string | null, ...answers: Answer[]): Judged => ({
  id,
  revision: 2,
  answers,
  own_answers: null,
  form_version: 1,
  seconds: 60,
  submitted_at: '2026-11-01T00:00:00Z',
  member: name === null ? null : { id, name },
  agreement: null,
  verdicts: [],
});
const up = (id: string, annotation = judged(`n-${id}`, id)): UpForReview => ({
  assignment_id: id,
  annotation,
  comments: [],
});

test('the most disputed question comes first, texts before what all agree on, and that is settled', () => {
  const people = [
    person(1, ranks(['r1'], ['r2']), rating(3), { question: 'why', on: 'item', value: { text: 'Clear.' } }),
    person(2, ranks(['r2'], ['r1']), rating(3), { question: 'why', on: 'item', value: { text: 'Vague.' } }),
  ];
  const cards = cardsOf(form, content, people, { order: 0, quality: 1 });
  expect(cards.map(({ name }) => name)).toEqual(['order', 'why', 'quality']);
  expect(cards.map(isSettled)).toEqual([false, false, true]);
});

test('a question that somebody left out is no settled one', () => {
  const [card] = cardsOf(formOf(quality), content, [person(1, rating(3)), person(2)], {});
  expect(card && isSettled(card)).toBe(false);
});

test('the order of all orders goes by mean place, and ties share the middle of theirs', () => {
  expect([...placesOf([['a'], ['b', 'c']])]).toEqual([
    ['a', 1],
    ['b', 2.5],
    ['c', 2.5],
  ]);
  expect(
    together([
      [['a'], ['b'], ['c']],
      [['b'], ['a'], ['c']],
    ]),
  ).toEqual([['a', 'b'], ['c']]);
});

test('what stands elsewhere than in another order tells by how many places; half a place is none', () => {
  const all = [['c'], ['a'], ['b']];
  expect(moved('b', [['b'], ['c'], ['a']], all)).toBe(2);
  expect(moved('c', [['b'], ['c'], ['a']], all)).toBe(-1);
  expect(moved('a', [['c'], ['a', 'b']], all)).toBe(0);
  expect(moved('x', [['c']], all)).toBe(0);
});

test('a preference is a bar from the middle of the scale to its side', () => {
  const question = {
    name: 'which',
    kind: 'preference',
    title: 'Which?',
    scope: 'item',
    required: true,
    strengths: [
      { value: 1, title: 'Slightly' },
      { value: 2, title: 'Much' },
    ],
    tie: true,
    both_bad: true,
  } as Extract<Question, { kind: 'preference' }>;
  const responses = subjectOf(content).responses;
  const columns = marksOf(question).map(({ key }) => key);
  expect(columns).toEqual(['step 1', 'step 2', 'tie', 'step 3', 'step 4', 'both_bad']);
  expect([...barOf(question, { preferred: 'r2', strength: 2 }, responses)]).toEqual(['step 3', 'step 4']);
  expect([...barOf(question, { preferred: 'r1', strength: 1 }, responses)]).toEqual(['step 2']);
  expect([...barOf(question, { preferred: null, reason: 'tie' }, responses)]).toEqual([]);
  const bad = marksOf(question).at(-1);
  expect(bad && isAt({ preferred: null, reason: 'both_bad' }, bad, responses)).toBe(true);
});

test('a stretch is listed once, with what each person called it', () => {
  const spans = (...found: [number, number][]): Answer => ({
    question: 'marks',
    on: 'responses.r1',
    value: { spans: found.map(([start, end]) => ({ start, end, labels: ['claim'] })) },
  });
  const [card] = cardsOf(form, content, [person(1, spans([0, 4])), person(2, spans([5, 6], [0, 4]))], {});
  const rows = stretchesBy(card?.rows[0] as never);
  expect(rows).toEqual([
    { start: 0, end: 4, labels: [['claim'], ['claim']] },
    { start: 5, end: 6, labels: [null, ['claim']] },
  ]);
  expect(rows.map(isAlike)).toEqual([true, false]);
});

test('returning wants a reason or words, rejecting a reason, correcting a change and why', () => {
  const before = [rating(3)];
  const opinion = (more: object) => ({ ...NO_OPINION, ...more });
  expect(lackOf(opinion({ verdict: 'returned' }), before)).toBe('why');
  expect(lackOf(opinion({ verdict: 'returned', comment: '  ' }), before)).toBe('why');
  expect(lackOf(opinion({ verdict: 'returned', comment: 'Look again.' }), before)).toBeNull();
  expect(lackOf(opinion({ verdict: 'rejected', comment: 'No.' }), before)).toBe('reason');
  expect(lackOf(opinion({ verdict: 'rejected', reason: 'careless' }), before)).toBeNull();
  expect(lackOf(opinion({ verdict: 'corrected', answers: [rating(3)], reason: 'other' }), before)).toBe(
    'change',
  );
  expect(lackOf(opinion({ verdict: 'corrected', answers: [rating(4)] }), before)).toBe('why');
  expect(lackOf(opinion({ verdict: 'corrected', answers: [rating(4)], reason: 'other' }), before)).toBeNull();
});

test('a verdict names the revision that was seen; an acceptance takes nothing along that was begun for another', () => {
  const opinion = { ...NO_OPINION, reason: 'other', comment: ' Good. ', answers: [rating(4)] };
  expect(bodyOf('accepted', opinion, 2)).toEqual({
    verdict: 'accepted',
    revision: 2,
    reason: '',
    comment: '',
    comments: [],
  });
  expect(bodyOf('corrected', opinion, 2)).toMatchObject({
    reason: 'other',
    comment: 'Good.',
    answers: [rating(4)],
  });
});

test('changes are what is said otherwise, in the order of the form, however its keys are ordered', () => {
  const before: Answer[] = [
    rating(3),
    { question: 'safe', on: 'item', value: { choices: ['a'], other: 'b' } },
  ];
  const after: Answer[] = [
    { question: 'safe', on: 'item', value: { other: 'b', choices: ['a'] } },
    rating(4),
    ranks(['r1']),
  ];
  expect(changesBetween(before, after, form).map(({ question }) => question)).toEqual(['order', 'quality']);
});

test('whoever is up for review has the first numbers, and no name where none may be known', () => {
  const work = {
    reviews: [up('a', judged('n1', null)), up('b', judged('n2', null))],
    others: [judged('n3', 'Cleo')],
    assets: {},
  } as unknown as ReviewWork;
  expect(
    annotatorsOf(work, (number) => `Annotator ${number}`).map(({ number, name, judged }) => [
      number,
      name,
      judged,
    ]),
  ).toEqual([
    [1, 'Annotator 1', true],
    [2, 'Annotator 2', true],
    [3, 'Cleo', false],
  ]);
});

test('after a verdict comes the next annotation that is left, and none after the last', () => {
  const reviews = [up('a'), up('b'), up('c')];
  expect(nextUp(reviews, new Set(['b']), 'b')?.assignment_id).toBe('c');
  expect(nextUp(reviews, new Set(['c']), 'c')?.assignment_id).toBe('a');
  expect(nextUp(reviews, new Set(['a', 'b', 'c']), 'c')).toBeUndefined();
});

test('a remark goes where a question asks, with the stretch where the question is about stretches', () => {
  const wanted = { on: 'responses.r1', start: 0, end: 4 };
  expect(fittingAnchor(form, content, wanted)).toEqual({ question: 'marks', ...wanted });
  expect(fittingAnchor(formOf(safe), content, wanted)).toEqual({ question: 'safe', on: 'responses.r1' });
  expect(fittingAnchor(formOf(quality), content, wanted)).toBeNull();
  const words = { question: 'why', on: 'item', start: 1, end: 2 };
  expect(fittingAnchor(form, content, words)).toEqual(words);
});

test('words that a place cannot hold stand in the remark', () => {
  expect(remarkText('Wrong.', 'the sea', { question: 'safe', on: 'responses.r1' })).toBe(
    '“the sea” – Wrong.',
  );
  expect(remarkText('Wrong.', 'the sea', { question: 'marks', on: 'responses.r1', start: 0, end: 7 })).toBe(
    'Wrong.',
  );
});

test('an opinion without anything in it is blank', () => {
  expect(isBlank(NO_OPINION)).toBe(true);
  expect(isBlank({ ...NO_OPINION, comment: ' ' })).toBe(true);
  expect(isBlank({ ...NO_OPINION, remarks: [{ text: 'x', anchor: null }] })).toBe(false);
});

const [one, other] = [
  person(1, ranks(['r1'], ['r2']), rating(3), isSafe('responses.r1', 'yes'), isSafe('responses.r2', 'no')),
  person(2, ranks(['r2'], ['r1']), rating(5), isSafe('responses.r1', 'no'), isSafe('responses.r2', 'no')),
] as [Annotator, Annotator];

test('a whole answer is taken, then one question from somebody else, then let go of', () => {
  const whole = takeAll(NOTHING_SETTLED, one);
  expect(sourceAt(whole, 'quality', 'item')).toBe('p1');
  const mixed = takeOne(whole, other, 'quality');
  expect(sourceAt(mixed, 'quality', 'item')).toBe('p2');
  expect(sourceAt(mixed, 'order', 'item')).toBe('p1');
  const without = takeOne(mixed, other, 'quality');
  expect(sourceAt(without, 'quality', 'item')).toBeNull();
  expect(sourceAt(takeNone(mixed, 'order'), 'order', 'item')).toBeNull();
});

test('of a question about responses one response can be taken alone', () => {
  const mixed = takeOne(takeAll(NOTHING_SETTLED, one), other, 'safe', 'responses.r1');
  expect(sourceAt(mixed, 'safe', 'responses.r1')).toBe('p2');
  expect(sourceAt(mixed, 'safe', 'responses.r2')).toBe('p1');
});

test('what is written is in no one’s name, what was left as it was stays in its own', () => {
  const whole = takeAll(NOTHING_SETTLED, one);
  const changed = written(whole, [ranks(['r1'], ['r2']), rating(1)]);
  expect(sourceAt(changed, 'quality', 'item')).toBe('own');
  expect(sourceAt(changed, 'order', 'item')).toBe('p1');
});

test('an item is settled when every question that must be is answered, and says whose each answer is', () => {
  const subject = subjectOf(content);
  expect(openPlaces(form, subject, NOTHING_SETTLED).map(({ question }) => question.name)).toEqual([
    'order',
    'safe',
    'safe',
    'quality',
  ]);
  const settled = written(takeAll(NOTHING_SETTLED, one), [
    ...one.answers.filter(({ question }) => question !== 'quality'),
    rating(4),
  ]);
  expect(openPlaces(form, subject, settled)).toEqual([]);
  const body = resolutionOf(form, subject, { ...settled, reason: 'ambiguous_item', comment: ' x ' });
  expect(body.answers).toHaveLength(4);
  expect(body.taken).toHaveLength(3);
  expect(body.taken).not.toContainEqual(expect.objectContaining({ question: 'quality' }));
  expect(body).toMatchObject({ reason: 'ambiguous_item', comment: 'x' });
});

test('what a model proposes can be taken too, in nobody’s name', () => {
  const work = {
    annotations: [{ id: 'n1', member: null, pseudonym: 'A', answers: one.answers, seconds: 1, verdict: '' }],
    suggestions: [{ id: 's1', agent: 'gpt', score: 0.9, answers: other.answers }],
    assets: {},
  } as unknown as AdjudicationWork;
  const [person, model] = comparedOf(work, (letter) => `Annotator ${letter}`);
  expect([person?.name, model?.name, model?.number]).toEqual(['Annotator A', 'gpt', 2]);
  const body = resolutionOf(form, subjectOf(content), takeAll(NOTHING_SETTLED, model as Annotator));
  expect(body.answers).toHaveLength(4);
  expect(body.taken).toEqual([]);
});
