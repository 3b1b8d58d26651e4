import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { useSyncExternalStore } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Content, DialogueQuestion, DialogueValue } from '../src/api/types';
import { type Session, SessionContext } from '../src/app/session';
import { useCommands } from '../src/keys/useCommands';
import { Item } from '../src/label/item';
import { forgetPicturesOf, sending } from '../src/questions/dialogue/pictures';
import { keyOf } from '../src/questions/form';
import { kindOf, loadKinds } from '../src/questions/kinds';
import { Toasts } from '../src/ui/toast';
import { asked } from './helpers/dialogue';
import { formOf } from './helpers/forms';

beforeEach(() => {
  // jsdom draws nothing: no scrolling, no object URLs.
  Element.prototype.scrollIntoView = () => {};
  URL.createObjectURL = () => 'blob:picture';
  URL.revokeObjectURL = () => {};
});
afterEach(() => vi.restoreAllMocks());

const session = { organisation: { slug: 'acme' } } as Session;
async function write(question: DialogueQuestion, content: Content = {}, value?: DialogueValue) {
  const form = formOf(question);
  await loadKinds(form);
  const { Field } = kindOf(question);
  const claim = { id: 'a1', project: { id: 'p1', name: 'P' } };
  const item = new Item(
    { form, content, ...claim },
    value ? [{ question: question.name, on: 'item', value }] : [],
  );
  const [place] = item.places();
  function Page() {
    const { answers } = useSyncExternalStore(item.state.subscribe, item.state.get);
    useCommands(true, {}, (key) => item.press(key));
    if (!place) return null;
    return (
      <Field
        question={question}
        value={answers[keyOf(question.name, 'item')]}
        onChange={() => {}}
        target={place.target}
        response={null}
        onResponse={() => {}}
        active
        live
        id="talk"
        item={item}
      />
    );
  }
  render(
    <SessionContext value={session}>
      <Page />
      <Toasts />
    </SessionContext>,
  );
  const now = () => item.state.get().answers['talk item'] as DialogueValue;
  return { item, turn: (at = -1) => now().turns.at(at) };
}
const field = (name: string) => screen.getByRole('textbox', { name });
const say = (name: string, text: string) => fireEvent.change(field(name), { target: { value: text } });
function press(key: string, code = '') {
  const element = document.activeElement ?? document.body;
  act(() => void fireEvent.keyDown(element, { key, code, ctrlKey: true, altKey: true }));
}
const turnOf = (...texts: string[]): DialogueValue => ({
  turns: [
    {
      id: 't1',
      prompt: { text: 'Hello', images: [] },
      responses: texts.map((text, at) => ({
        id: `r${at + 1}`,
        text,
        images: [],
        source: 'human',
        tags: [],
        spans: [],
        ratings: {},
      })),
      ranks: texts.map((_, at) => [`r${at + 1}`]),
      continues_with: null,
    },
  ],
});

