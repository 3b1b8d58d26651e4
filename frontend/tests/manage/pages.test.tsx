import './network';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, test } from 'vitest';
import type { Form, Project } from '../../src/api';
import { type DraftForm, toDraft } from '../../src/manage/form/draft';
import { useFormErrors } from '../../src/manage/form/errors';
import { FormBuilder } from '../../src/manage/form/FormBuilder';
import Manage from '../../src/manage/Manage';
import { Clients } from '../../src/manage/organisation/Clients';
import { People } from '../../src/manage/people/People';
import { ProjectSettings } from '../../src/manage/settings/ProjectSettings';
import { order, safe } from '../helpers/forms';
import { type Call, serve, show } from './helper';

beforeEach(() => sessionStorage.clear());
const user = userEvent.setup();
const page = (...results: unknown[]) => ({ body: { results, next: null } });
const problem = (status: number, more = {}) => ({
  status,
  body: { type: 'about:blank', title: 'No', status, detail: '', errors: [], ...more },
});
const keys = (calls: Call[]): (string | null)[] =>
  calls.filter(({ method }) => method === 'POST').map(({ headers }) => headers.get('Idempotency-Key'));

const project: Project = {
  id: 'p1',
  name: 'Ranking',
  client: { id: 'c1', name: 'Acme' },
  state: 'active',
  guidelines: '# Rules',
  guidelines_version: 1,
  suggestions: 'hidden',
  overlap: 2,
  lease_minutes: 30,
  shuffle_responses: true,
  skip_reason_required: true,
  form_version: 1,
  created_at: '2026-11-01T00:00:00Z',
  priority: 0,
  due_at: null,
  etag: '"1"',
};

test('repeating a creation after a lost answer carries the same key, another body its own', async () => {
  const calls = serve(({ method }, { length }) => {
    if (method === 'GET') return page();
    return length < 4 ? null : problem(409, { title: 'There is a client of this name' });
  });
  show(<Clients />);
  await user.click((await screen.findAllByRole('button', { name: 'New client' }))[0] as HTMLElement);
  await user.type(await screen.findByRole('textbox', { name: /Name/ }), 'Acme');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await screen.findByText(/No connection/);
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(keys(calls)).toHaveLength(2));
  await user.type(screen.getByRole('textbox', { name: /Name/ }), ' 2');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await screen.findByText(/There is a client of this name/);
  const [first, second, third] = keys(calls);
  expect(first).toBeTruthy();
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test('the same name again after a success is a new intention', async () => {
  const client = { id: 'c1', name: 'Acme', created_at: '2026-11-01T00:00:00Z', projects: 0 };
  const calls = serve(({ method }) => (method === 'GET' ? page(client) : { status: 201, body: client }));
  show(<Clients />);
  for (let round = 0; round < 2; round++) {
    await user.click(await screen.findByRole('button', { name: 'New client' }));
    await user.type(await screen.findByRole('textbox', { name: /Name/ }), 'Acme');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('textbox', { name: /Name/ })).toBeNull());
  }
  expect(new Set(keys(calls)).size).toBe(2);
});

test('only what was changed is sent, under the ETag that was read', async () => {
  const calls = serve(({ body }) => ({ body: { ...project, ...(body as object), etag: '"2"' } }));
  show(<ProjectSettings project={project} />);
  await user.type(screen.getByRole('textbox', { name: /Name/ }), ' 2');
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  await screen.findByText('Saved');
  expect(calls[0]).toMatchObject({ method: 'PATCH', body: { name: 'Ranking 2' } });
  expect(calls[0]?.headers.get('If-Match')).toBe('"1"');
});

test('what is typed back to how it was needs no saving', async () => {
  serve(() => null);
  show(<ProjectSettings project={project} />);
  await user.type(screen.getByRole('textbox', { name: /Name/ }), 'x');
  expect(screen.getByRole('button', { name: 'Save changes' })).toBeTruthy();
  await user.type(screen.getByRole('textbox', { name: /Name/ }), '{Backspace}');
  expect(screen.queryByRole('button', { name: 'Save changes' })).toBeNull();
});

