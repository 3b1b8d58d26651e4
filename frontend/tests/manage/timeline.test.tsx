import './network';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, test } from 'vitest';
import type { Project } from '../../src/api';
import { i18n } from '../../src/i18n';
import { ItemDrawer } from '../../src/manage/items/ItemDrawer';
import { isSettled, verdictsIn } from '../../src/manage/items/timeline/calls';
import { tell } from '../../src/manage/items/timeline/tell';
import type { Moment } from '../../src/manage/items/timeline/types';
import type { Words } from '../../src/manage/items/words';
import { contentOf, formOf, quality } from '../helpers/forms';
import { serve, show } from './helper';

const user = userEvent.setup();
const t = i18n.getFixedT('items') as Words;
const cleo = { id: 'm3', name: 'Cleo' };
const ruth = { id: 'm4', name: 'Ruth' };
const moment = (kind: string, data: Moment['data'] = {}, more: Partial<Moment> = {}): Moment => ({
  at: '2026-11-20T10:00:00Z',
  kind,
  actor: cleo,
  place: 1,
  data,
  diff: null,
  ...more,
});
const whose = new Map([['a1', 'Cleo']]);

it.each([
  [moment('claimed', { as: 'review' }), 'began to review'],
  [moment('submitted', { revision: 1, seconds: 50 }), 'answered in 50 secs'],
  [moment('submitted', { revision: 2, seconds: 50 }), 'answered anew (version 2)'],
  [moment('judged', { verdict: 'returned', annotation_id: 'a1' }), 'gave the answers back to Cleo'],
  [moment('skipped', { reason: 'Not my language' }), 'skipped it: Not my language'],
  [moment('prioritised', { priority: 2 }), 'set the priority to Urgent'],
  [moment('due_set', {}), 'took the due date away'],
  [moment('resolved', { by: 'adjudicated' }), 'gave the final answer'],
  [moment('something_new'), 'something new'],
])('every moment is a sentence, also one that this page does not know yet', (told, words) =>
  expect(tell(told, t, whose)).toBe(words),
);

it('the last verdict counts, and only the final answer that stands', () => {
  const judged = (verdict: string) => moment('judged', { verdict, annotation_id: 'a1' });
  expect(verdictsIn([judged('returned'), judged('accepted')]).get('a1')).toBe('accepted');
  expect(isSettled([moment('resolved', { stands: false })])).toBe(false);
  expect(isSettled([moment('resolved', { stands: true })])).toBe(true);
});

const answer = (rating: number) => [{ question: 'quality', on: 'item', value: { rating } }];
const moments = [
  moment('submitted', { annotation_id: 'a1', revision: 1, seconds: 5 }),
  moment(
    'corrected',
    { annotation_id: 'a1', revision: 2 },
    {
      actor: ruth,
      diff: [{ question: 'quality', on: 'item', before: { rating: 2 }, after: { rating: 4 } }],
    },
  ),
  moment(
    'judged',
    { verdict: 'corrected', annotation_id: 'a1', reason: 'careless', comment: 'Too low.' },
    { actor: ruth },
  ),
  moment('resolved', { by: 'adjudicated', stands: true }, { actor: ruth }),
];

test('an item shows answers, the final one beside them, verdicts, and what each version changed', async () => {
  const asked = serve(({ path }) => {
    if (path.endsWith('/timeline')) return { body: { results: moments } };
    if (path.endsWith('/resolution'))
      return {
        body: {
          id: 'r',
          kind: 'adjudicated',
          answers: answer(5),
          reason: '',
          comment: 'Both too low.',
          member: ruth,
          created_at: '2026-11-20T10:00:00Z',
          assets: {},
        },
      };
    if (path.endsWith('/form')) return { body: formOf(quality) };
    if (path.endsWith('/annotations'))
      return {
        body: {
          results: [
            {
              id: 'a1',
              member: cleo,
              answers: answer(4),
              revision: 2,
              seconds: 5,
              submitted_at: '2026-11-20T10:00:00Z',
              aided: [],
              independent: false,
              assets: {},
            },
          ],
          next: null,
        },
      };
    if (path.endsWith('/items/i1'))
      return {
        body: {
          id: 'i1',
          external_id: 'x',
          state: 'done',
          priority: 1,
          due_at: null,
          agreement: 0.5,
          certainty: 0.875,
          submitted: 1,
          overlap: 1,
          content: contentOf(2),
          metadata: {},
        },
      };
    return { body: { results: [], next: null } };
  });
  const opened: string[] = [];
  show(
    <ItemDrawer
      project={{ id: 'p1' } as Project}
      id="i1"
      title="Item 1"
      previous={undefined}
      next="i2"
      onOpen={(id) => opened.push(id)}
      onClose={() => {}}
    />,
    { role: 'reviewer' },
  );
  const table = within(await screen.findByRole('table'));
  expect(await table.findByRole('columnheader', { name: /Final answer\s*settled by Ruth/ })).toBeTruthy();
  expect(table.getByRole('columnheader', { name: /Cleo.*Corrected/ })).toBeTruthy();
  expect(screen.getByText('High · 50% agreement · 87.5% certain')).toBeTruthy();
  const story = within(screen.getByRole('region', { name: 'What happened' }));
  expect(story.getByText('Too low.')).toBeTruthy();
  expect(story.getByText('Careless')).toBeTruthy();
  await user.click(story.getByText('1 answer changed'));
  expect(story.getByText('Before:', { exact: false }).closest('del')?.textContent).toContain('2');
  await user.keyboard('jk');
  expect(opened).toEqual(['i2']);
  expect(asked.filter(({ path }) => path.endsWith('/resolution'))).toHaveLength(1);
});

test('nobody asks for a final answer that is not there', async () => {
  const asked = serve(({ path }) => {
    if (path.endsWith('/form')) return { body: formOf(quality) };
    if (path.endsWith('/items/i1'))
      return {
        body: {
          id: 'i1',
          external_id: 'x',
          state: 'open',
          submitted: 0,
          overlap: 1,
          content: contentOf(2),
          metadata: {},
        },
      };
    return { body: { results: [], next: null } };
  });
  show(
    <ItemDrawer
      project={{ id: 'p1' } as Project}
      id="i1"
      title="Item 1"
      previous={undefined}
      next={undefined}
      onOpen={() => {}}
      onClose={() => {}}
    />,
    { role: 'reviewer' },
  );
  expect(await screen.findByText('Nobody has answered this item yet.')).toBeTruthy();
  expect(asked.some(({ path }) => path.endsWith('/resolution'))).toBe(false);
});
