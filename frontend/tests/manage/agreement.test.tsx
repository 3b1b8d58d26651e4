import './network';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import type { AgreementRow, Form, Project } from '../../src/api';
import { AgreementPanel } from '../../src/manage/agreement/AgreementPanel';
import {
  axisStart,
  bandOf,
  barText,
  categoryTitle,
  evidence,
  isSkewed,
  sharesOf,
  verdict,
} from '../../src/manage/agreement/words';
import { serve, show, t } from './helper';

const row = (change: Partial<AgreementRow> = {}): AgreementRow => ({
  question: 'order',
  on: 'item',
  kind: 'ranking',
  title: 'Order the responses',
  coefficient: 'krippendorff_alpha',
  metric: 'interval',
  alpha: 0.742,
  low: 0.69,
  high: 0.79,
  percent: 0.87,
  items: 86,
  units: 516,
  annotations: 258,
  reason: null,
  ac1: null,
  fleiss: null,
  prevalence: null,
  confused: null,
  interval_at: null,
  counted_at: null,
  ...change,
});

test('the bands begin where custom puts them, as the figure is shown', () => {
  expect([1, 0.8, 0.7999, 0.667, 0.6664, 0, -0.01].map(bandOf)).toEqual([
    'reliable',
    'reliable',
    'reliable', // shown as 0.800
    'tentative',
    'low', // shown as 0.666
    'low',
    'opposed',
  ]);
});

test('a verdict that its interval does not bear out says so', () => {
  expect(verdict(row(), t)).toBe('Enough for tentative conclusions (0.667 to 0.80).');
  expect(verdict(row({ alpha: 0.82, low: 0.61 }), t)).toContain('reaches down to 0.610');
  expect(verdict(row({ alpha: 0.82, low: null, high: null }), t)).not.toContain('reaches');
});

test('less than chance is named, not rounded up to nothing', () => {
  expect(verdict(row({ alpha: -0.12, low: -0.2 }), t)).toContain('Less agreement than chance');
});

test('no figure comes with the reason why', () => {
  const detail = 'No two people have answered this question on the same item yet.';
  const reason = { code: 'no_overlap', n: null, needed: null, detail } as const;
  expect(verdict(row({ alpha: null, low: null, high: null, reason }), t)).toBe(
    `Not measurable yet. ${detail}`,
  );
});

test('the bar reads as a sentence, and its axis makes room for what is below zero', () => {
  expect(barText(row(), t)).toBe('Alpha 0.742, 95% interval from 0.690 to 0.790');
  expect(barText(row({ low: null, high: null }), t)).toBe('Alpha 0.742, without an interval yet');
  expect([axisStart(0.7, 0.6), axisStart(0.1, -0.2), axisStart(-0.6, -0.7), axisStart(0.4, null)]).toEqual([
    0, -0.5, -1, 0,
  ]);
});

test('the evidence names pairs for rankings, responses for the rest, and units only where they are not the items', () => {
  expect(evidence(row(), t)).toEqual([
    '87% equal answers',
    '86 items with two answers or more',
    '516 pairs of responses',
    '258 answers',
  ]);
  expect(evidence(row({ kind: 'choice', units: 86, percent: null, items: 1, annotations: 1 }), t)).toEqual([
    '1 item with two answers or more',
    '86 responses',
    '1 answer',
  ]);
  expect(evidence(row({ kind: 'rating', units: 86 }), t)).toHaveLength(3);
});

test('the panel asks anew when somebody has answered, and keeps the old figures until the new ones are there', async () => {
  let release = (): void => undefined;
  const calls = serve(async (_call, { length }) => {
    if (length > 1)
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    return { body: { questions: [row({ alpha: length > 1 ? 0.9 : 0.5 })] } };
  });
  const project = { id: 'p1', overlap: 3 } as Project;
  function Page() {
    const [last, setLast] = useState('2026-11-01T00:00:00Z');
    return (
      <>
        <button type="button" onClick={() => setLast('2026-11-01T00:00:05Z')}>
          somebody answers
        </button>
        <AgreementPanel project={project} lastSubmitted={last} />
      </>
    );
  }
  show(<Page />);
  await screen.findByText('0.500');
  await userEvent.click(screen.getByText('somebody answers'));
  await waitFor(() => expect(calls).toHaveLength(2));
  expect(screen.getByText('0.500')).toBeTruthy();
  release();
  expect(await screen.findByRole('img', { name: /Alpha 0.900/ })).toBeTruthy();
});

