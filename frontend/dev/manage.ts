// The managers' side of the fake API: an organisation with projects in every state, in memory only. Times pass quickly here:
// uploads are verified in a second, imports and exports take a few.
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';
import type {
  Annotation,
  Asset,
  Content,
  Event,
  Export,
  Form,
  Import,
  Item,
  Template,
} from '../src/api/types';

const read = (name: string) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
const templates = read('templates.json') as Template[];
const qa = read('qa.json') as Content[];
const pictures = readdirSync(new URL('images/', import.meta.url)).filter((name) =>
  /\.(jpe?g|png)$/.test(name),
);

let count = 0;
const newId = (): string => `01900000-0000-7000-8000-${String(++count).padStart(12, '0')}`;
const MINUTE = 60_000;
const iso = (ago = 0): string => new Date(Date.now() - ago).toISOString();

const role = { name: 'owner' };
const clients = ['Northwind Research', 'Atlas Health', 'Concord Lab'].map((name, index) => ({
  id: newId(),
  name,
  created_at: iso((40 - index) * 1440 * MINUTE),
  etag: '"1"',
}));
const members = [
  ['Ada Byron', 'ada@example.org', 'owner'],
  ['Grace Murray', 'grace@example.org', 'manager'],
  ['Emmy Noether', 'emmy@example.org', 'reviewer'],
  ['Katherine Coleman', 'katherine@example.org', 'annotator'],
  ['Srinivasa Ramanujan', 'srinivasa@example.org', 'annotator'],
  ['Chien-Shiung Wu', 'wu@example.org', 'annotator'],
  ['', 'new.person@example.org', 'annotator'],
  ['Otto Client', 'otto@northwind.example', 'client'],
].map(([name = '', email = '', role = ''], index) => ({
  id: newId(),
  name: name || email,
  email,
  role,
  client_ids: role === 'client' ? [clients[0]?.id ?? ''] : [],
  active: true,
  joined_at: iso((60 - index * 6) * 1440 * MINUTE),
  etag: '"1"',
}));
const invitations = [
  { email: 'rosalind@example.org', role: 'annotator', state: 'pending', ago: -5 },
  { email: 'old@example.org', role: 'annotator', state: 'expired', ago: 3 },
].map(({ email, role, state, ago }) => ({
  id: newId(),
  email,
  role,
  client_ids: [],
  state,
  expires_at: iso(ago * 1440 * MINUTE),
  created_at: iso(4 * 1440 * MINUTE),
}));
const tokens = [
  {
    id: newId(),
    name: 'Nightly export',
    scopes: ['see_organisation', 'see_projects', 'see_items', 'export'],
    client_id: clients[0]?.id ?? null,
    expires_at: iso(-80 * 1440 * MINUTE),
    last_used_at: iso(7 * 60 * MINUTE) as string | null,
    created_at: iso(10 * 1440 * MINUTE),
  },
];
const events: (Event & { project: string | null })[] = [];
const note = (
  kind: string,
  subject: { kind: string; id: string },
  data = {},
  project: string | null = null,
  ago = 0,
) =>
  events.unshift({
    id: newId(),
    kind,
    at: iso(ago),
    actor: { id: members[0]?.id ?? '', name: members[0]?.name ?? '' },
    subject,
    data,
    project,
  });

type FakeProject = ReturnType<typeof makeProject>;
function makeProject(name: string, template: string, client: number, state: string, overlap = 3) {
  const made = templates.find((each) => each.name === template) ?? templates[0];
  const project = {
    id: newId(),
    name,
    client: { id: clients[client]?.id ?? '', name: clients[client]?.name ?? '' },
    state,
    guidelines: made?.guidelines ?? '',
    overlap,
    lease_minutes: 30,
    shuffle_responses: true,
    skip_reason_required: true,
    form_version: 1,
    created_at: iso((20 - count / 10) * 1440 * MINUTE),
    version: 1,
    form: structuredClone(made?.form) as Form,
    items: [] as Item[],
    annotations: new Map<string, Annotation[]>(),
    people: new Map<string, { annotate: boolean; review: boolean; adjudicate: boolean }>(),
    imports: [] as (Import & { began: number; lasts: number })[],
    exports: [] as (Export & { began: number; lasts: number })[],
    assets: [] as (Asset & { readyAt: number })[],
    alphas: [] as (number | null)[],
  };
  project.people.set(members[0]?.id ?? '', { annotate: true, review: true, adjudicate: true });
  note('project.created', { kind: 'project', id: project.id }, { name }, project.id, 3 * 1440 * MINUTE);
  return project;
}

