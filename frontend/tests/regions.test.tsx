import { act, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useSyncExternalStore } from 'react';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Form, Region, RegionsQuestion, RegionsValue } from '../src/api/types';
import { useCommands } from '../src/keys/useCommands';
import { Item } from '../src/label/item';
import { Sketches, type SketchesByPlace } from '../src/label/sketches';
import { kindOf, loadKinds } from '../src/questions/kinds';
import { canonical, gap, isEmpty, press } from '../src/questions/regions/rules';
import { nameOf, summaryOf } from '../src/questions/regions/words';

const option = (value: string) => ({ value, title: value, key: '', colour: '' as const, description: '' });
const cells: RegionsQuestion = {
  name: 'cells',
  kind: 'regions',
  title: 'Cells',
  help: '',
  scope: 'item',
  required: true,
  when: null,
  shapes: ['box', 'rotated_box', 'polygon', 'point', 'line'],
  options: [option('cell'), option('dust')],
  multiple: true,
};
const form: Form = { version: 1, shows: ['prompt'], questions: [cells] };
const box = (more: Partial<Region> = {}): Region => ({
  shape: 'box',
  points: [
    [10, 20],
    [40, 60],
  ],
  labels: ['cell'],
  ...more,
});

describe('rules', () => {
  test('nothing there is an answer, no value is none', () => {
    expect(isEmpty({ regions: [] })).toBe(false);
    expect(isEmpty({} as RegionsValue)).toBe(true);
    expect(gap(cells, { regions: [] })).toBeNull();
  });
  test('every shape needs a label where there are labels, and all its corners', () => {
    expect(gap(cells, { regions: [box(), box({ labels: [] })] })).toEqual({ reason: 'unlabelled' });
    expect(gap({ ...cells, options: [] }, { regions: [box({ labels: [] })] })).toBeNull();
    const unfinished = box({ shape: 'polygon', points: [[1, 1]] });
    expect(gap(cells, { regions: [unfinished] })).toEqual({ reason: 'unfinished' });
  });
  test('canonical: corners ordered, two decimals, labels as in the form, the first picture unsaid', () => {
    const drawn: Region = {
      image: 0,
      labels: ['dust', 'cell'],
      points: [
        [40.126, 60],
        [10, 20.004],
      ],
      shape: 'box',
    };
    const sent = canonical(cells, { regions: [drawn, box({ image: 1 })] });
    expect(sent).toEqual({
      regions: [
        {
          shape: 'box',
          points: [
            [10, 20],
            [40.13, 60],
          ],
          labels: ['cell', 'dust'],
        },
        box({ image: 1 }),
      ],
    });
    expect(canonical(cells, sent)).toEqual(sent);
  });
  test('0 says that nothing is there, and takes that back, but never throws a drawing away', () => {
    expect(press(cells, undefined, '0')).toEqual({ value: { regions: [] }, go: 'question' });
    expect(press(cells, { regions: [] }, '0')).toEqual({ value: undefined, go: 'stay' });
    expect(press(cells, { regions: [box()] }, '0')).toBeNull();
    expect(press(cells, undefined, '1')).toBeNull();
  });
  test('in words', () => {
    expect(nameOf(cells, box(), 2)).toBe('Box 3: cell, 30 × 40 at 10, 20');
    expect(nameOf(cells, { shape: 'point', points: [[5, 6]], labels: [] }, 0)).toBe(
      'Point 1: no label, at 5, 6',
    );
    expect(summaryOf(cells, { regions: [] })).toBe('Nothing there');
    expect(
      summaryOf(cells, { regions: [box(), box({ labels: ['dust'] }), box({ labels: [] }), box()] }),
    ).toBe('2 cell, 1 dust, 1 no label');
  });
});

const picture = { url: 'blob:one', width: 640, height: 480 };
let submitted = 0;

