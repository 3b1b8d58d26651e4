import { expect, test } from 'vitest';
import { shared } from '../../src/manage/quality/drill';

test('a month of a report leads to the days that are in both', () => {
  expect(shared('2026-11-01..2026-11-30', '2026-11-09..')).toBe('2026-11-09..2026-11-30');
  expect(shared('2026-11-01..2026-11-30', '..2026-11-22')).toBe('2026-11-01..2026-11-22');
  expect(shared('2026-11-01..2026-11-30', '2026-10-01..2026-12-31')).toBe('2026-11-01..2026-11-30');
});

test('what leads to items of any day leads to those of the report', () => {
  expect(shared('..', '2026-11-09..2026-11-22')).toBe('2026-11-09..2026-11-22');
  expect(shared('..', '..2026-11-22')).toBe('..2026-11-22');
});
