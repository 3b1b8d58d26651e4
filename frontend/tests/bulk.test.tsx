import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Assignment } from '../src/api/types';
import Bulk from '../src/label/Bulk';
import { prepare } from '../src/label/ready';
import { isQuick } from '../src/label/shape';
import type { FedItem, LabelFeed, Workbench } from '../src/label/workbench';
import type { Outgoing } from '../src/queue/outbox';
import { Signal } from '../src/queue/signal';
import { contentOf, formOf, order, quality, safe, why } from './helpers/forms';

afterEach(cleanup);

test('quick is what single keys answer and what is short', () => {
  const content = { prompt: { text: 'Which?' } };
  expect(isQuick({ form: formOf(quality), content })).toBe(true);
  expect(isQuick({ form: formOf(quality, safe), content: contentOf(2) })).toBe(true);
  expect(isQuick({ form: formOf(quality, why), content })).toBe(false);
  expect(isQuick({ form: formOf(order), content: contentOf(2) })).toBe(false);
  expect(isQuick({ form: formOf(quality), content: { prompt: { text: 'x'.repeat(2_000) } } })).toBe(false);
});

let items: FedItem[];
let sent: Outgoing[];
let left: string[];
const bench = () =>
  ({
    owner: { user: 'u1', organisation: 'demo' },
    outbox: { add: async (outgoing: Outgoing) => void sent.push(outgoing) },
    drafts: { drop: async () => {} },
    history: { add: () => {} },
    comments: { state: new Signal([]) },
    sentOnce: new Set<string>(),
  }) as unknown as Workbench;

beforeEach(async () => {
  sent = [];
  left = [];
  items = await Promise.all(
    ['a1', 'a2', 'a3'].map(async (id) => {
      const assignment = {
        id,
        project: { id: 'p', name: 'Topics' },
        form: { ...formOf(quality), shows: ['prompt'] },
        content: { prompt: { text: `Text ${id}` } },
        assets: {},
        draft: null,
        guidelines: `Rules of ${id}`,
        guidelines_version: 1,
      } as unknown as Assignment;
      return { id, ...(await prepare(assignment)) };
    }),
  );
});
function setUp() {
  const onLeave = vi.fn();
  let show = (_: FedItem[]) => {};
  const feed = {
    remove: (id: string) => {
      left.push(id);
      items = items.filter((item) => item.id !== id);
      show(items);
    },
  } as unknown as LabelFeed;
  const desk = bench();
  const view = render(<Bulk bench={desk} feed={feed} items={items} onLeave={onLeave} />);
  show = (next) => act(() => view.rerender(<Bulk bench={desk} feed={feed} items={next} onLeave={onLeave} />));
  return { onLeave, user: userEvent.setup() };
}
const current = () => document.querySelector('[data-card][data-current]')?.getAttribute('data-card');

test('J and K go to the neighbours, digits answer, Enter submits the card and goes on with the next', async () => {
  const { user } = setUp();
  expect(current()).toBe('a1');
  await user.keyboard('j');
  expect(current()).toBe('a2');
  await user.keyboard('4{Enter}');
  expect(sent.map(({ assignment, answers }) => [assignment, answers[0]?.value])).toEqual([
    ['a2', { rating: 4 }],
  ]);
  expect(left).toEqual(['a2']);
  expect(current()).toBe('a3');
  await user.keyboard('k');
  expect(current()).toBe('a1');
});
test('a card with a gap is not sent, and says what is missing', async () => {
  const { user } = setUp();
  await user.keyboard('{Enter}');
  expect(sent).toEqual([]);
  expect(screen.getByText(/Quality.*Needs an answer/)).toBeTruthy();
});
test('Ctrl and Enter submit every complete card and leave the others', async () => {
  const { user } = setUp();
  await user.keyboard('1jj5{Control>}{Enter}{/Control}');
  expect(sent.map(({ assignment }) => assignment)).toEqual(['a1', 'a3']);
  expect(current()).toBe('a2');
});
test('guidelines open beside the cards, and keys go on answering; the comments are those of the card keys go to', async () => {
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(new URL(request.url).pathname);
    return new Response(JSON.stringify({ results: [], next: null }));
  });
  const asked: string[] = [];
  const { user } = setUp();
  await user.keyboard('g');
  expect(await screen.findByText('Rules of a1')).toBeTruthy();
  await user.keyboard('3j');
  expect(items[0]?.item.final()[0]?.value).toEqual({ rating: 3 });
  expect(current()).toBe('a2');
  await user.keyboard('{Escape}');
  expect(screen.queryByText('Rules of a2')).toBeNull();
  await user.keyboard('c');
  expect(await screen.findByLabelText(/For the people who run the project/)).toBeTruthy();
  expect(asked).toEqual(['/api/v1/demo/assignments/a2/comments']);
  vi.unstubAllGlobals();
});