function Screen({ item, pictures }: { item: Item; pictures: (typeof picture)[] }) {
  useSyncExternalStore(item.state.subscribe, item.state.get);
  useCommands(
    true,
    {
      submit: () => {
        submitted += 1;
      },
    },
    (key) => item.press(key),
  );
  const place = item.places()[0];
  if (!place) return null;
  const { question } = place;
  const { Field, Pictures } = kindOf(question);
  if (!Pictures) return null;
  const both = { item, target: place.target, live: true };
  return (
    <main>
      <Pictures {...both} questions={[question]} pictures={pictures} onZoom={() => {}} />
      <Field
        {...both}
        question={question}
        value={item.value(place)}
        onChange={(next) => item.set(place, next)}
        response={null}
        onResponse={() => {}}
        active
        id="cells"
      />
    </main>
  );
}

beforeAll(() => loadKinds(form));
beforeEach(() => {
  submitted = 0;
});

let shown = 0;
/** Every test asks a question of its own: what is in the hand stays there for the next item of the same question. */
function show(given: Region[] = [], pictures = [picture], question = { ...cells, name: `cells${++shown}` }) {
  const content = { prompt: { text: 'Look', images: pictures.map((_, at) => `i${at + 1}`) } };
  const answers =
    given.length > 0 ? [{ question: question.name, on: 'item', value: { regions: given } }] : [];
  const item = new Item({ form: { ...form, questions: [question] }, content }, answers);
  const view = render(<Screen item={item} pictures={pictures} />);
  const canvas = screen.getByRole('application');
  const regions = () => (item.value({ question, on: 'item' }) as RegionsValue | undefined)?.regions;
  return { ...view, item, question, canvas, regions, user: userEvent.setup() };
}

describe('by keyboard alone', () => {
  test('a box: arrows move the cursor, Space places corners, a digit labels, Enter then submits', async () => {
    const { canvas, regions, user } = show();
    canvas.focus();
    await user.keyboard('b{ArrowRight}{Shift>}{ArrowRight}{ArrowDown}{/Shift} ');
    await user.keyboard('{Shift>}{ArrowRight}{ArrowRight}{ArrowDown}{/Shift}{ArrowDown}{Enter}2');
    expect(regions()).toEqual([
      {
        shape: 'box',
        points: [
          [331, 250],
          [351, 261],
        ],
        labels: ['dust'],
      },
    ]);
    expect(submitted).toBe(0);
    await user.keyboard('v{Enter}');
    expect(submitted).toBe(1);
  });
  test('Enter places too once the cursor is moved by keys, and submits while it is not', async () => {
    const { canvas, regions, user } = show();
    canvas.focus();
    await user.keyboard('{Enter}');
    expect(submitted).toBe(1);
    await user.keyboard('{ArrowRight}{Enter}{ArrowRight}{ArrowDown}{Enter}');
    expect(regions()?.[0]?.points).toEqual([
      [321, 240],
      [322, 241],
    ]);
    expect(submitted).toBe(1);
  });
  test('a polygon: Space places, Backspace takes the last corner back, Enter closes, Escape gives up', async () => {
    const { canvas, regions, user } = show();
    canvas.focus();
    await user.keyboard(
      'p1{ArrowLeft} {Shift>}{ArrowRight}{/Shift} {Shift>}{ArrowDown}{/Shift} {ArrowUp} {Backspace}{Enter}',
    );
    expect(regions()?.[0]).toEqual({
      shape: 'polygon',
      points: [
        [319, 240],
        [329, 240],
        [329, 250],
      ],
      labels: ['cell'],
    });
    await user.keyboard(' {ArrowUp} {Escape}{Enter}');
    expect(regions()).toHaveLength(1);
  });
  test('the picked shape is moved, resized, turned, copied, ordered, removed, and all of it undone', async () => {
    const { canvas, regions, user } = show([box(), box({ shape: 'point', points: [[1, 1]] })]);
    canvas.focus();
    await user.keyboard('n{ArrowRight}{Shift>}{ArrowDown}{/Shift}{Alt>}{ArrowRight}{ArrowDown}{/Alt}');
    expect(regions()?.[0]?.points).toEqual([
      [11, 30],
      [42, 71],
    ]);
    await user.keyboard('{Control>}d{/Control}{PageDown}');
    expect(regions()?.map(({ shape }) => shape)).toEqual(['box', 'box', 'point']);
    await user.keyboard('{Delete}');
    expect(regions()).toHaveLength(2);
    await user.keyboard('{Control>}zzzzzzzz{/Control}');
    expect(regions()?.[0]?.points).toEqual(box().points);
    await user.keyboard('{Control>}y{/Control}');
    expect(regions()?.[0]?.points).not.toEqual(box().points);
  });
  test('Space goes from corner to corner, which arrows then move', async () => {
    const { canvas, regions, user } = show([box()]);
    canvas.focus();
    await user.keyboard('n  {ArrowUp}{Escape}{ArrowRight}');
    expect(regions()?.[0]?.points).toEqual([
      [11, 19],
      [41, 60],
    ]);
  });
  test('the tool and the labels stay in the hand for the next item', async () => {
    const { canvas, question, user, unmount } = show();
    canvas.focus();
    await user.keyboard('o2v');
    unmount();
    const next = show([], [picture], question);
    next.canvas.focus();
    await user.keyboard('{ArrowRight} ');
    expect(next.regions()).toEqual([{ shape: 'point', points: [[321, 240]], labels: ['dust'] }]);
  });
  test('what happened is said', async () => {
    const { canvas, user } = show([box()]);
    canvas.focus();
    await user.keyboard('n{ArrowRight}');
    expect(screen.getByRole('status').textContent).toBe('Box 1: cell, 30 × 40 at 11, 20');
    await user.keyboard('{Delete}');
    expect(screen.getByRole('status').textContent).toBe('Removed, 0 left');
  });
});

