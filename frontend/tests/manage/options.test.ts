import { expect, test } from 'vitest';
import {
  addOption,
  canIndent,
  changeOption,
  countFrom,
  type DraftOption,
  dropOption,
  indent,
  moveOption,
  option,
  outdent,
  pasteOptions,
  putBack,
  readOptions,
  removeOption,
  writeOptions,
  writePoints,
} from '../../src/manage/form/options';

/** A tree from lines: two spaces a level. Ids are the titles. */
const tree = (...lines: string[]): DraftOption[] =>
  lines.map((line) => {
    const title = line.trim();
    return option(title.toLowerCase(), title, { id: title, depth: (line.length - title.length) / 2 });
  });
const lines = (options: readonly DraftOption[]): string[] =>
  options.map(({ title, depth }) => `${'  '.repeat(depth)}${title}`);
const animals = tree('Animal', '  Dog', '    Poodle', '  Cat', 'Plant', '  Tree');

test('a hierarchy is written with parents and read back as it was', () => {
  const written = writeOptions(animals);
  expect(written.map(({ value, parent }) => [value, parent])).toEqual([
    ['animal', undefined],
    ['dog', 'animal'],
    ['poodle', 'dog'],
    ['cat', 'animal'],
    ['plant', undefined],
    ['tree', 'plant'],
  ]);
  expect(lines(readOptions(written, false))).toEqual(lines(animals));
});

test('children that stand far from their parent are read below it, and no option is lost', () => {
  const read = readOptions(
    [
      { value: 'a', title: 'A' },
      { value: 'b', title: 'B' },
      { value: 'a1', title: 'A1', parent: 'a' },
      { value: 'odd', title: 'Odd', parent: 'nowhere' },
    ],
    false,
  );
  expect(lines(read)).toEqual(['A', '  A1', 'B', 'Odd']);
});

test('values that stand twice are kept, each once, so that they can be mended', () => {
  const read = readOptions(
    [
      { value: 'a', title: 'A' },
      { value: 'a', title: 'Again' },
    ],
    false,
  );
  expect(lines(read)).toEqual(['A', 'Again']);
});

test('indenting takes along what stands below, and stops one level under the one before', () => {
  expect(lines(indent(animals, 'Cat'))).toEqual([
    'Animal',
    '  Dog',
    '    Poodle',
    '    Cat',
    'Plant',
    '  Tree',
  ]);
  expect(lines(indent(animals, 'Plant'))).toEqual([
    'Animal',
    '  Dog',
    '    Poodle',
    '  Cat',
    '  Plant',
    '    Tree',
  ]);
  expect(canIndent(animals, 'Animal')).toBe(false);
  expect(canIndent(animals, 'Poodle')).toBe(false);
});

test('there are six levels and no more', () => {
  const deep = tree('A', '  B', '    C', '      D', '        E', '          F', '          G');
  expect(canIndent(deep, 'G')).toBe(false);
  expect(canIndent(tree('A', '  B', '    C', '      D', '        E', '        F'), 'F')).toBe(true);
});

test('an option that goes one level up stands after what is left below its parent', () => {
  expect(lines(outdent(animals, 'Dog'))).toEqual(['Animal', '  Cat', 'Dog', '  Poodle', 'Plant', '  Tree']);
  expect(outdent(animals, 'Plant')).toEqual(animals);
});

test('moving passes the neighbour of the same level with all below it, and never leaves the parent', () => {
  expect(lines(moveOption(animals, 'Plant', -1))).toEqual([
    'Plant',
    '  Tree',
    'Animal',
    '  Dog',
    '    Poodle',
    '  Cat',
  ]);
  expect(lines(moveOption(animals, 'Dog', 1))).toEqual([
    'Animal',
    '  Cat',
    '  Dog',
    '    Poodle',
    'Plant',
    '  Tree',
  ]);
  expect(moveOption(animals, 'Cat', 1)).toEqual(animals);
  expect(moveOption(animals, 'Dog', -1)).toEqual(animals);
  expect(moveOption(animals, 'Tree', 1)).toEqual(animals);
});

