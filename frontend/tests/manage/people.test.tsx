import './network';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import type { Form, Item, Project } from '../../src/api';
import { EditContent } from '../../src/manage/items/EditContent';
import { textsIn, withText } from '../../src/manage/items/editing';
import { Clients } from '../../src/manage/organisation/Clients';
import MemberSkills from '../../src/manage/organisation/MemberSkills';
import { People } from '../../src/manage/people/People';
import { FormSettings } from '../../src/manage/settings/FormSettings';
import { dayOf, endOf } from '../../src/manage/workflow/days';
import { order, safe, why } from '../helpers/forms';
import { type Call, serve, show } from './helper';

beforeEach(() => sessionStorage.clear());
const user = userEvent.setup();
const list = (...results: unknown[]) => ({ body: { results, next: null } });
const writes = (calls: Call[]) => calls.filter(({ method }) => method !== 'GET');
const project = { id: 'p1', name: 'Ranking', overlap: 1, form_version: 1, etag: '"1"' } as unknown as Project;
const eve = {
  id: 'm2',
  name: 'Eve',
  email: 'eve@example.org',
  role: 'annotator' as const,
  client_ids: [],
  active: true,
  joined_at: '2026-11-01T00:00:00Z',
  etag: '"e"',
};
const placed = {
  member: eve,
  annotate: true,
  review: false,
  adjudicate: false,
  most_items: 50,
  paused: '',
  paused_because: '',
  given: 14,
  answered: 12,
  not_eligible: 'The skill Medicine is needed.',
};

const staff = (more: object = {}) =>
  serve(({ path, method }) => {
    if (method !== 'GET')
      return { body: path.endsWith('/release') ? { released: 2 } : { ...placed, ...more } };
    return path.endsWith('/people') ? list({ ...placed, ...more }) : list(eve);
  });

test('the people list says what keeps somebody from work, and how much they did of how much they may', async () => {
  staff();
  show(<People project={project} />);
  const row = await screen.findByRole('row', { name: /Eve/ });
  expect(within(row).getByText('The skill Medicine is needed.')).toBeTruthy();
  expect(within(row).getByText('12 of at most 50')).toBeTruthy();
});

test('somebody is paused with a reason, limited and relieved of what they hold', async () => {
  const calls = staff();
  show(<People project={project} />);
  await user.click(await screen.findByRole('button', { name: 'Manage Eve in this project' }));
  const dialog = await screen.findByRole('dialog', { name: 'Eve in this project' });
  await user.click(within(dialog).getByRole('button', { name: 'Release their items' }));
  await screen.findByText('2 places of Eve were released');
  await user.click(within(dialog).getByRole('switch', { name: /Limit how much/ }));
  await user.click(within(dialog).getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(writes(calls)).toHaveLength(2));
  await user.click(within(dialog).getByRole('radio', { name: /No new work/ }));
  await user.type(within(dialog).getByRole('textbox', { name: /Why/ }), 'Read the guidelines');
  await user.click(within(dialog).getByRole('button', { name: 'Pause them' }));
  await screen.findByText('Eve is paused and was told why');
  expect(writes(calls).map(({ path, body }) => [path, body])).toEqual([
    ['/projects/p1/people/m2/release', undefined],
    ['/projects/p1/people/m2', { most_items: null, annotate: true, review: false, adjudicate: false }],
    ['/projects/p1/people/m2/pause', { pause: 'new', because: 'Read the guidelines' }],
  ]);
});

test('a pause is read with its reason', async () => {
  staff({ paused: 'full', paused_because: 'Holidays' });
  show(<People project={project} />);
  expect(await screen.findByText('Paused: Holidays')).toBeTruthy();
});

test('a skill is given with its level and its end; a clearance is taken away', async () => {
  const calls = serve(({ path }) => {
    if (path === '/skills') return list({ id: 's1', name: 'Medicine', kind: 'skill' });
    if (path === '/clients') return list({ id: 'c1', name: 'Acme', projects: 0 });
    if (path.endsWith('/clearances'))
      return list({
        client: { id: 'c1', name: 'Acme' },
        note: 'Signed',
        expires_at: '2020-01-01T00:00:00Z',
        granted_at: '2019-01-01T00:00:00Z',
      });
    return list();
  });
  show(<MemberSkills member={eve} onClose={() => {}} />);
  expect(await screen.findByText(/ended on 1 Jan 2020/)).toBeTruthy();
  await user.click(await screen.findByRole('button', { name: 'Take away Acme' }));
  await waitFor(() => expect(writes(calls)).toHaveLength(1));
  await user.click(await screen.findByRole('button', { name: 'Give one' }));
  const level = screen.getByRole('textbox', { name: /Level/ });
  await user.clear(level);
  await user.type(level, '70');
  await user.type(screen.getByLabelText(/^Until/), '2027-05-01');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(writes(calls)).toHaveLength(2));
  const [taken, given] = writes(calls);
  expect([taken?.method, taken?.path]).toEqual(['DELETE', '/members/m2/clearances/c1']);
  expect([given?.method, given?.path, given?.body]).toEqual([
    'PUT',
    '/members/m2/skills/s1',
    { note: '', expires_at: endOf('2027-05-01'), level: 0.7 },
  ]);
});

