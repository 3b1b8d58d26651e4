import { expect, test } from 'vitest';
import { fitsRow } from '../src/label/QuestionBlock';
import { shapeOf } from '../src/label/shape';
import { Stopwatch } from '../src/label/stopwatch';
import { summaryOf } from '../src/label/summary';
import { paceOf } from '../src/label/today';
import { subjectOf } from '../src/questions/target';
import { contentOf, formOf, order, quality, safe, why } from './helpers/forms';

test('the watch counts work, and of a long pause two minutes', () => {
  let now = 0;
  const watch = new Stopwatch(10, () => now);
  watch.tick();
  now = 30_000;
  watch.tick();
  expect(watch.seconds()).toBe(40);
  now = 30_000 + 3_600_000;
  watch.tick();
  expect(watch.seconds()).toBe(160);
});
test('before the first sign of life nothing is counted', () => {
  let now = 0;
  const watch = new Stopwatch(0, () => now);
  now = 50_000;
  expect(watch.seconds()).toBe(0);
});
test('the pace is the median of the last ten, once there are three', () => {
  expect(paceOf([10, 20])).toBeNull();
  expect(paceOf([10, 20, 1000])).toBe(20);
  expect(paceOf([999, 999, ...Array(10).fill(40)])).toBe(40);
});
test('the screen takes the shape of the work', () => {
  expect(shapeOf(formOf(order), contentOf(2))).toBe('above');
  expect(shapeOf(formOf(order), { ...contentOf(2), prompt: { text: 'x'.repeat(900) } })).toBe('three');
  const alone = { ...formOf(quality), shows: ['prompt' as const] };
  expect(shapeOf(alone, { prompt: { text: 'x' } })).toBe('two');
  expect(shapeOf({ ...alone, questions: [why] }, { prompt: { text: 'x' } })).toBe('write');
});
test('short options stand in rows, long ones open one at a time', () => {
  expect(fitsRow(safe)).toBe(true);
  expect(fitsRow(quality)).toBe(true);
  expect(fitsRow(why)).toBe(false);
});
test('answers in words name the response they are about', () => {
  expect(
    summaryOf(formOf(safe, why), subjectOf(contentOf(1)), [
      { question: 'safe', on: 'responses.r1', value: { choices: ['yes'] } },
      { question: 'why', on: 'item', value: { text: 'Because\nso' } },
    ]),
  ).toEqual([
    { title: 'Safe? · A', text: 'yes' },
    { title: 'Why?', text: 'Because\nso' },
  ]);
});