const annotators = members.filter((member) => member.role === 'annotator').slice(0, 3);
const ranked = makeProject('Long-form QA ranking, round 2', 'rank-responses', 0, 'active');
const cells = makeProject('Blood cell images', 'rank-image-responses', 1, 'active', 2);
const rated = makeProject('Helpfulness ratings', 'rate-responses', 0, 'paused');
const fresh = makeProject('Ticket sentiment', 'text-classification', 2, 'draft');
const written = makeProject('Demonstrations for fine-tuning', 'write-answer', 2, 'finished', 1);
const projects: FakeProject[] = [ranked, cells, rated, fresh, written];
ranked.alphas = [0.742, 0.861, null];
rated.alphas = [0.512, 0.803, -0.08, 0.69, 0.71];
cells.alphas = [0.812, null, null];

function addItems(project: FakeProject, total: number, done: number): void {
  for (let at = 0; at < total; at++) {
    const content = qa[at % qa.length] as Content;
    const item: Item = {
      id: newId(),
      position: project.items.length + 1,
      external_id: `qa-${String(at + 1).padStart(5, '0')}`,
      state: at < done ? 'done' : 'open',
      content,
      metadata: { split: at % 5 ? 'train' : 'dev', source: 'qa-feedback' },
      submitted: at < done ? project.overlap : at % 2,
      overlap: project.overlap,
      created_at: iso(),
    };
    project.items.push(item);
    const people = annotators.slice(0, item.submitted);
    project.annotations.set(
      item.id,
      people.map((member, person) => annotation(project, item, member, person)),
    );
  }
}
function annotation(
  project: FakeProject,
  item: Item,
  member: { id: string; name: string },
  person: number,
): Annotation {
  const ids = (item.content.responses ?? []).map(({ id }) => id);
  const turned = person === 2 ? [...ids.slice(1), ...ids.slice(0, 1)] : ids;
  return {
    id: newId(),
    member: { id: member.id, name: member.name },
    form_version: 1,
    revision: person === 1 ? 2 : 1,
    submitted_at: iso(person * 7 * MINUTE),
    seconds: 48 + person * 31,
    answers: project.form.questions.flatMap((question): Annotation['answers'] => {
      if (question.kind === 'ranking')
        return [
          {
            question: question.name,
            on: 'item',
            value: {
              ranks:
                person === 1
                  ? [turned.slice(0, 2), ...turned.slice(2).map((id) => [id])]
                  : turned.map((id) => [id]),
            },
          },
        ];
      const places =
        question.scope === 'responses' ? ids.slice(0, 2).map((id) => `responses.${id}`) : ['item'];
      return places.map((on) => ({
        question: question.name,
        on,
        value:
          question.kind === 'rating'
            ? { rating: question.options[(person + 2) % question.options.length]?.value ?? 1 }
            : question.kind === 'choice'
              ? {
                  choices: [
                    question.options[person === 2 && on.endsWith(ids[1] ?? '-') ? 1 : 0]?.value ?? '',
                  ],
                }
              : { text: 'The first one names the source; the second repeats the question.' },
      }));
    }),
  };
}
addItems(ranked, 230, 86);
addItems(rated, 64, 64);
addItems(cells, 40, 3);
for (const member of annotators) {
  for (const project of [ranked, rated])
    project.people.set(member.id, { annotate: true, review: false, adjudicate: false });
}
ranked.people.set(members[2]?.id ?? '', { annotate: false, review: true, adjudicate: true });
for (const [index, filename] of pictures.entries())
  cells.assets.push({
    id: newId(),
    project_id: cells.id,
    filename,
    kind: 'image',
    state: index === 2 ? 'refused' : 'ready',
    reason: index === 2 ? 'The file is cut off: it ends in the middle of the picture.' : '',
    media_type: 'image/jpeg',
    size: 14_000 + index * 931,
    width: 640,
    height: 480,
    url: `/fake-images/${filename}`,
    created_at: iso(),
    readyAt: 0,
  });
