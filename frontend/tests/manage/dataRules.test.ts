import { expect, test } from 'vitest';
import type { Content } from '../../src/api';
import { firstChoice, grouped } from '../../src/manage/exports/groups';
import { about, addsUp, USUAL, withShare } from '../../src/manage/exports/split';
import type { ExportFormat } from '../../src/manage/exports/types';
import { addressesIn } from '../../src/manage/imports/addresses';
import { changesBetween } from '../../src/manage/imports/difference';
import { candidates, contested, decidedOf, differs, targetOf } from '../../src/manage/imports/mapping';
import { lastPart, stepsOf } from '../../src/manage/imports/prefixes';
import type { Import, Mapping } from '../../src/manage/imports/types';
import { shownSide } from '../../src/manage/releases/shown';
import { formOf, order, quality, safe } from '../helpers/forms';

test('addresses are taken one a line, each once; what is none is named', () => {
  const text =
    'https://a.example/1.png\n\n https://a.example/1.png \nftp://b\nhttp://c.example/x?y=1\njust words';
  expect(addressesIn(text)).toEqual({
    urls: ['https://a.example/1.png', 'http://c.example/x?y=1'],
    strange: ['ftp://b', 'just', 'words'],
  });
});

test('folders lead from the root of the bucket’s settings downwards, never above it', () => {
  expect(stepsOf('labels/2026/may/', 'labels/')).toEqual([
    { at: 'labels/', name: 'labels' },
    { at: 'labels/2026/', name: '2026' },
    { at: 'labels/2026/may/', name: 'may' },
  ]);
  expect(stepsOf('labels/2026/', 'labels')).toEqual([
    { at: 'labels', name: 'labels' },
    { at: 'labels/2026/', name: '2026' },
  ]);
  expect(stepsOf('', '')).toEqual([{ at: '', name: '' }]);
  expect([lastPart('2026/images/'), lastPart('a.csv')]).toEqual(['images', 'a.csv']);
});

const mapping: Mapping = { columns: { q: 'content.prompt' }, answers: 'work', questions: {}, people: {} };
const job = { format: 'csv', mapping } as Import;
const column = (name: string, target: string) => ({ name, target, samples: [] });

test('what was decided differs from what was read by its content, not by its order', () => {
  const decided = decidedOf({ ...job, mapping: { ...mapping, columns: { a: 'ignore', q: 'metadata' } } });
  expect(differs(job, decidedOf(job))).toBe(false);
  expect(differs(job, decided)).toBe(true);
  expect(differs(job, { ...decidedOf(job), format: 'xlsx' })).toBe(true);
  const turned = { people: {}, questions: {}, answers: 'work' as const, columns: { q: 'content.prompt' } };
  expect(differs(job, { format: 'csv', mapping: turned })).toBe(false);
});

test('only some targets may be wanted by several columns', () => {
  const columns = [
    column('q', 'metadata'),
    column('a', 'content.responses'),
    column('b', 'content.responses'),
  ];
  expect(contested(columns, mapping)).toEqual([]);
  expect(contested([...columns, column('p', 'content.prompt')], mapping)).toEqual(['content.prompt']);
  expect(targetOf(mapping, column('q', 'metadata'))).toBe('content.prompt');
  expect(targetOf(mapping, column('x', 'metadata'))).toBe('metadata');
});

test('a question of theirs may become one of ours of the same kind', () => {
  const ours = formOf(order, safe, quality);
  const needed = formOf({ ...safe, name: 'toxic' });
  expect(candidates(ours, 'toxic', needed)).toEqual(['safe']);
  expect(candidates(ours, 'gone', needed)).toEqual([]);
});

