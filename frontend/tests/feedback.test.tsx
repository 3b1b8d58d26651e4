import './manage/network';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import Feedback from '../src/label/Feedback';
import { History } from '../src/label/history';
import { NothingToDo } from '../src/label/NothingToDo';
import { hearWaiting, waiting } from '../src/label/waiting';
import type { LabelFeed, Workbench } from '../src/label/workbench';
import { type Heard, heard, hearFeedback } from '../src/queue/feedback';
import { Signal } from '../src/queue/signal';
import { safe } from './helpers/forms';
import { serve, show } from './manage/helper';

const history = new History();
const bench = {
  history,
  outbox: { state: new Signal({ waiting: [], refused: [], stuck: false, signedOut: false }) },
} as unknown as Workbench;
afterEach(() => {
  heard.set(null);
  waiting.set(null);
  vi.useRealTimers();
});

const wrong = { question: 'safe', on: 'item', correct: false, hint: 'Would you say it to a child?' };
const right = { ...wrong, question: 'other', correct: true, hint: '' };
const said = (...marks: (typeof wrong)[]): Heard => ({ assignment: 'a1', feedback: { score: 0.5, marks } });
/** As the labeling screen shows it: gone when nothing is said any more. */
function tell(told: Heard) {
  heard.set(told);
  return show(<Feedback bench={bench} said={told} />);
}

test('feedback is taken out of what a submission was answered with, where there is any', () => {
  hearFeedback('a1', { id: 'a1', state: 'submitted', feedback: null });
  hearFeedback('a1', undefined);
  expect(heard.get()).toBeNull();
  hearFeedback('a1', { feedback: said(wrong).feedback });
  expect(heard.get()).toEqual(said(wrong));
});

test('what was wrong is told by the title of its question, with the hint, until it is dismissed', async () => {
  history.add({
    id: 'a1',
    assignment: { form: { version: 1, shows: [], questions: [safe] } } as never,
    answers: [],
    seconds: 1,
    at: 1,
  });
  tell(said(wrong, right));
  expect(screen.getByRole('complementary', { name: 'How that went' }).textContent).toContain(
    '50% right. 1 answer was not as expected:',
  );
  expect(screen.getByText(safe.title)).toBeTruthy();
  expect(screen.getByText('Would you say it to a child?')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: /Dismiss/ }));
  expect(heard.get()).toBeNull();
});

test('Escape puts it away, but not from within a field', () => {
  tell(said(wrong));
  const field = document.body.appendChild(document.createElement('textarea'));
  fireEvent.keyDown(field, { key: 'Escape' });
  expect(heard.get()).not.toBeNull();
  fireEvent.keyDown(document.body, { key: 'Escape' });
  expect(heard.get()).toBeNull();
  field.remove();
});

test('praise goes by itself', () => {
  vi.useFakeTimers();
  tell(said(right));
  expect(screen.getByText('All right.')).toBeTruthy();
  act(() => void vi.advanceTimersByTime(10_000));
  expect(heard.get()).toBeNull();
});

test('what can be learnt from stays', () => {
  vi.useFakeTimers();
  tell(said(wrong));
  act(() => void vi.advanceTimersByTime(600_000));
  expect(heard.get()).not.toBeNull();
});

const feed = { fill: async () => undefined } as unknown as LabelFeed;
test.each([
  ['paused', 'Your work is paused'],
  ['not_eligible', 'You may not work on this yet'],
  ['cap_reached', 'You have reached your limit'],
  ['project_paused', 'The project is paused'],
] as const)('whoever gets no work reads why: %s', async (because, title) => {
  serve(() => ({ body: { projects: [] } }));
  hearWaiting({ results: [], waiting: { because, detail: 'Call me first.' } });
  show(<NothingToDo bench={bench} feed={feed} project="p1" />);
  expect(await screen.findByRole('heading', { name: title })).toBeTruthy();
  expect(screen.getByText('Call me first.')).toBeTruthy();
});

test('whom a rule paused reads why, as the product says it and not as a quote', async () => {
  serve(() => ({ body: { projects: [] } }));
  const reason = { collector: 'acceptance', figure: 0.4, detail: 'Of your …' };
  hearWaiting({ results: [], waiting: { because: 'paused', detail: reason.detail, reason } });
  show(<NothingToDo bench={bench} feed={feed} project="p1" />);
  const why = await screen.findByText('Of your recent work that was reviewed, 40% was accepted as it was.');
  expect(why.closest('q')).toBeNull();
  expect(screen.queryByText('Of your …')).toBeNull();
});

test('that everything is done is no reason of that kind', async () => {
  serve(() => ({ body: { projects: [] } }));
  hearWaiting({ results: [], waiting: { because: 'nothing_left', detail: '' } });
  show(<NothingToDo bench={bench} feed={feed} project={null} />);
  await waitFor(() => expect(screen.getByRole('heading', { name: 'Nothing to do right now' })).toBeTruthy());
});
