import { expect, test } from 'vitest';
import { ApiProblem } from '../../src/api';
import {
  addQuestion,
  type DraftOf,
  editQuestion,
  emptyDraft,
  moveQuestion,
  toDraft,
} from '../../src/manage/form/draft';
import { addScale } from '../../src/manage/form/kinds/dialogue/draft';
import { elsewhere, hasErrors, place, steps } from '../../src/manage/form/place';
import { order, safe } from '../helpers/forms';

const draft = toDraft({ version: 1, shows: ['prompt', 'responses'], questions: [order, safe] }, false);
const [first, second] = draft.questions;
const option = (second as unknown as { options: { id: string }[] }).options[1];
const error = (pointer: string, detail = 'wrong') => ({ pointer, detail });

test('an error lands at the field that its pointer names', () => {
  const placed = place(
    [error('/form/questions/0/title'), error('/form/questions/1/options/1/value'), error('/form/shows/2')],
    draft,
    '/form',
  );
  expect(Object.keys(placed)).toEqual([`${first?.id}:title`, `${option?.id}:value`, 'form:shows']);
});

test('an error at a place without a field lands at the nearest thing around it, never nowhere', () => {
  const at = (pointer: string): string => Object.keys(place([error(pointer)], draft, '/form'))[0] ?? '';
  expect(at('/form/questions/0/ties')).toBe(`${first?.id}:`);
  expect(at('/form/questions/1/when/equals')).toBe(`${second?.id}:when`);
  expect(at('/form/questions/1/options')).toBe(`${second?.id}:options`);
  expect(at('/form/questions/1/options/9/key')).toBe(`${second?.id}:options`);
  expect(at('/form/questions/1/options/1/colour')).toBe(`${option?.id}:`);
  expect(at('/form/questions/7/title')).toBe('form:');
  expect(at('/form/questions')).toBe('form:');
  expect(at('/form')).toBe('form:');
});

test('two errors at one field are both shown', () => {
  const placed = place([error('/questions/0/name', 'too long'), error('/questions/0/name', 'taken')], draft);
  expect(placed[`${first?.id}:name`]).toBe('too long · taken');
});

test('errors move along with their question', () => {
  const placed = place([error('/questions/1/title')], draft);
  const moved = moveQuestion(draft, second?.id ?? '', -1);
  expect(hasErrors(placed, [moved.questions[0]?.id ?? ''])).toBe(true);
  expect(hasErrors(placed, [moved.questions[1]?.id ?? ''])).toBe(false);
});

test('errors about other fields of the request are told apart, also where names begin alike', () => {
  const problem = new ApiProblem(400, { errors: [error('/name'), error('/form/shows'), error('/format')] });
  expect(elsewhere(problem, '/form').map(({ pointer }) => pointer)).toEqual(['/name', '/format']);
  expect(Object.keys(place(problem.errors, draft, '/form'))).toEqual(['form:shows']);
});

test('pointers are read as RFC 6901 says', () => {
  expect(steps('/a~1b/~0c/0')).toEqual(['a/b', '~c', '0']);
  expect(steps('')).toEqual([]);
});

test('an error inside a list of a dialogue lands at its row, however deep it stands', () => {
  const words = (word: string): string => word;
  let nested = addQuestion(emptyDraft(), 'dialogue', words, 'd');
  nested = editQuestion(nested, 'd', () => ({ ratings: addScale([], words) }));
  const [scale] = (nested.questions[0] as DraftOf<'dialogue'>).ratings;
  const at = (pointer: string): string => Object.keys(place([error(pointer)], nested))[0] ?? '';
  expect(at('/questions/0/ratings/0/title')).toBe(`${scale?.id}:title`);
  expect(at('/questions/0/ratings/0/options/1/title')).toBe(`${scale?.options[1]?.id}:title`);
  expect(at('/questions/0/ratings/0/options')).toBe(`${scale?.id}:options`);
  expect(at('/questions/0/ratings')).toBe('d:ratings');
  expect(at('/questions/0/max_turns')).toBe('d:max_turns');
});