test('how much is written is shown against what is wanted', async () => {
  await write(asked({ min_responses: 3, max_responses: 4 }));
  expect(screen.getByText('0 of at least 3 responses')).toBeTruthy();
  say('Response A', 'a');
  say('Response B', 'b');
  expect(screen.getByText('2 of at least 3 responses')).toBeTruthy();
  say('Response C', 'c');
  expect(screen.getByText('3 responses')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: /^Add a response/ }));
  say('Response D', 'd');
  expect(screen.getByText('4 responses, no more can be added')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /^Add a response/ })).toBeNull();
});
test('keys add, order, tie and remove responses without leaving the text', async () => {
  const { turn } = await write(asked({ min_responses: 2 }));
  say('Response A', 'a');
  act(() => field('Response A').focus());
  press('r', 'KeyR');
  expect(document.activeElement).toBe(field('Response C'));
  say('Response C', 'c');
  press('ArrowUp');
  expect(turn()?.ranks).toEqual([['r1'], ['r3'], ['r2']]);
  press('=');
  expect(turn()?.ranks).toEqual([['r1', 'r3'], ['r2']]);
  expect(document.activeElement).toBe(field('Response C'));
  expect(screen.getAllByRole('listitem').map((card) => card.dataset.tie)).toEqual([
    'first',
    'last',
    undefined,
  ]);
  press('Backspace');
  expect(turn()?.responses.map(({ id }) => id)).toEqual(['r1', 'r2']);
});
test('a removed text comes back where it stood; an empty response goes without a word', async () => {
  const { turn } = await write(asked(), {}, turnOf('a', 'b', ''));
  fireEvent.click(screen.getByRole('button', { name: 'Remove response A' }));
  expect(turn()?.ranks).toEqual([['r2'], ['r3']]);
  expect(screen.getByText('Response A was removed.')).toBeTruthy();
  const undo = screen.getByRole('button', { name: 'Undo' });
  expect(document.activeElement).toBe(undo);
  fireEvent.click(undo);
  expect(turn()?.ranks).toEqual([['r1'], ['r2'], ['r3']]);
  expect(document.activeElement).toBe(field('Response A'));
  fireEvent.click(screen.getByRole('button', { name: 'Remove response C' }));
  expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  expect(document.activeElement).toBe(field('Response B'));
});
test('the next turn goes on from the chosen response, and the turn before is read as a chat', async () => {
  const { turn } = await write(asked({ max_turns: 2 }), {}, turnOf('first', 'second', 'third'));
  fireEvent.click(screen.getByRole('button', { name: 'Goes on with response B' }));
  fireEvent.click(screen.getByRole('button', { name: /^Add the next turn/ }));
  expect(turn(0)?.continues_with).toBe('r2');
  expect(document.activeElement).toBe(field('Prompt of turn 2'));
  const before = screen.getByRole('region', { name: 'Turn 1' });
  expect(within(before).getByText('Response B · Rank 2')).toBeTruthy();
  expect(within(before).getByText('2 other responses')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /^Add the next turn/ })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Edit turn 1' }));
  expect(field('Prompt of turn 1')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Remove turn 2' }));
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(turn()?.id).toBe('t2');
});
test('a turn without a response to go on from has no next one', async () => {
  await write(asked());
  const next = screen.getByRole<HTMLButtonElement>('button', { name: /^Add the next turn/ });
  expect(next.disabled).toBe(true);
});
test('an imported conversation is gone on from, and counted', async () => {
  const messages = [
    { id: 'm1', role: 'user', text: 'What is a lighthouse?' },
    { id: 'm2', role: 'assistant', text: 'A tower with a lamp.' },
  ] as const;
  await write(asked(), { messages: [...messages] });
  expect(screen.getByText('A tower with a lamp.')).toBeTruthy();
  expect(field('Prompt of turn 2')).toBeTruthy();
});
test('where the user has the last word the responses answer it', async () => {
  const { item } = await write(asked(), { messages: [{ id: 'm1', role: 'user', text: 'Hi' }] });
  expect(screen.queryByRole('textbox', { name: 'Prompt of turn 1' })).toBeNull();
  say('Response A', 'Hello');
  expect(item.gaps()).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: /^Add a prompt/ }));
  expect(document.activeElement).toBe(field('Prompt of turn 1'));
});
test('what is missing is marked once a submission was tried', async () => {
  const { item } = await write(asked({ tags: [{ value: 'safe', title: 'Safe' }] }), {}, turnOf('a'));
  say('Prompt of turn 1', '');
  expect(field('Prompt of turn 1').getAttribute('aria-invalid')).toBeNull();
  act(() => void item.seekGap());
  expect(field('Prompt of turn 1').getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByText('A prompt is missing')).toBeTruthy();
});
test('tags and ratings are given to the response they stand under', async () => {
  const { turn } = await write(
    asked({
      tags: [{ value: 'safe', title: 'Safe' }],
      ratings: [
        { name: 'helpful', title: 'Helpful', options: [1, 2].map((value) => ({ value, title: `${value}` })) },
      ],
    }),
    {},
    turnOf('a', 'b'),
  );
  const tags = screen.getByRole('group', { name: 'Tags of response B' });
  fireEvent.click(within(tags).getByRole('checkbox', { name: /Safe/ }));
  const scale = screen.getByRole('radiogroup', { name: 'Helpful, response B' });
  fireEvent.click(within(scale).getByRole('radio', { name: '2' }));
  expect(turn()?.responses.map(({ tags, ratings }) => [tags, ratings])).toEqual([
    [[], {}],
    [['safe'], { helpful: 2 }],
  ]);
});
test('a picture is shown at once, holds the submission back, and is named when the server has it', async () => {
  const question = asked({ response_images: true });
  const { item, turn } = await write(question, {}, turnOf('a'));
  const asks: unknown[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const { url, method } = input as Request;
    if (method === 'POST' && url.endsWith('/uploads')) asks.push(await (input as Request).json());
    return new Promise(() => {});
  });
  const files = [new File(['x'], 'cat.png', { type: 'image/png' })];
  await act(
    async () => void fireEvent.drop(field('Response A'), { dataTransfer: { types: ['Files'], files } }),
  );
  expect(screen.getByRole('img', { name: 'cat.png' })).toBeTruthy();
  expect(item.gaps()[0]?.gap).toEqual({ reason: 'uploading' });
  await vi.waitFor(() => expect(asks).toHaveLength(1));
  expect(asks[0]).toMatchObject({
    project_id: 'p1',
    assignment_id: 'a1',
    purpose: 'image',
    filename: 'cat.png',
  });
  const [entry] = sending.get();
  act(() => entry?.onReady('asset-1'));
  expect(turn()?.responses[0]?.images).toEqual(['asset-1']);
  act(() => forgetPicturesOf(question));
  expect(item.gaps()).toEqual([]);
});
test('files that are no pictures, or that nobody asked for, are refused in words', async () => {
  await write(asked({ response_images: true }), {}, turnOf('a'));
  const drop = (name: string, file: File) =>
    fireEvent.drop(field(name), { dataTransfer: { types: ['Files'], files: [file] } });
  drop('Response A', new File(['x'], 'notes.pdf', { type: 'application/pdf' }));
  expect(screen.getByText('notes.pdf: only PNG, JPEG, WebP and GIF images can be added')).toBeTruthy();
  drop('Prompt of turn 1', new File(['x'], 'cat.png', { type: 'image/png' }));
  expect(screen.getByText('This project takes no images here')).toBeTruthy();
  expect(sending.get()).toEqual([]);
});
test('marks whose words change are dropped with a word, and come back with the text', async () => {
  const value = turnOf('the cat sat');
  const { turn } = await write(
    asked({ labels: [{ value: 'x', title: 'X' }] }),
    {},
    {
      turns: value.turns.map((each) => ({
        ...each,
        responses: each.responses.map((one) => ({ ...one, spans: [{ start: 4, end: 7, labels: ['x'] }] })),
      })),
    },
  );
  say('Response A', 'Well, the cat sat');
  expect(turn()?.responses[0]?.spans).toEqual([{ start: 10, end: 13, labels: ['x'] }]);
  say('Response A', 'Well, the cart sat');
  expect(turn()?.responses[0]?.spans).toEqual([]);
  expect(screen.getAllByText('1 mark was dropped, because its words changed')[0]).toBeTruthy();
  say('Response A', 'Well, the cat sat');
  expect(turn()?.responses[0]?.spans).toEqual([{ start: 10, end: 13, labels: ['x'] }]);
});