test('the panel says of when the width of intervals is, where it is not of this moment', async () => {
  const at = '2026-11-01T00:00:00Z';
  serve(() => ({ body: { questions: [row(), row({ question: 'safe', interval_at: at })] } }));
  show(<AgreementPanel project={{ id: 'p1', overlap: 3 } as Project} lastSubmitted={null} />);
  const said = await screen.findByText(/how wide the intervals are was last worked out/);
  expect(said.querySelector('time')?.getAttribute('datetime')).toBe(at);
});

const safe = row({
  question: 'safe',
  kind: 'choice',
  alpha: 0.31,
  ac1: { value: 0.92, low: 0.89, high: 0.95 },
  prevalence: [
    { category: 'no', share: 0.04 },
    { category: 'yes', share: 0.93 },
    { category: 3, share: 0.02 },
    { category: '\u0000other', share: 0.005 },
    { category: 'unsure', share: 0.005 },
    { category: 'never', share: 0 },
  ],
  confused: { categories: ['yes', 'no'], share: 0.7 },
});
const form = {
  questions: [{ name: 'safe', kind: 'choice', title: 'Safe?', options: [{ value: 'yes', title: 'Yes' }] }],
} as unknown as Form;

test('answers are called as the form calls them, the commonest first and the rest in one', () => {
  const shares = sharesOf(safe, form, t);
  expect(shares.map(({ text }) => text)).toEqual([
    'Yes 93%',
    'no 4%',
    '3 2%',
    'another answer 1%',
    'others 1%',
  ]);
  expect(shares.map(({ category }) => category)).toEqual(['yes', 'no', 3, '\u0000other', null]);
  expect(categoryTitle('safe', 'gone', undefined, t)).toBe('gone');
});

test('alpha that is low because nearly everybody says the same is told from people who differ', () => {
  expect(isSkewed(safe)).toBe(true);
  expect(isSkewed({ ...safe, ac1: { value: 0.4, low: 0.3, high: 0.5 } })).toBe(false);
  expect(isSkewed({ ...safe, alpha: 0.85 })).toBe(false);
  expect(isSkewed({ ...safe, prevalence: [{ category: 'yes', share: 0.6 }] })).toBe(false);
  expect(isSkewed(row())).toBe(false);
});

test('what is confused leads to its items, but not those who see none', async () => {
  serve(({ path }) => ({ body: path.endsWith('/form') ? form : { questions: [safe] } }));
  const panel = <AgreementPanel project={{ id: 'p1', overlap: 3 } as Project} lastSubmitted={null} />;
  const { unmount } = show(panel);
  const link = await screen.findByRole('link', { name: 'See these items' });
  const address = new URL(link.getAttribute('href') ?? '', 'http://x');
  expect(address.pathname).toBe('/demo/projects/p1/items');
  expect(JSON.parse(address.searchParams.get('said') ?? '')).toEqual(['safe', 'yes', 'no']);
  const searchOf = async (name: string): Promise<URLSearchParams> =>
    new URL((await screen.findByRole<HTMLAnchorElement>('link', { name })).href).searchParams;
  const [yes, all] = [await searchOf('Yes 93%'), await searchOf(t('agreement.leastFirst'))];
  expect(JSON.parse(yes.get('said') ?? '')).toEqual(['safe', 'yes']);
  expect([all.get('agreement'), all.get('sort')]).toEqual(['0..1', 'agreement']);
  unmount();
  show(panel, { role: 'client' });
  expect(await screen.findByText(/70% of all differences/)).toBeTruthy();
  expect(screen.queryByRole('link')).toBeNull();
});
