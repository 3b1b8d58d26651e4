import './network';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, test } from 'vitest';
import type { Form, Project } from '../../src/api';
import { Comments } from '../../src/manage/comments/Comments';
import { Thread } from '../../src/manage/comments/Thread';
import { type DraftForm, emptyDraft, toDraft, toForm } from '../../src/manage/form/draft';
import { onlyExample } from '../../src/manage/form/example';
import { FormEditor } from '../../src/manage/form/FormEditor';
import { AddBriefs } from '../../src/manage/items/AddBriefs';
import { WholeNumber } from '../../src/manage/parts/WholeNumber';
import { TemplateChoice } from '../../src/manage/projects/TemplateChoice';
import { FormSettings } from '../../src/manage/settings/FormSettings';
import { ProjectSettings } from '../../src/manage/settings/ProjectSettings';
import { order, quality, safe, why } from '../helpers/forms';
import { type Call, serve, show } from './helper';

beforeEach(() => sessionStorage.clear());
const user = userEvent.setup();
const page = (...results: unknown[]) => ({ body: { results, next: null } });
const sent = (calls: Call[], method: string) => calls.filter((call) => call.method === method);

const project: Project = {
  id: 'p1',
  name: 'Ranking',
  client: { id: 'c1', name: 'Acme' },
  state: 'active',
  guidelines: '# Rules',
  guidelines_version: 2,
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
const form: Form = { version: 1, shows: ['prompt', 'responses'], questions: [order, safe] };

/** The editor as pages have it; `now` says what the draft has become. */
function Editor({ start, now }: { start: DraftForm; now: { form?: Form } }) {
  const [draft, setDraft] = useState(start);
  now.form = toForm(draft);
  return (
    <FormEditor
      draft={draft}
      errors={{}}
      example={onlyExample({ prompt: { text: 'Why?' } })}
      onEdit={(edit) => setDraft(edit)}
    />
  );
}
const edit = (start: DraftForm) => {
  serve(() => null);
  const now: { form?: Form } = {};
  show(<Editor start={start} now={now} />);
  return now;
};
type Choice = { value: string; title: string; parent?: string };
const optionsOf = (now: { form?: Form }, at = 0) =>
  (now.form as { questions: unknown[] } as { questions: { options: Choice[] }[] }).questions[at]?.options ??
  [];

test.each(['Ranking', 'Preference', 'Rating', 'Choice', 'Text', 'Dialogue', 'Mark text', 'Mark images'])(
  'a question of the kind %s is added and opens with its own settings',
  async (kind) => {
    const now = edit(emptyDraft());
    await user.click(screen.getByRole('button', { name: kind }));
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: /^Question/ }));
    await user.keyboard('What now?');
    expect(now.form?.questions[0]).toMatchObject({ title: 'What now?', name: 'what_now' });
  },
);

test('options are typed one after the other, and put below each other, without a mouse', async () => {
  const now = edit(emptyDraft());
  await user.click(screen.getByRole('button', { name: 'Choice' }));
  await user.click(screen.getByRole('textbox', { name: 'Label 2' }));
  await user.keyboard('{Enter}Perhaps{Alt>}{ArrowRight}{/Alt}');
  expect(optionsOf(now).map(({ value, parent }) => [value, parent])).toEqual([
    ['yes', undefined],
    ['no', undefined],
    ['perhaps', 'no'],
  ]);
  await user.keyboard('{Alt>}{ArrowLeft}{ArrowUp}{/Alt}');
  expect(optionsOf(now).map(({ value }) => value)).toEqual(['yes', 'perhaps', 'no']);
  expect(screen.queryByText('Only options without others below may be chosen')).toBeNull();
});

test('a clash of keys is said while it is typed', async () => {
  edit(emptyDraft());
  await user.click(screen.getByRole('button', { name: 'Choice' }));
  await user.type(screen.getByRole('textbox', { name: 'Keyboard key of Yes' }), 'y');
  await user.type(screen.getByRole('textbox', { name: 'Keyboard key of No' }), 'y');
  expect(screen.getByText('“No” has the key “y” too.')).toBeTruthy();
  await user.clear(screen.getByRole('textbox', { name: 'Keyboard key of No' }));
  await user.type(screen.getByRole('textbox', { name: 'Keyboard key of No' }), 'g');
  expect(screen.getByText(/“g” already means “.+” on the labeling screen/)).toBeTruthy();
});

test('a list is pasted after it was seen', async () => {
  const now = edit(emptyDraft());
  await user.click(screen.getByRole('button', { name: 'Choice' }));
  await user.click(screen.getByRole('button', { name: 'Paste a list' }));
  const dialog = screen.getByRole('dialog');
  await user.click(within(dialog).getByRole('textbox'));
  await user.paste('Animal > Dog\n\tCat');
  expect(within(dialog).getAllByRole('listitem')).toHaveLength(3);
  await user.click(within(dialog).getByRole('button', { name: 'Add 3' }));
  expect(optionsOf(now).map(({ value, parent }) => [value, parent])).toEqual([
    ['yes', undefined],
    ['no', undefined],
    ['animal', undefined],
    ['dog', 'animal'],
    ['cat', 'animal'],
  ]);
});

