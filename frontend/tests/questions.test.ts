import { expect, test } from 'vitest';
import type { ChoiceQuestion, RankingQuestion, RatingQuestion, TextQuestion } from '../src/api/types';
import * as choice from '../src/questions/choice/rules';
import { gapsOf, visiblePlaces } from '../src/questions/form';
import { optionFor, optionKeys } from '../src/questions/optionKeys';
import * as ranking from '../src/questions/ranking/rules';
import * as rating from '../src/questions/rating/rules';
import { letterOf, subjectOf, type Target, turnsOf } from '../src/questions/target';
import * as text from '../src/questions/text/rules';
import { contentOf, formOf, harm, order, quality, safe, why } from './helpers/forms';

const subject = (count: number) => subjectOf(contentOf(count));
const shown = (count: number) => subject(count).targets('item')[0] as Target;

test('letters go on after Z', () => {
  expect([letterOf(0), letterOf(25), letterOf(26), letterOf(27)]).toEqual(['A', 'Z', 'AA', 'AB']);
});

test('one choice replaces another; several are kept in the order of the form', () => {
  const single = safe as ChoiceQuestion;
  const many = harm as ChoiceQuestion;
  expect(choice.toggle(single, { choices: ['yes'] }, 'no')).toEqual({ choices: ['no'] });
  const both = choice.toggle(many, { choices: ['danger'] }, 'insult');
  expect(choice.canonical(many, both)).toEqual({ choices: ['insult', 'danger'] });
  expect(choice.toggle(many, both, 'danger')).toEqual({ choices: ['insult'] });
});
test('unsure stands alone, and a choice takes it back', () => {
  expect(choice.toggleUnsure({ choices: ['yes'] })).toEqual({ choices: [], unsure: true });
  expect(choice.toggle(safe as ChoiceQuestion, { choices: [], unsure: true }, 'yes')).toEqual({
    choices: ['yes'],
  });
});
test('own words stand beside choices where several are allowed, and alone count as an answer', () => {
  expect(choice.setOther(harm as ChoiceQuestion, { choices: ['insult'] }, 'irony')).toEqual({
    choices: ['insult'],
    other: 'irony',
  });
  expect(choice.setOther({ ...(safe as ChoiceQuestion), other: true }, { choices: ['yes'] }, 'hm')).toEqual({
    choices: [],
    other: 'hm',
  });
  expect(choice.isEmpty({ choices: [], other: '  ' })).toBe(true);
  expect(choice.isEmpty({ choices: [], other: 'x' })).toBe(false);
});
test('a choice of several waits for more keys; a single one goes on', () => {
  expect(choice.press(harm as ChoiceQuestion, undefined, '1')?.go).toBe('stay');
  expect(choice.press(safe as ChoiceQuestion, undefined, 'y')?.go).toBe('target');
  expect(choice.press(harm as ChoiceQuestion, undefined, '0')).toBeNull();
});

test('the keys of a scale are its numbers where one digit is enough, else places', () => {
  const scale = (...values: number[]) =>
    ({ ...quality, options: values.map((value) => ({ value, title: String(value) })) }) as RatingQuestion;
  expect(rating.press(scale(0, 1, 2), undefined, '0')?.value).toEqual({ rating: 0 });
  expect(rating.press(scale(-1, 0, 1), undefined, '1')?.value).toEqual({ rating: -1 });
  expect(rating.press(scale(1, 2, 3), undefined, '4')).toBeNull();
});

test('an order without ties never ties', () => {
  const strict = { ...order, ties: false } as RankingQuestion;
  let value = ranking.give(strict, undefined, 'r1', 1);
  value = ranking.give(strict, value, 'r2', 1);
  expect(value.ranks.every((rank) => rank.length <= 1)).toBe(true);
  expect(ranking.gap(strict, { ranks: [['r1', 'r2']] }, shown(2))).toEqual({ reason: 'tied' });
});
test('tied responses are sent in the order shown', () => {
  expect(
    ranking.canonical(order as RankingQuestion, { ranks: [['r3', 'r1'], [], ['r2']] }, shown(3)),
  ).toEqual({
    ranks: [['r1', 'r3'], ['r2']],
  });
});
test('an order reads as people write it', () => {
  expect(ranking.summary({ ranks: [['r3', 'r1'], ['r2']] }, shown(3))).toBe('A = C > B');
});

test('lengths count code points, as the server does', () => {
  expect(text.lengthOf('a🎉é')).toBe(3);
  expect(text.gap(why as TextQuestion, { text: 'x'.repeat(21) })).toEqual({ reason: 'long', by: 1 });
});

test('a question that hangs on a hidden question is hidden too', () => {
  const deeper = {
    ...quality,
    name: 'how',
    scope: 'responses',
    when: { question: 'harm', equals: 'danger' },
  } as typeof quality;
  const form = formOf(safe, harm, deeper);
  const answers = {
    'safe responses.r1': { choices: ['yes'] },
    'harm responses.r1': { choices: ['danger'] },
  };
  expect(visiblePlaces(form, subject(1), answers).map(({ question }) => question.name)).toEqual(['safe']);
});
test('a condition on the item holds for every response', () => {
  const about = { ...safe, name: 'item_safe', scope: 'item' } as typeof safe;
  const then = {
    ...quality,
    scope: 'responses',
    when: { question: 'item_safe', equals: 'no' },
  } as typeof quality;
  const places = visiblePlaces(formOf(about, then), subject(2), { 'item_safe item': { choices: ['no'] } });
  expect(places.map(({ on }) => on)).toEqual(['item', 'responses.r1', 'responses.r2']);
});
test('gaps name required places that are shown and empty', () => {
  expect(gapsOf(formOf(quality, why), subject(0), {}).map(({ question }) => question.name)).toEqual([
    'quality',
  ]);
});

test('options cannot take keys of commands, nor each other’s', () => {
  expect(optionKeys([{ key: 'j' }, { key: 'y' }, { key: 'y' }])).toEqual(['1', 'y', '3']);
  expect(optionKeys([{ key: '2' }, {}])).toEqual(['2', undefined]);
  expect(optionFor([{ key: 'y' }, { key: '' }], '2')).toBe(1);
});

test('a turn begins with a message of the user, and is about what the assistant said last', () => {
  const message = (id: string, role: 'system' | 'user' | 'assistant' | 'tool') => ({
    id,
    role,
    text: `${id}!`,
  });
  const messages = [
    message('s', 'system'),
    message('m1', 'user'),
    message('m2', 'assistant'),
    message('m3', 'tool'),
    message('m4', 'assistant'),
    message('m5', 'user'),
  ];
  expect(turnsOf(messages).map(({ id, text, messages }) => [id, text, messages.length])).toEqual([
    ['s', 'm4!', 5],
    ['m5', '', 1],
  ]);
  expect(
    subjectOf({ messages })
      .targets('turns')
      .map(({ on, label }) => [on, label]),
  ).toEqual([
    ['turns.s', '1'],
    ['turns.m5', '2'],
  ]);
});
test('texts and pictures are asked about by the key that holds them', () => {
  const { targets } = subjectOf({
    prompt: { text: 'p', images: ['i1'] },
    context: [{ id: 'c1', text: 'c' }],
    image: 'i2',
  });
  const [item] = targets('item');
  expect([item?.text, item?.pictures]).toEqual(['p', ['i2']]);
  expect(targets('prompt').map(({ on, text }) => [on, text])).toEqual([['prompt', 'p']]);
  expect(targets('context').map(({ on }) => on)).toEqual(['context.c1']);
  expect([...targets('text'), ...targets('messages')]).toEqual([]);
});