/** Somebody else renames the project while the page is open. */
function contested(project: Project) {
  return serve(({ method, headers, body, path }) => {
    if (path.endsWith('/form')) return { body: { version: 1, shows: [], questions: [] } };
    if (method === 'GET') return { body: { ...project, name: 'Theirs', etag: '"2"' } };
    if (headers.get('If-Match') !== '"2"') return problem(412, { type: 'stale' });
    return { body: { ...project, name: 'Theirs', ...(body as object), etag: '"3"' } };
  });
}
async function collide(id: string) {
  const theirs = { ...project, id };
  const calls = contested(theirs);
  show(<ProjectSettings project={theirs} />);
  await user.clear(screen.getByRole('textbox', { name: /Name/ }));
  await user.type(screen.getByRole('textbox', { name: /Name/ }), 'Mine');
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  await screen.findByText(/Somebody else changed this project/);
  expect((screen.getByRole('textbox', { name: /Name/ }) as HTMLInputElement).value).toBe('Mine');
  return calls;
}

test('after a collision, mine can be put over theirs on purpose', async () => {
  const calls = await collide('p2');
  await user.click(screen.getByRole('button', { name: 'Save mine over it' }));
  await waitFor(() => expect(screen.queryByText(/Somebody else changed/)).toBeNull());
  const last = calls.filter(({ method }) => method === 'PATCH').at(-1);
  expect(last?.headers.get('If-Match')).toBe('"2"');
  expect(last?.body).toEqual({ name: 'Mine' });
});