const job = {
  eta: null,
  error: null,
  created_at: iso(90 * MINUTE),
  finished_at: iso(89 * MINUTE),
  began: 0,
  lasts: 0,
};
ranked.imports.push({
  ...job,
  id: newId(),
  state: 'done',
  done: 812_331,
  total: 812_331,
  asset_id: newId(),
  filename: 'qa-feedback-round-2.jsonl',
  created: 228,
  updated: 2,
  skipped: 0,
  problem_count: 3,
});
ranked.exports.push({
  ...job,
  id: newId(),
  state: 'done',
  done: 258,
  total: 258,
  format: 'trl_preference',
  options: { question: 'order', rows: 'merged' },
  filename: 'long-form-qa-ranking-preferences.jsonl',
  size: 1_482_113,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  counts: { annotations: 258, items: 86, items_with_images: 0, pairs_split: 16, pairs_tied: 31, rows: 469 },
});
note(
  'member.added',
  { kind: 'member', id: members[5]?.id ?? '' },
  { role: 'annotator' },
  null,
  1500 * MINUTE,
);
note(
  'project.edited',
  { kind: 'project', id: ranked.id },
  { fields: ['guidelines', 'lease_minutes'] },
  ranked.id,
  65 * MINUTE,
);
note(
  'project.person_set',
  { kind: 'project', id: ranked.id },
  { member: members[4]?.id },
  ranked.id,
  61 * MINUTE,
);
note('items.added', { kind: 'project', id: ranked.id }, { created: 228 }, ranked.id, 55 * MINUTE);
note('export.made_ready', { kind: 'export', id: newId() }, {}, ranked.id, 30 * MINUTE);

// Answers
type Reply = [status: number, body: unknown, headers?: Record<string, string>];
const problem = (status: number, title: string, more = {}): Reply => [
  status,
  { type: 'about:blank', title, status, detail: '', errors: [], ...more },
];
const invalid = (...errors: [pointer: string, detail: string][]): Reply =>
  problem(400, 'The input is not valid', {
    type: 'invalid',
    errors: errors.map(([pointer, detail]) => ({ pointer, detail })),
  });
const etag = ({ version }: FakeProject): string => `"${version}"`;
const shown = (project: FakeProject) => {
  const {
    form: _,
    items: __,
    annotations: ___,
    people: ____,
    imports: _5,
    exports: _6,
    assets: _7,
    ...rest
  } = project;
  return { ...rest, etag: etag(project) };
};
function page<Row>(rows: readonly Row[], url: URL): Reply {
  const limit = Number(url.searchParams.get('limit') ?? 50);
  const from = Number(url.searchParams.get('cursor') ?? 0);
  const next = from + limit < rows.length ? String(from + limit) : null;
  return [200, { results: rows.slice(from, from + limit), next }];
}
/** Where a job that takes a while stands now. */
function tick<Row extends (Import | Export) & { began: number; lasts: number }>(
  row: Row,
  finish: (row: Row) => void,
): Row {
  if (row.state !== 'queued' && row.state !== 'running') return row;
  const share = Math.min(1, (Date.now() - row.began) / row.lasts);
  Object.assign(row, {
    state: share < 0.1 ? 'queued' : 'running',
    done: Math.round(row.total * share),
    eta: new Date(row.began + row.lasts).toISOString(),
  });
  if (share === 1) {
    Object.assign(row, { state: 'done', eta: null, finished_at: iso() });
    finish(row);
  }
  return row;
}
const finishImport = (project: FakeProject) => (row: Import) => {
  addItems(project, 24, 0);
  Object.assign(row, { created: 24, problem_count: 2 });
};
const finishExport = (row: Export) =>
  Object.assign(row, {
    size: 482_113,
    sha256: 'ab'.repeat(32),
    counts: { annotations: 258, items: 86, items_with_images: 0, pairs_split: 16, pairs_tied: 31, rows: 469 },
  });
