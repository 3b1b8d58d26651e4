import { expect, test } from 'vitest';
import { afterOwnEdits, noteOwnEdit } from '../../src/manage/project/ownEdits';

test('my own edits lead from the ETag that I read to the newest one, of this project alone', () => {
  noteOwnEdit('p', '"1"', '"2"');
  noteOwnEdit('p', '"2"', '"3"');
  expect(afterOwnEdits('p', '"1"')).toBe('"3"');
  expect(afterOwnEdits('p', '"3"')).toBe('"3"');
  expect(afterOwnEdits('q', '"1"')).toBe('"1"');
});

test('an edit of somebody else breaks the chain, so that it is noticed', () => {
  noteOwnEdit('r', '"1"', '"2"');
  // "3" is theirs; I read it and made "4".
  noteOwnEdit('r', '"3"', '"4"');
  expect(afterOwnEdits('r', '"1"')).toBe('"2"');
});

test('an edit that changed nothing does not lead round in circles', () => {
  noteOwnEdit('s', '"1"', '"1"');
  expect(afterOwnEdits('s', '"1"')).toBe('"1"');
});