test('after a collision, theirs can be taken and mine dropped', async () => {
  const calls = await collide('p3');
  await user.click(screen.getByRole('button', { name: 'Load theirs, drop mine' }));
  await waitFor(() => expect(screen.queryByText(/Somebody else changed/)).toBeNull());
  expect(calls.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  expect(sessionStorage.length).toBe(0);
});

test('what somebody else saves while I type is not overwritten unseen', async () => {
  const calls = serve(() => problem(412, { type: 'stale' }));
  function Page() {
    const [seen, setSeen] = useState<Project>({ ...project, id: 'p4' });
    return (
      <>
        <button type="button" onClick={() => setSeen({ ...seen, state: 'paused', etag: '"2"' })}>
          the page learns of it
        </button>
        <ProjectSettings project={seen} />
      </>
    );
  }
  show(<Page />);
  await user.type(screen.getByRole('textbox', { name: /Name/ }), '!');
  await user.click(screen.getByText('the page learns of it'));
  expect((screen.getByRole('radio', { name: /Paused/ }) as HTMLInputElement).checked).toBe(true);
  await user.type(screen.getByRole('textbox', { name: /Name/ }), '!');
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  await screen.findByText(/Somebody else changed/);
  expect(calls[0]?.headers.get('If-Match')).toBe('"1"');
  expect(calls[0]?.body).toEqual({ name: 'Ranking!!' });
});

test('a refused field shows its reason, and what was typed outlives a reload', async () => {
  serve(() => problem(400, { errors: [{ pointer: '/lease_minutes', detail: 'At most 1440.' }] }));
  const view = show(<ProjectSettings project={project} />);
  await user.type(screen.getByRole('textbox', { name: /Name/ }), '!');
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  expect(await screen.findByText('At most 1440.')).toBeTruthy();
  view.unmount();
  show(<ProjectSettings project={project} />);
  expect((screen.getByRole('textbox', { name: /Name/ }) as HTMLInputElement).value).toBe('Ranking!');
});

const form: Form = { version: 1, shows: ['prompt', 'responses'], questions: [order, safe] };

/** The builder with errors as a page has them. */
function Builder({ error, start }: { error: unknown; start: DraftForm }) {
  const [draft, setDraft] = useState(start);
  const { errors, mend } = useFormErrors(error, start);
  return (
    <FormBuilder
      draft={draft}
      errors={errors}
      onEdit={(edit, fields = []) => {
        mend(fields);
        setDraft(edit);
      }}
    />
  );
}

test('the builder shows an error at its field, carries it along when the question moves, and drops it on an edit', async () => {
  serve(() => null);
  const error = Object.assign(new Error(), {
    errors: [{ pointer: '/form/questions/1/title', detail: 'must not be empty' }],
  });
  const { ApiProblem } = await import('../../src/api');
  show(<Builder start={toDraft(form, false)} error={new ApiProblem(400, error)} />);
  const marked = () => screen.getByText('Needs attention').closest('li') as HTMLElement;
  expect(within(marked()).getByText('Safe?')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Move “Safe?” up' }));
  expect(within(marked()).getByText('Safe?')).toBeTruthy();
  await user.click(within(marked()).getByRole('button', { name: /Safe\?.*Choice/ }));
  expect(screen.getByText('must not be empty')).toBeTruthy();
  await user.type(screen.getByRole('textbox', { name: /^Question/ }), '?');
  expect(screen.queryByText('must not be empty')).toBeNull();
  expect(screen.queryByText('Needs attention')).toBeNull();
});

test('a new question opens, ready to be typed into', async () => {
  serve(() => null);
  show(<Builder start={toDraft(form, false)} error={null} />);
  await user.click(screen.getByRole('button', { name: 'Rating' }));
  await user.type(screen.getByRole('textbox', { name: /^Question/ }), 'How good?');
  expect((screen.getByRole('textbox', { name: 'Name in exports' }) as HTMLInputElement).value).toBe(
    'how_good',
  );
  expect(screen.getAllByRole('textbox', { name: /^Label/ })).toHaveLength(3);
});

const eve = {
  id: 'm2',
  name: 'Eve',
  email: 'eve@example.org',
  role: 'annotator',
  client_ids: [],
  active: true,
  joined_at: '2026-11-01T00:00:00Z',
};

test('a switch counts at once, and goes back when the server refuses', async () => {
  let refuse = true;
  let answer = (): void => undefined;
  const calls = serve(async ({ method, path }) => {
    if (method === 'PUT') {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return refuse ? problem(403, { title: 'You may not do this' }) : { body: {} };
    }
    return path === '/members' ? page(eve) : page();
  });
  show(<People project={project} />);
  const annotate = await screen.findByRole('switch', { name: 'Eve may annotate' });
  await user.click(annotate);
  await waitFor(() => expect((annotate as HTMLInputElement).checked).toBe(true));
  answer();
  await screen.findByText(/You may not do this/);
  await waitFor(() => expect((annotate as HTMLInputElement).checked).toBe(false));
  refuse = false;
  await user.click(annotate);
  await waitFor(() => expect(calls.filter(({ method }) => method === 'PUT')).toHaveLength(2));
  expect(calls.find(({ method }) => method === 'PUT')?.body).toEqual({
    annotate: true,
    review: false,
    adjudicate: false,
  });
  expect(screen.queryByRole('switch', { name: 'Eve may review' })).toBeNull();
});

test.each([
  ['annotator', '/demo/projects', 'This is not open to you'],
  ['reviewer', '/demo/members', 'This is not open to you'],
  ['client', '/demo/projects/p1/people', 'This page does not exist'],
  ['reviewer', '/demo/projects/p1/settings', 'This page does not exist'],
] as const)('%s does not get %s', async (role, path, words) => {
  serve(() => ({ body: project }));
  show(<Manage />, { role, path });
  expect(await screen.findByText(words)).toBeTruthy();
});

test('a client sees the figures of a project, and neither people nor tabs', async () => {
  const calls = serve(({ path }) => {
    if (path.endsWith('/progress'))
      return {
        body: {
          items: 4,
          done: 1,
          open: 3,
          places: { open: 5, claimed: 1, submitted: 2, skipped: 0 },
          people: [{ member: { id: 'x', name: 'Person 1' }, submitted: 2, skipped: 0, seconds: 60 }],
          last_submitted_at: null,
        },
      };
    return { body: path.endsWith('/agreement') ? { questions: [] } : project };
  });
  show(<Manage />, { role: 'client', path: '/demo/projects/p1' });
  await screen.findByText('Items done');
  expect(screen.queryByText('Person 1')).toBeNull();
  expect(screen.queryByRole('link', { name: 'Settings' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Pause' })).toBeNull();
  expect(calls.some(({ path }) => path.includes('/people') || path.includes('/members'))).toBe(false);
});