const asset = (row: Asset & { readyAt: number }) => {
  if (row.state === 'verifying' && Date.now() > row.readyAt) {
    const bad = row.filename.includes('bad');
    Object.assign(row, bad ? { state: 'refused', reason: 'Line 3 is not valid UTF-8.' } : { state: 'ready' });
  }
  return { ...row, url: row.kind === 'image' && row.state === 'ready' ? row.url : null };
};

// biome-ignore lint/suspicious/noExplicitAny: bodies of a development fake
function answer(method: string, url: URL, body: any, match: string | undefined): Reply | null {
  const [organisation, noun, id, part, sub, more] = url.pathname.replace('/api/v1/', '').split('/');
  if (organisation === 'me')
    return [
      200,
      {
        user: { id: 'u1', email: 'ada@example.org', name: 'Ada Byron', is_staff: false },
        organisations: [
          { slug: 'demo', name: 'Demo Labeling', role: role.name, member_id: members[0]?.id, client_ids: [] },
          { slug: 'north', name: 'Northlight', role: 'owner', member_id: 'm2', client_ids: [] },
        ],
        csrf_token: 'fake',
        open_sign_up: false,
      },
    ];
  if (noun === 'templates') return [200, templates];
  if (noun === 'clients') return clientsAnswer(method, url, id, body);
  if (noun === 'members') return membersAnswer(method, url, id, body);
  if (noun === 'invitations') {
    if (method === 'DELETE')
      Object.assign(invitations.find((each) => each.id === id) ?? {}, { state: 'revoked' });
    if (method !== 'POST') return method === 'DELETE' ? [204, null] : page(invitations, url);
    if (!body.email.includes('.')) return invalid(['/email', 'Enter a valid e-mail address.']);
    const made = {
      id: newId(),
      client_ids: [],
      ...body,
      state: 'pending',
      expires_at: iso(-7 * 1440 * MINUTE),
      created_at: iso(),
    };
    invitations.unshift(made);
    note('invitation.sent', { kind: 'invitation', id: made.id }, { email: made.email, role: made.role });
    return [201, { ...made, url: `${url.origin}/invitations/pUFVDdT2bOeVHw8s6tQ0cYk1Wf3xJmEr/` }];
  }
  if (noun === 'tokens') {
    if (method === 'DELETE')
      tokens.splice(
        tokens.findIndex((each) => each.id === id),
        1,
      );
    if (method !== 'POST') return method === 'DELETE' ? [204, null] : page(tokens, url);
    const made = { id: newId(), client_id: null, last_used_at: null, created_at: iso(), ...body };
    tokens.unshift(made);
    return [201, { ...made, token: 'cct_4f0c1a7be2d94a6c8e51b7a3f9d2e6c0b8a7' }];
  }
  if (noun === 'events') {
    const project = url.searchParams.get('project');
    return page(
      events.filter((event) => !project || event.project === project),
      url,
    );
  }
  if (noun === 'uploads') return uploadsAnswer(id, part, body, url);
  if (noun === 'assets') {
    const all = projects.flatMap((project) => project.assets);
    const one = all.find((each) => each.id === id);
    if (id) return one ? [200, asset(one)] : problem(404, 'There is no such thing here');
    const project = url.searchParams.get('project');
    return page(
      all
        .filter((each) => !project || each.project_id === project)
        .map(asset)
        .reverse(),
      url,
    );
  }
  if (noun === 'imports' || noun === 'exports') return jobAnswer(noun, id, part, url);
  if (noun === 'projects') return projectAnswer(method, url, id, part, sub, more, body, match);
  return null;
}