test('a day ends where the reader is, and comes back as the same day', () => {
  expect(dayOf(endOf('2026-12-24') ?? '')).toBe('2026-12-24');
  expect(endOf('')).toBeNull();
});

test('a client asks for clearance, and only that is sent with the name', async () => {
  const client = {
    id: 'c1',
    name: 'Acme',
    projects: 1,
    etag: '"c"',
    clearance_required: false,
    created_at: '',
  };
  const calls = serve(({ method }) =>
    method === 'GET' ? list({ ...client, created_at: '2026-11-01T00:00:00Z' }) : { body: client },
  );
  show(<Clients />);
  await user.click(await screen.findByRole('button', { name: 'Edit Acme' }));
  await user.click(screen.getByRole('switch', { name: /Only cleared people/ }));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await screen.findByText('The client was saved');
  expect(writes(calls)[0]?.body).toEqual({ name: 'Acme', clearance_required: true });
});

const item = {
  id: 'i1',
  external_id: 'qa-1',
  state: 'done',
  content: { prompt: { text: 'Whi?' }, responses: [{ id: 'a', text: 'So.' }] },
  metadata: { source: 'web' },
} as unknown as Item;

test('the texts of a content are found and mended in their places', () => {
  expect(textsIn(item.content).map(({ path }) => path.join('.'))).toEqual([
    'prompt.text',
    'responses.0.text',
  ]);
  expect(withText(item.content, ['responses', 0, 'text'], 'So!')).toEqual({
    ...item.content,
    responses: [{ id: 'a', text: 'So!' }],
  });
});

test('where people have answered, it is asked what becomes of that, and a refusal of the choice can be mended', async () => {
  const calls = serve(({ body }) => {
    const { then } = body as { then?: string };
    if (!then)
      return {
        status: 409,
        body: {
          type: 'work-exists',
          title: 'People have worked on this item',
          detail: '2 have answered it and 1 are at work on it.',
        },
      };
    if (then === 'keep')
      return { status: 400, body: { title: 'No', errors: [{ pointer: '/then', detail: 'cannot be kept' }] } };
    return { body: { ...item, returned: 2 } };
  });
  show(<EditContent project={project} item={item} onClose={() => {}} />);
  const prompt = screen.getByRole('textbox', { name: 'Prompt' });
  expect((screen.getByRole('button', { name: 'Save' }) as HTMLButtonElement).disabled).toBe(true);
  await user.clear(prompt);
  await user.type(prompt, 'Why?');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText(/2 have answered it/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Save and keep the answers' }));
  expect(await screen.findByText('then: cannot be kept')).toBeTruthy();
  await user.click(screen.getByRole('radio', { name: /Ask everybody again/ }));
  await user.click(screen.getByRole('button', { name: 'Save and ask again' }));
  await screen.findByText(/The item was saved/);
  expect(writes(calls).map(({ body }) => (body as { then?: string }).then)).toEqual([
    undefined,
    'keep',
    'reopen',
  ]);
  expect(writes(calls)[2]?.body).toEqual({
    content: { ...item.content, prompt: { text: 'Why?' } },
    metadata: { source: 'web' },
    // biome-ignore lint/suspicious/noThenProperty: the API's word for what becomes of the answers
    then: 'reopen',
  });
});

test('after a question was added, the people who have answered can be asked for it', async () => {
  let form: Form = { version: 1, shows: ['prompt'], questions: [order, safe] };
  const calls = serve(({ path, method, body }) => {
    if (path.endsWith('/backfill')) return { body: { returned: 3, people: 2 } };
    if (path.endsWith('/form') && method === 'PUT') {
      form = { ...(body as Form), version: 2 };
      return { body: form, headers: { ETag: '"2"' } };
    }
    if (path.endsWith('/form')) return { body: form, headers: { ETag: `"${form.version}"` } };
    if (path === '/templates') return { body: [] };
    if (path.endsWith('/progress'))
      return {
        body: { items: 4, done: 1, open: 3, places: { open: 1, claimed: 0, submitted: 3, skipped: 0 } },
      };
    return list();
  });
  show(<FormSettings project={{ ...project, id: 'asks' }} />);
  await user.click(await screen.findByRole('button', { name: 'Text' }));
  await user.type(screen.getByRole('textbox', { name: /^Question/ }), why.title);
  await user.click(screen.getByRole('button', { name: 'Save as version 2' }));
  expect(await screen.findByText('3 answers were given without it.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Ask the people who have already answered' }));
  await user.type(screen.getByRole('textbox', { name: /Message to them/ }), 'One more thing');
  await user.click(screen.getByRole('button', { name: 'Ask them' }));
  await screen.findByText('3 answers went back to be completed');
  const asked = writes(calls).find(({ path }) => path.endsWith('/backfill'));
  expect(asked?.body).toEqual({ questions: [form.questions.at(-1)?.name], comment: 'One more thing' });
  expect(asked?.headers.get('Idempotency-Key')).toBeTruthy();
  expect(screen.queryByText('3 answers were given without it.')).toBeNull();
});