test('a removed question and a removed option come back where they were', async () => {
  const now = edit(toDraft(form, false));
  await user.click(screen.getByRole('button', { name: 'Remove “Order”' }));
  expect(now.form?.questions.map(({ name }) => name)).toEqual(['safe']);
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(now.form?.questions.map(({ name }) => name)).toEqual(['order', 'safe']);
  await user.click(screen.getByRole('button', { name: /^Safe\?.*Choice/ }));
  await user.click(screen.getByRole('button', { name: 'Remove “yes”' }));
  expect(optionsOf(now, 1).map(({ value }) => value)).toEqual(['no']);
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(optionsOf(now, 1).map(({ value }) => value)).toEqual(['yes', 'no']);
});

test('a condition is picked in two steps: the question, then its value', async () => {
  const now = edit(toDraft({ ...form, questions: [quality, why] }, false));
  await user.click(screen.getByRole('button', { name: /^Why\?.*Text/ }));
  await user.selectOptions(screen.getByRole('combobox', { name: 'Asked only if' }), 'quality');
  await user.selectOptions(screen.getByRole('combobox', { name: 'was answered with' }), '4');
  expect(now.form?.questions[1]?.when).toEqual({ question: 'quality', equals: 4 });
  await user.selectOptions(screen.getByRole('combobox', { name: 'Asked only if' }), '');
  expect(now.form?.questions[1]?.when).toBeUndefined();
});

test('questions are moved by the keyboard', async () => {
  const now = edit(toDraft(form, false));
  screen.getByRole('button', { name: /^Safe\?.*Choice/ }).focus();
  await user.keyboard('{Alt>}{ArrowUp}{/Alt}');
  expect(now.form?.questions.map(({ name }) => name)).toEqual(['safe', 'order']);
});

test('JSON is the same form; what is wrong in it stands at its line and changes nothing', async () => {
  const now = edit(toDraft(form, false));
  await user.click(screen.getByRole('button', { name: 'JSON' }));
  const area = screen.getByRole('textbox', { name: 'The form as JSON' }) as HTMLTextAreaElement;
  const text = area.value;
  await user.clear(area);
  await user.paste(text.replace('"title": "Order"', '"title": "Best first"'));
  expect(now.form?.questions[0]?.title).toBe('Best first');
  await user.clear(area);
  await user.paste('{"shows": [],\n "questions": [oops]}');
  expect(screen.getByRole('button', { name: 'Line 2, column 16' })).toBeTruthy();
  expect((screen.getByRole('button', { name: 'Questions' }) as HTMLButtonElement).disabled).toBe(true);
  expect(now.form?.questions[0]?.title).toBe('Best first');
  await user.click(screen.getByRole('button', { name: /Back to the last/ }));
  expect(area.value).toContain('Best first');
  expect(screen.queryByText(/^Line/)).toBeNull();
});

/** A project whose form is asked for and saved; `refuse` is what saving is answered with. */
const formServer = (refuse: unknown) =>
  serve(({ method, path }) => {
    if (method === 'PUT') return { status: 409, body: refuse };
    if (path.endsWith('/form')) return { body: form, headers: { ETag: '"1"' } };
    return path === '/templates' ? { body: [] } : page();
  });