describe('by pointer', () => {
  const down = (element: Element, x: number, y: number, more = {}) =>
    fireEvent.pointerDown(element, { clientX: x, clientY: y, button: 0, pointerType: 'mouse', ...more });
  const move = (element: Element, x: number, y: number, more = {}) =>
    fireEvent.pointerMove(element, { clientX: x, clientY: y, pointerType: 'mouse', ...more });
  const up = (element: Element, x: number, y: number, more = {}) =>
    fireEvent.pointerUp(element, { clientX: x, clientY: y, pointerType: 'mouse', ...more });

  test('a box is drawn by dragging, or by two presses', () => {
    const { canvas, regions } = show();
    down(canvas, 10, 10);
    move(canvas, 30, 40);
    up(canvas, 30, 40);
    down(canvas, 100, 100);
    up(canvas, 101, 100);
    move(canvas, 150, 160);
    down(canvas, 150, 160);
    up(canvas, 150, 160);
    expect(regions()?.map(({ points }) => points)).toEqual([
      [
        [10, 10],
        [30, 40],
      ],
      [
        [100, 100],
        [150, 160],
      ],
    ]);
  });
  test('a shape is dragged, and by its handle resized', async () => {
    const { canvas, regions, user } = show([box()]);
    await user.click(screen.getByRole('button', { name: /^Select/ }));
    down(canvas, 25, 40);
    move(canvas, 35, 60);
    expect(regions()?.[0]?.points[0]).toEqual([10, 20]);
    up(canvas, 35, 60);
    expect(regions()?.[0]?.points).toEqual([
      [20, 40],
      [50, 80],
    ]);
    down(canvas, 50, 80);
    move(canvas, 70, 90);
    up(canvas, 70, 90);
    expect(regions()?.[0]?.points).toEqual([
      [20, 40],
      [70, 90],
    ]);
  });
  test('with the space bar held the picture is pulled, and no corner is placed', () => {
    const { canvas } = show();
    move(canvas, 10, 10);
    fireEvent.keyDown(canvas, { key: ' ' });
    down(canvas, 10, 10);
    move(canvas, 90, 90);
    up(canvas, 90, 90);
    fireEvent.keyUp(canvas, { key: ' ' });
    expect(canvas.querySelector('[data-drawing]')).toBeNull();
  });
  test('two fingers give up what one finger began', () => {
    const { canvas, regions } = show();
    const finger = (pointerId: number) => ({ pointerType: 'touch', pointerId });
    down(canvas, 10, 10, finger(1));
    down(canvas, 90, 90, finger(2));
    move(canvas, 120, 120, finger(2));
    up(canvas, 120, 120, finger(2));
    up(canvas, 10, 10, finger(1));
    expect(regions()).toBeUndefined();
    expect(canvas.querySelector('[data-drawing]')).toBeNull();
  });
});