function clientsAnswer(method: string, url: URL, id: string | undefined, body: { name: string }): Reply {
  const rows = () =>
    clients.map((client) => ({
      ...client,
      projects: projects.filter((each) => each.client.id === client.id).length,
    }));
  if (method === 'POST') {
    if (clients.some(({ name }) => name === body.name)) return problem(409, 'There is a client of this name');
    clients.push({ id: newId(), name: body.name, created_at: iso(), etag: '"1"' });
    return [201, rows().at(-1)];
  }
  if (method === 'PATCH') Object.assign(clients.find((each) => each.id === id) ?? {}, body);
  return id ? [200, rows().find((each) => each.id === id)] : page(rows(), url);
}

function membersAnswer(method: string, url: URL, id: string | undefined, body: object): Reply {
  const row = members.find((member) => member.id === id);
  if (method === 'PATCH' && row) Object.assign(row, body);
  if (method === 'DELETE' && row) members.splice(members.indexOf(row), 1);
  if (method === 'DELETE') return [204, null];
  return id ? [200, row] : page(members, url);
}

function uploadsAnswer(
  id: string | undefined,
  part: string | undefined,
  body: Record<string, unknown>,
  url: URL,
): Reply {
  if (part === 'complete') {
    const row = projects.flatMap((project) => project.assets).find((each) => each.id === id);
    if (!row) return problem(404, 'There is no such thing here');
    Object.assign(row, { state: 'verifying', readyAt: Date.now() + 1_200 });
    return [202, asset(row)];
  }
  const project = projects.find((each) => each.id === body.project_id);
  if (!project) return problem(404, 'There is no such thing here');
  if (Number(body.size) > 25e6 && body.purpose === 'image')
    return invalid(['/size', 'At most 25 MiB are accepted.']);
  const row = {
    id: newId(),
    project_id: project.id,
    filename: String(body.filename),
    kind: body.purpose as 'image' | 'text',
    state: 'uploading' as const,
    reason: '',
    media_type: String(body.media_type),
    size: Number(body.size),
    width: body.purpose === 'image' ? 640 : null,
    height: body.purpose === 'image' ? 480 : null,
    url: `/fake-images/${pictures[0]}`,
    created_at: iso(),
    readyAt: 0,
  };
  project.assets.push(row);
  return [
    201,
    { id: row.id, url: `${url.origin}/fake-store`, fields: { key: `org/1/${row.id}`, policy: 'x' } },
  ];
}

function jobAnswer(
  noun: 'imports' | 'exports',
  id: string | undefined,
  part: string | undefined,
  url: URL,
): Reply {
  const project = projects.find((each) => each[noun].some((row) => row.id === id));
  const row = project?.[noun].find((each) => each.id === id);
  if (!project || !row) return problem(404, 'There is no such thing here');
  if (part === 'cancel') Object.assign(row, { state: 'cancelled', eta: null, finished_at: iso() });
  if (part === 'problems')
    return page(
      [
        { line: 14, detail: '/content/responses: has 1, and the project’s form needs at least 2' },
        {
          line: 97,
          detail: 'Not a JSON object: Expecting property name enclosed in double quotes (character 2)',
        },
        { line: 130, detail: '/external_id: is missing' },
      ],
      url,
    );
  if (part === 'download') return [200, { url: `${url.origin}/fake-store`, expires_at: iso(-5 * MINUTE) }];
  return [200, row];
}