test('saving says first what changes, and a refusal says how many answers are in the way and puts back', async () => {
  const calls = formServer({
    type: 'form-in-use',
    title: 'Answers use what this form removes',
    status: 409,
    detail: '12 annotations use what would be removed: safe.',
    errors: [],
  });
  show(<FormSettings project={project} />);
  await user.click(await screen.findByRole('button', { name: 'Remove “Safe?”' }));
  expect(screen.getByText(/1 removed/)).toBeTruthy();
  expect(screen.getByText(/Saving is refused if answers use/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Save as version 2' }));
  expect(await screen.findByText(/12 annotations use/)).toBeTruthy();
  expect(sent(calls, 'PUT')[0]?.body).toMatchObject({ questions: [{ name: 'order' }] });
  await user.click(screen.getByRole('button', { name: 'Put back what was removed' }));
  expect(await screen.findByRole('button', { name: 'Remove “Safe?”' })).toBeTruthy();
  expect(screen.queryByText(/12 annotations use/)).toBeNull();
});

const comment = (id: string, more = {}) => ({
  id,
  item_id: 'i1',
  assignment_id: 'a1',
  member: { id: 'm2', name: 'Eve' },
  text: `Comment ${id}`,
  flag: false,
  created_at: '2026-11-01T00:00:00Z',
  resolved_at: null,
  resolved_by: null,
  ...more,
});

test('a reply goes to the thread of its annotator, and may say that all of it is done', async () => {
  const calls = serve(({ method, path }) => {
    if (method === 'POST' && path.endsWith('/resolve')) return { body: comment('1') };
    if (method === 'POST') return { status: 201, body: comment('9') };
    return page(comment('1'));
  });
  show(<Thread project={project} item="i1" />);
  await user.click(await screen.findByRole('button', { name: 'Reply' }));
  await user.keyboard('It is.');
  await user.click(screen.getByRole('button', { name: 'Send and resolve' }));
  await waitFor(() => expect(sent(calls, 'POST')).toHaveLength(3));
  const [said, ...resolved] = sent(calls, 'POST');
  expect(said?.body).toEqual({ text: 'It is.', flag: false, assignment_id: 'a1' });
  expect(resolved.map(({ path }) => path)).toEqual(['/comments/1/resolve', '/comments/9/resolve']);
});

test('a note among managers has no assignment, so no annotator sees it', async () => {
  const calls = serve(({ method }) => (method === 'POST' ? { status: 201, body: comment('9') } : page()));
  show(<Thread project={project} item="i1" />);
  await user.click(await screen.findByRole('button', { name: 'Add a note' }));
  await user.keyboard('Odd item.{Control>}{Enter}{/Control}');
  await waitFor(() => expect(sent(calls, 'POST')).toHaveLength(1));
  expect(sent(calls, 'POST')[0]?.body).toMatchObject({ assignment_id: null });
});

test('comments that wait stand first; all are one press away', async () => {
  const calls = serve(() => page(comment('1', { flag: true })));
  show(<Comments project={project} />);
  expect(await screen.findByText('Comment 1')).toBeTruthy();
  expect(screen.getByText('Flagged')).toBeTruthy();
  expect(screen.getByRole('link', { name: /See the item/ }).getAttribute('href')).toBe(
    '/demo/projects/p1/items?item=i1',
  );
  await user.click(screen.getByRole('button', { name: 'All' }));
  await waitFor(() => expect(calls.length).toBeGreaterThan(1));
});

test('briefs are added with how many are wanted, and not more than one call takes', async () => {
  const calls = serve(() => ({ status: 201, body: {} }));
  let closed = false;
  show(
    <AddBriefs
      project={project}
      form={{ ...form, shows: ['text'] }}
      onClose={() => {
        closed = true;
      }}
    />,
  );
  await user.click(screen.getByRole('radio', { name: /Several, one a line/ }));
  await user.click(screen.getByRole('textbox', { name: /Briefs, one a line/ }));
  await user.paste('Ask a doctor\n\nAsk a cook');
  const count = screen.getByRole('textbox', { name: /How many of each/ });
  await user.clear(count);
  await user.type(count, '600');
  expect(screen.getByText(/makes 1,200 items/)).toBeTruthy();
  await user.clear(count);
  await user.type(count, '20');
  await user.click(screen.getByRole('button', { name: 'Add 40 items' }));
  await waitFor(() => expect(closed).toBe(true));
  expect(sent(calls, 'POST')[0]?.body).toMatchObject({
    items: [
      { content: { text: 'Ask a doctor' }, copies: 20 },
      { content: { text: 'Ask a cook' }, copies: 20 },
    ],
  });
});

const template = (name: string, title: string, ...questions: Form['questions']) => ({
  name,
  title,
  description: `${title} of things`,
  guidelines: '',
  form: { version: 1, shows: ['prompt'], questions } as Form,
  example: { prompt: { text: 'x' } },
});

test('templates stand by kind of work, and are found by words', async () => {
  serve(() => null);
  show(<TemplateChoice templates={[template('rank', 'Rank', order), template('class', 'Classify', safe)]} />);
  expect(screen.getByRole('region', { name: 'Rank and compare' })).toBeTruthy();
  await user.type(screen.getByRole('searchbox'), 'classi');
  expect(screen.queryByRole('link', { name: 'Rank' })).toBeNull();
  expect(screen.getByRole('link', { name: 'Classify' }).getAttribute('href')).toBe(
    '/demo/projects/new?template=class',
  );
  await user.clear(screen.getByRole('searchbox'));
  await user.click(screen.getByRole('button', { name: 'Rank and compare' }));
  expect(screen.queryByRole('link', { name: 'Classify' })).toBeNull();
});

test('how suggestions are shown is a setting in plain words, and changed guidelines say who will see it', async () => {
  const calls = serve(({ body }) => ({ body: { ...project, ...(body as object), etag: '"2"' } }));
  show(<ProjectSettings project={project} />);
  await user.click(screen.getByRole('radio', { name: /As faint values/ }));
  await user.type(screen.getByRole('textbox', { name: 'Markdown' }), '!');
  expect(screen.getByText(/Saving makes version 3/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  await screen.findByText('Saved');
  expect(sent(calls, 'PATCH')[0]?.body).toEqual({ suggestions: 'ghost', guidelines: '# Rules!' });
});

test('a number may be emptied to type another; left empty it is the last one again', async () => {
  serve(() => null);
  function Field() {
    const [value, setValue] = useState(10);
    return <WholeNumber label={`Now ${value}`} min={1} value={value} onChange={setValue} />;
  }
  show(<Field />);
  const field = screen.getByRole('textbox') as HTMLInputElement;
  await user.clear(field);
  await user.type(field, '25');
  expect(screen.getByText('Now 25')).toBeTruthy();
  await user.clear(field);
  await user.tab();
  expect(field.value).toBe('25');
});