test('two states of an item differ part by part', () => {
  const before = {
    content: {
      prompt: { text: 'Why?' },
      responses: [
        { id: 'a', text: 'So.' },
        { id: 'b', text: 'No.' },
      ],
    } as Content,
    metadata: { topic: 'x', kept: 1 },
  };
  const after = {
    content: {
      prompt: { text: 'Why not?' },
      responses: [{ id: 'a', text: 'So.', model: 'm' }],
    } as Content,
    metadata: { topic: 'y', kept: 1 },
  };
  expect(changesBetween(before, after)).toEqual([
    { part: 'prompt', before: 'Why?', after: 'Why not?' },
    { part: 'responses a', before: 'So.', after: 'So.\nmodel: m' },
    { part: 'metadata topic', before: 'x', after: 'y' },
    { part: 'responses b', before: 'No.', after: '' },
  ]);
  expect(changesBetween(before, before)).toEqual([]);
});

test('shares of a split add up, and what is taken from one goes to the part to train on', () => {
  expect(addsUp(USUAL)).toBe(true);
  expect(addsUp({ ...USUAL, train: 0.7 })).toBe(false);
  expect(addsUp({ train: 0, validation: 0.5, test: 0.5, seed: '1' })).toBe(false);
  const changed = withShare(USUAL, 'test', 0.25);
  expect(changed).toEqual({ train: 0.65, validation: 0.1, test: 0.25, seed: '1' });
  expect(addsUp(changed)).toBe(true);
  expect(addsUp(withShare(USUAL, 'train', 0.5))).toBe(false);
  expect(withShare(USUAL, 'test', 0.95).train).toBe(0);
});

test('the sentence of a split accounts for every item', () => {
  expect(about(1_204, USUAL)).toEqual({ train: 964, validation: 120, test: 120 });
  for (const items of [0, 1, 3, 7, 99]) {
    const { train, validation, test } = about(items, USUAL);
    expect(train + validation + test).toBe(items);
  }
});

const format = (name: string, fits = true): ExportFormat => ({
  name,
  title: name,
  extension: 'jsonl',
  description: '',
  fits,
  why_not: '',
  options: [],
});

test('formats stand in groups, those that fit first; what is unknown is another tool’s', () => {
  const formats = [
    format('coco', false),
    format('csv'),
    format('trl_sft', false),
    format('trl_reward'),
    format('new'),
  ];
  expect(grouped(formats).map(({ group, formats }) => [group, formats.map(({ name }) => name)])).toEqual([
    ['trainers', ['trl_reward', 'trl_sft']],
    ['tables', ['csv']],
    ['images', ['coco']],
    ['tools', ['new']],
  ]);
});

test('what is chosen at first fits: preference pairs where there are any', () => {
  expect(firstChoice([format('csv'), format('trl_preference')])?.name).toBe('trl_preference');
  expect(firstChoice([format('csv'), format('trl_preference', false)])?.name).toBe('csv');
  expect(firstChoice([format('csv', false), format('odd')])?.name).toBe('odd');
  expect(firstChoice([format('csv', false)])).toBeUndefined();
});

test('two releases differ in what items show and in what each person answered', () => {
  const side = (ranks: string[][], text = 'Why?') => ({
    content: { prompt: { text } },
    metadata: {},
    state: 'done',
    annotations: [
      {
        id: 'x',
        annotator: 'P1',
        answers: [
          { question: 'order', on: 'item', value: { ranks } },
          { question: 'safe', on: 'responses.a', value: { choices: ['yes'] } },
        ],
      },
    ],
  });
  expect(changesBetween(shownSide(side([['a'], ['b', 'c']])), shownSide(side([['b'], ['a', 'c']])))).toEqual([
    {
      part: 'answers P1',
      before: 'order: a > b = c\nsafe (responses.a): yes',
      after: 'order: b > a = c\nsafe (responses.a): yes',
    },
  ]);
  const added = changesBetween(shownSide(null), shownSide(side([['a']])));
  expect(added.map(({ part, before }) => [part, before])).toEqual([
    ['prompt', ''],
    ['state', ''],
    ['answers P1', ''],
  ]);
});