describe('half drawn', () => {
  /** The item as it is before a reload and after it. */
  function reloading(question: RegionsQuestion) {
    let kept: SketchesByPlace = {};
    return () => {
      const sketches = new Sketches(kept, (all) => {
        kept = all;
      });
      const content = { prompt: { text: 'Look', images: ['i1'] } };
      const item = new Item({ form: { ...form, questions: [question] }, content }, [], () => {}, sketches);
      const { unmount } = render(<Screen item={item} pictures={[picture]} />);
      const regions = () => (item.value({ question, on: 'item' }) as RegionsValue | undefined)?.regions;
      return { unmount, regions, kept: () => kept, canvas: screen.getByRole('application') };
    };
  }
  test('a reload shows the corners placed so far, no answer yet, and drawing goes on', async () => {
    const user = userEvent.setup();
    const open = reloading({ ...cells, name: 'half' });
    const first = open();
    first.canvas.focus();
    await user.keyboard('p2{ArrowLeft} {Shift>}{ArrowRight}{/Shift} ');
    first.unmount();
    const second = open();
    expect(second.regions()).toBeUndefined();
    expect(second.canvas.querySelectorAll('[data-drawing] [data-kind="corner"]')).toHaveLength(2);
    second.canvas.focus();
    await user.keyboard('{ArrowLeft}{Shift>}{ArrowDown}{/Shift} {Enter}');
    expect(second.regions()?.[0]).toMatchObject({ shape: 'polygon', labels: ['dust'] });
    expect(second.regions()?.[0]?.points).toHaveLength(3);
    expect(second.kept()).toEqual({});
  });
  test('what was given up stays so, and one corner of a box is nothing to keep', async () => {
    const user = userEvent.setup();
    const { canvas, kept } = reloading({ ...cells, name: 'given up' })();
    canvas.focus();
    await user.keyboard('l{ArrowLeft} ');
    expect(Object.keys(kept())).toEqual(['given up item']);
    await user.keyboard('{Escape}');
    expect(kept()).toEqual({});
    await user.keyboard('b{ArrowLeft} ');
    expect(kept()).toEqual({});
  });
});

describe('what is proposed', () => {
  function proposing(suggest: 'ghost' | 'on_demand') {
    const question = { ...cells, name: `proposed${++shown}` };
    const value = { regions: [box(), box({ shape: 'point', points: [[1, 1]], labels: [] })] };
    const suggestions = [
      { id: 's1', agent: 'model', score: 0.9, answers: [{ question: question.name, on: 'item', value }] },
    ];
    const content = { prompt: { text: 'Look', images: ['i1'] } };
    const work = { form: { ...form, questions: [question] }, content, suggest, suggestions };
    const item = new Item(work as never);
    render(<Screen item={item} pictures={[picture]} />);
    const canvas = screen.getByRole('application');
    const ghosts = () => canvas.querySelectorAll('[data-ghost]').length;
    const regions = () => (item.value({ question, on: 'item' }) as RegionsValue | undefined)?.regions;
    return { item, canvas, ghosts, regions, user: userEvent.setup() };
  }
  test('is seen on the picture until it is taken over by its button or by a press on it', async () => {
    const { canvas, ghosts, regions, user } = proposing('ghost');
    expect(ghosts()).toBe(2);
    await user.click(screen.getByRole('button', { name: /^Select/ }));
    fireEvent.pointerDown(canvas, { clientX: 300, clientY: 300, button: 0, pointerType: 'mouse' });
    fireEvent.pointerUp(canvas, { clientX: 300, clientY: 300, pointerType: 'mouse' });
    expect(regions()).toBeUndefined();
    fireEvent.pointerDown(canvas, { clientX: 25, clientY: 40, button: 0, pointerType: 'mouse' });
    fireEvent.pointerUp(canvas, { clientX: 25, clientY: 40, pointerType: 'mouse' });
    expect(regions()).toHaveLength(2);
    expect(ghosts()).toBe(0);
    canvas.focus();
    await user.keyboard('{Control>}z{/Control}');
    expect(ghosts()).toBe(2);
    await user.click(screen.getByRole('button', { name: /Accept the 2 proposed shapes/ }));
    expect(regions()).toHaveLength(2);
  });
  test('on demand comes when it is asked for, and goes when somebody answers otherwise', async () => {
    const { item, canvas, ghosts, user } = proposing('on_demand');
    expect(ghosts()).toBe(0);
    act(() => item.proposals?.toggle());
    expect(ghosts()).toBe(2);
    canvas.focus();
    await user.keyboard('o{ArrowRight} ');
    expect(ghosts()).toBe(0);
  });
});