function projectAnswer(
  method: string,
  url: URL,
  id: string | undefined,
  part: string | undefined,
  sub: string | undefined,
  more: string | undefined,
  // biome-ignore lint/suspicious/noExplicitAny: bodies of a development fake
  body: any,
  match: string | undefined,
): Reply {
  if (!id) {
    if (method === 'GET')
      return page(
        projects.map((project) => ({
          ...shown(project),
          progress: {
            items: project.items.length,
            done: project.items.filter(({ state }) => state === 'done').length,
          },
        })),
        url,
      );
    if (projects.some(({ name }) => name === body.name))
      return problem(409, 'The client has a project of this name', { type: 'name-taken' });
    const wrong = body.form ? formProblems(body.form) : [];
    if (wrong.length > 0) return invalid(...wrong);
    const client = clients.findIndex((each) => each.id === body.client_id);
    const made = makeProject(body.name, body.template ?? '', client, 'active', body.overlap);
    if (body.form) made.form = body.form;
    if (body.guidelines !== undefined) made.guidelines = body.guidelines;
    projects.unshift(made);
    return [201, shown(made), { ETag: etag(made) }];
  }
  const project = projects.find((each) => each.id === id);
  if (!project) return problem(404, 'There is no such thing here');
  const stale = match !== undefined && match !== '*' && match !== etag(project);
  if (stale) return problem(412, 'It was changed in the meantime', { type: 'stale' });
  switch (part) {
    case undefined:
      if (method === 'PATCH') {
        Object.assign(project, body, { version: project.version + 1 });
        note('project.edited', { kind: 'project', id }, { fields: Object.keys(body) }, id);
      }
      return [200, shown(project), { ETag: etag(project) }];
    case 'form': {
      if (method === 'PUT') {
        const wrong = formProblems(body);
        if (wrong.length > 0) return invalid(...wrong);
        if (
          project.form.questions.some(
            ({ name }) => !body.questions.some((each: { name: string }) => each.name === name),
          )
        )
          return problem(409, 'Answers use what this form removes', {
            type: 'form-in-use',
            detail: '86 annotations use what would be removed: the question is gone.',
          });
        project.form_version++;
        project.version++;
        project.form = { ...body, version: project.form_version };
      }
      return [200, project.form, { ETag: etag(project) }];
    }
    case 'people':
      if (sub && method === 'PUT') project.people.set(sub, body);
      if (sub && method === 'DELETE') project.people.delete(sub);
      if (method === 'DELETE') return [204, null];
      return [
        200,
        {
          results: [...project.people].map(([member, grants]) => ({
            member: members.find((each) => each.id === member),
            ...grants,
          })),
          next: null,
        },
      ];
    case 'items': {
      const item = project.items.find((each) => each.id === sub);
      if (!sub) return page(project.items, url);
      if (!item) return problem(404, 'There is no such thing here');
      return more ? [200, { results: project.annotations.get(sub) ?? [], next: null }] : [200, item];
    }
    case 'imports':
      if (method === 'POST')
        project.imports.unshift({
          ...job,
          id: newId(),
          state: 'queued',
          done: 0,
          total: 1_204_512,
          asset_id: body.asset_id,
          filename: project.assets.find((each) => each.id === body.asset_id)?.filename ?? '',
          created: 0,
          updated: 0,
          skipped: 0,
          problem_count: 0,
          created_at: iso(),
          finished_at: null,
          began: Date.now(),
          lasts: 9_000,
        });
      for (const row of project.imports) tick(row, finishImport(project));
      return method === 'POST' ? [202, project.imports[0]] : page(project.imports, url);
    case 'exports':
      if (method === 'POST')
        project.exports.unshift({
          ...job,
          id: newId(),
          state: 'queued',
          done: 0,
          total: 258,
          format: body.format,
          options: body.options ?? {},
          filename: `export-${project.exports.length + 1}.jsonl`,
          size: null,
          sha256: null,
          counts: {},
          created_at: iso(),
          finished_at: null,
          began: Date.now(),
          lasts: 7_000,
        });
      for (const row of project.exports) tick(row, finishExport);
      return method === 'POST' ? [202, project.exports[0]] : page(project.exports, url);
    case 'progress':
      return [200, progress(project)];
    case 'agreement':
      return [200, agreement(project)];
  }
  return problem(404, 'There is no such thing here');
}