test('a dropped option takes the level of where it lands, with all below it', () => {
  expect(lines(dropOption(animals, 'Dog', 'Tree', 'after'))).toEqual([
    'Animal',
    '  Cat',
    'Plant',
    '  Tree',
    '  Dog',
    '    Poodle',
  ]);
  expect(lines(dropOption(animals, 'Plant', 'Animal', 'before'))[0]).toBe('Plant');
  expect(dropOption(animals, 'Animal', 'Poodle', 'after')).toEqual(animals);
});

test('what stood below a removed option takes its level; put back, it stands where it was', () => {
  const without = removeOption(animals, 'Dog');
  expect(lines(without)).toEqual(['Animal', '  Poodle', '  Cat', 'Plant', '  Tree']);
  const dog = animals[1] as DraftOption;
  expect(lines(putBack(without, dog, 1)).slice(0, 3)).toEqual(['Animal', '  Dog', '  Poodle']);
  expect(putBack(animals, dog, 1)).toEqual(animals);
});

test('the value of a new option follows its title until somebody types another, and fixed ones never change', () => {
  let list = addOption([option('yes', 'Yes')], 'option');
  const id = list[1]?.id ?? '';
  list = changeOption(list, id, { title: 'Can not' });
  list = changeOption(list, id, { title: 'Cannot tell' });
  expect(list[1]?.value).toBe('cannot_tell');
  list = changeOption(list, id, { value: 'ct' });
  expect(changeOption(list, id, { title: 'No idea' })[1]?.value).toBe('ct');
  const fixed = [option('yes', 'Yes', { id: 'x', fixed: true })];
  expect(changeOption(fixed, 'x', { title: 'Of course' })[0]?.value).toBe('yes');
});

test('two options of one title get two values', () => {
  let list = addOption([option('no', 'No')], 'option');
  list = changeOption(list, list[1]?.id ?? '', { title: 'No' });
  expect(list.map(({ value }) => value)).toEqual(['no', 'no_2']);
});

test('a scale grows by the next whole number, and counts from where one says unless answers use it', () => {
  const scale = [option(1, 'Poor'), option(2, 'Good')];
  expect(addOption(scale, 'option').map(({ value }) => value)).toEqual([1, 2, 3]);
  expect(countFrom(scale, 0).map(({ value }) => value)).toEqual([0, 1]);
  const used = scale.map((point) => ({ ...point, fixed: true }));
  expect(countFrom(used, 0)).toEqual(used);
  expect(writePoints(scale)).toEqual([
    { value: 1, title: 'Poor' },
    { value: 2, title: 'Good' },
  ]);
});

test('pasted lines become options; known and empty ones are left out', () => {
  const pasted = pasteOptions([option('red', 'Red')], 'Red\n\n  Dark   blue \r\nGreen', false);
  expect(pasted.map(({ title, value }) => [title, value])).toEqual([
    ['Red', 'red'],
    ['Dark blue', 'dark_blue'],
    ['Green', 'green'],
  ]);
});

test('a pasted hierarchy is told by > or by Tabs, and grows what is there', () => {
  const pasted = pasteOptions(
    tree('Animal', '  Dog', 'Plant'),
    'Animal > Cat > Siamese\nPlant\n\tTree\n\tFlower\n\t\tRose\nRock\tGranite',
    true,
  );
  expect(lines(pasted)).toEqual([
    'Animal',
    '  Dog',
    '  Cat',
    '    Siamese',
    'Plant',
    '  Tree',
    '  Flower',
    '    Rose',
    'Rock',
    '  Granite',
  ]);
  expect(pasted[1]?.id).toBe('Dog');
});

test('where no hierarchy is possible a line is an option as it stands', () => {
  expect(lines(pasteOptions([], 'a > b', false))).toEqual(['a > b']);
});

test('a flood of lines ends at the most that a question may have', () => {
  const many = Array.from({ length: 700 }, (_, at) => `Line ${at}`).join('\n');
  expect(pasteOptions([], many, false)).toHaveLength(500);
});