describe('the list', () => {
  test('names every shape, picks, labels, hides, locks and removes it', async () => {
    const { regions, user } = show([box(), box({ labels: [] })]);
    const list = within(screen.getByRole('list'));
    await user.click(list.getByRole('button', { name: 'Box 2: no label, 30 × 40 at 10, 20' }));
    await user.click(list.getByRole('checkbox', { name: 'dust' }));
    expect(regions()?.[1]?.labels).toEqual(['dust']);
    await user.click(list.getByRole('button', { name: 'Move right' }));
    expect(regions()?.[1]?.points[0]).toEqual([11, 20]);
    await user.click(list.getByRole('button', { name: 'Lock shape 1' }));
    await user.click(list.getByRole('button', { name: 'Remove shape 1' }));
    expect(regions()).toHaveLength(2);
    await user.click(list.getByRole('button', { name: 'Remove shape 2' }));
    expect(regions()).toHaveLength(1);
  });
  test('picked by keyboard, Backspace removes the one shape and not the answer', async () => {
    const { regions, user } = show([box(), box({ labels: [] })]);
    screen.getByRole('button', { name: /^Box 2/ }).focus();
    await user.keyboard('{Enter}{Backspace}');
    expect(regions()).toEqual([box()]);
    await user.keyboard('{Control>}z{/Control}');
    expect(regions()).toHaveLength(2);
  });
  test('picked by pointer, the keys of the picture go on', async () => {
    const { regions, canvas, user } = show([box(), box()]);
    await user.click(screen.getByRole('button', { name: /^Box 2/ }));
    expect(document.activeElement).toBe(canvas);
    await user.keyboard('{ArrowRight}');
    expect(regions()?.[1]?.points[0]).toEqual([11, 20]);
  });
  test('nothing there is a button of its own', async () => {
    const { regions, user } = show();
    const button = screen.getByRole('button', { name: /Nothing there/ });
    await user.click(button);
    expect(regions()).toEqual([]);
    await user.click(button);
    expect(regions()).toBeUndefined();
  });
  test('a shape on the second picture says so, and picking it goes there', async () => {
    const second = { url: 'blob:two', width: 100, height: 80 };
    const { user, canvas, regions } = show([box({ image: 1 })], [picture, second]);
    expect(canvas.getAttribute('aria-label')).toBe('Image 1, drawing area');
    await user.click(screen.getByRole('button', { name: /^Box 1/ }));
    const there = screen.getByRole('application');
    expect(there.getAttribute('aria-label')).toBe('Image 2, drawing area');
    there.focus();
    await user.keyboard('o{ArrowRight} ');
    expect(regions()?.[1]).toEqual({ shape: 'point', points: [[51, 40]], labels: [], image: 1 });
  });
  test('a picture that could not be fetched says so', () => {
    const { container } = show([], [picture]);
    fireEvent.error(container.querySelector('[role=application] img') as Element);
    expect(screen.getByText('The image could not be loaded')).toBeTruthy();
  });
});