function formProblems(form: Form): [string, string][] {
  return form.questions.flatMap((question, index): [string, string][] => [
    ...(question.title.trim()
      ? []
      : [[`/form/questions/${index}/title`, 'must not be empty'] as [string, string]]),
    ...('options' in question ? question.options : []).flatMap((option, at): [string, string][] =>
      option.title.trim() ? [] : [[`/form/questions/${index}/options/${at}/title`, 'must not be empty']],
    ),
  ]);
}

function progress(project: FakeProject) {
  const all = [...project.annotations.values()].flat();
  const wanted = project.items.length * project.overlap;
  const done = project.items.filter(({ state }) => state === 'done').length;
  return {
    items: project.items.length,
    done,
    open: project.items.length - done,
    places: {
      open: wanted - all.length - (project === ranked ? 3 : 0),
      claimed: project === ranked ? 3 : 0,
      submitted: all.length,
      skipped: 4,
    },
    people: annotators
      .map(({ id, name }) => {
        const own = all.filter(({ member }) => member.id === id);
        return {
          member: { id, name },
          submitted: own.length,
          skipped: 1,
          seconds: own.reduce((sum, { seconds }) => sum + seconds, 0),
        };
      })
      .filter(({ submitted }) => submitted > 0),
    last_submitted_at:
      all.length > 0
        ? all
            .map(({ submitted_at }) => submitted_at)
            .sort()
            .at(-1)
        : null,
  };
}

function agreement(project: FakeProject) {
  return {
    questions: project.form.questions.map((question, index) => {
      const alpha = project.alphas[index] ?? null;
      const written = question.kind === 'text';
      return {
        question: question.name,
        on: question.scope,
        kind: question.kind,
        title: question.title,
        coefficient: 'krippendorff_alpha',
        metric: written
          ? null
          : question.kind === 'rating'
            ? 'ordinal'
            : question.kind === 'ranking'
              ? 'interval'
              : 'nominal',
        alpha,
        low: alpha === null ? null : alpha - 0.07,
        high: alpha === null ? null : Math.min(1, alpha + 0.06),
        percent: alpha === null ? null : 0.5 + alpha / 2,
        items: alpha === null ? 0 : 86,
        units:
          alpha === null ? 0 : question.scope === 'responses' ? 341 : question.kind === 'ranking' ? 516 : 86,
        annotations: alpha === null ? 0 : 258,
        reason:
          alpha !== null
            ? null
            : written
              ? 'Written answers have no agreement coefficient.'
              : 'No two people have answered this question on the same item yet.',
      };
    }),
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, next: Connect.NextFunction) {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  const chunks: Buffer[] = [];
  const ours = /^\/(fake-store|fake\/role|api\/v1\/(me|demo\/(?!assignments)))/.test(url.pathname);
  if (!ours) return next();
  for await (const chunk of request) chunks.push(chunk);
  if (url.pathname === '/fake/role') {
    role.name = url.searchParams.get('role') ?? 'owner';
    return response.end(role.name);
  }
  await new Promise((resolve) => setTimeout(resolve, Number(process.env.FAKE_DELAY ?? 90)));
  if (url.pathname === '/fake-store') {
    response.statusCode = 204;
    return response.end();
  }
  const text = Buffer.concat(chunks).toString();
  const [status, body, headers = {}] =
    answer(request.method ?? 'GET', url, text ? JSON.parse(text) : {}, request.headers['if-match']) ??
    problem(404, 'There is no such thing here');
  response.statusCode = status;
  response.setHeader('Content-Type', status < 400 ? 'application/json' : 'application/problem+json');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(status === 204 ? undefined : JSON.stringify(body));
}

/** Put it before the other fake: what it does not know goes on to the next. */
export const manageFake = (): Plugin => ({
  name: 'manage-fake',
  configureServer: (server) => {
    server.middlewares.use(serve);
  },
  configurePreviewServer: (server) => {
    server.middlewares.use(serve);
  },
});
