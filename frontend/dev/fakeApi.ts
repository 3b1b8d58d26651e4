// A stand-in for the server while the real one is not running: memory only, one user, never part of a build.
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';
import { guidelines, projects, samples } from './samples.ts';

type Row = {
  id: string;
  sample: number;
  state: string;
  lease: number;
  draft: unknown;
  answers: unknown;
  at: string | null;
  reason: string | null;
};
const rows: Row[] = [];
for (let round = 0; round < Number(process.env.FAKE_ROUNDS ?? 1); round++)
  for (const sample of samples.keys())
    rows.push({
      id: `a${rows.length}`,
      sample,
      state: 'open',
      lease: 0,
      draft: null,
      answers: null,
      at: null,
      reason: null,
    });
const replies = new Map<string, [number, unknown]>();
const switches = { signedOut: false, delay: 120, lease: 1800, posts: 0, user: 'u1' };
const me = () => ({
  user: { id: switches.user, email: 'ada@example.org', name: 'Ada Byron', is_staff: false },
  organisations: [
    { slug: 'demo', name: 'Demo Labeling', role: 'annotator', member_id: 'm1', client_ids: [] },
    { slug: 'north', name: 'Northlight', role: 'owner', member_id: 'm2', client_ids: [] },
  ],
  csrf_token: 'fake',
  open_sign_up: false,
});
const problem = (status: number, title: string, type = 'about:blank'): [number, unknown] => [
  status,
  { type, title, status, detail: '', errors: [] },
];
const assignment = (row: Row) => {
  const sample = samples[row.sample];
  if (!sample) throw new Error('no sample');
  return {
    id: row.id,
    project: projects.find(({ id }) => id === sample.project),
    state: row.state,
    lease_until: new Date(row.lease).toISOString(),
    form: sample.form,
    guidelines: sample.project === 'p1' ? guidelines : '',
    content: sample.content,
    assets: sample.assets,
    draft: row.draft,
  };
};
const short = (row: Row) => ({
  id: row.id,
  project: assignment(row).project,
  state: row.state,
  submitted_at: row.at,
  skipped_reason: row.reason,
});

function answer(url: URL, body: Record<string, unknown>): [number, unknown] {
  const path = url.pathname.replace('/api/v1/', '').split('/');
  if (path[0] === 'me') return [200, me()];
  const [, noun, id, verb] = path;
  if (noun === 'projects' && !id)
    return [
      200,
      {
        results: projects.map((each) => ({
          ...each,
          client: { id: 'c1', name: 'Acme' },
          state: 'active',
          guidelines,
          overlap: 3,
          lease_minutes: 30,
          shuffle_responses: true,
          skip_reason_required: true,
          form_version: 1,
          created_at: '2026-11-01T08:00:00Z',
          etag: '1',
          progress: { items: 24, done: 9 },
        })),
        next: null,
      },
    ];
  if (noun !== 'assignments') return problem(404, 'Not found');
  if (id === 'claim') {
    const project = url.searchParams.get('project');
    const mine = rows.filter((row) => !project || samples[row.sample]?.project === project);
    const got = [
      ...mine.filter((row) => row.state === 'claimed'),
      ...mine.filter((row) => row.state === 'open'),
    ].slice(0, Number(body.limit));
    for (const row of got)
      Object.assign(row, { state: 'claimed', lease: Date.now() + switches.lease * 1000 });
    return [200, { results: got.map(assignment) }];
  }
  if (id === 'renew') {
    const ids = body.ids as string[];
    const held = rows.filter((row) => ids.includes(row.id) && row.state === 'claimed');
    for (const row of held) row.lease = Date.now() + switches.lease * 1000;
    return [
      200,
      {
        renewed: held.map((row) => ({ id: row.id, lease_until: new Date(row.lease).toISOString() })),
        lost: ids.filter((each) => !held.some((row) => row.id === each)),
      },
    ];
  }
  if (!id)
    return [
      200,
      {
        results: rows
          .filter((row) => row.state === (url.searchParams.get('state') ?? row.state) && row.at)
          .map(short)
          .reverse(),
        next: null,
      },
    ];
  const row = rows.find((each) => each.id === id);
  if (!row) return problem(404, 'Not found');
  if (!verb) return [200, { ...assignment(row), ...short(row), answers: row.answers ?? [] }];
  if (row.state !== 'claimed') return problem(409, 'Somebody else has this item now', 'assignment-closed');
  if (verb === 'draft') {
    row.draft = { answers: body.answers, saved_at: new Date().toISOString() };
    return [200, { saved_at: new Date().toISOString() }];
  }
  Object.assign(row, {
    state: verb === 'submit' ? 'submitted' : 'skipped',
    answers: body.answers,
    at: new Date().toISOString(),
    reason: body.reason ?? null,
  });
  switches.posts++;
  return [200, { id: row.id, state: row.state, submitted_at: row.at }];
}

async function serve(request: IncomingMessage, response: ServerResponse, next: Connect.NextFunction) {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname.startsWith('/fake-images/')) {
    const file = new URL(`images/${url.pathname.split('/').pop()}`, import.meta.url);
    if (!existsSync(file)) return next();
    response.setHeader('Content-Type', 'image/jpeg');
    return response.end(readFileSync(file));
  }
  if (url.pathname === '/fake/switch') {
    for (const [key, value] of url.searchParams) {
      if (key === 'close') for (const row of rows.filter((each) => each.id === value)) row.state = 'expired';
      else Object.assign(switches, { [key]: key === 'user' ? value : Number(value) });
    }
    return response.end(
      JSON.stringify({ switches, rows: rows.map(({ id, state, answers }) => ({ id, state, answers })) }),
    );
  }
  if (!url.pathname.startsWith('/api/')) return next();
  let text = '';
  for await (const chunk of request) text += chunk;
  await new Promise((resolve) => setTimeout(resolve, switches.delay));
  const key = String(request.headers['idempotency-key'] ?? '');
  const [status, body] = switches.signedOut
    ? problem(401, 'Signed out')
    : (key && replies.get(key)) || answer(url, text ? JSON.parse(text) : {});
  if (key && !switches.signedOut) replies.set(key, [status, body]);
  response.statusCode = status;
  response.setHeader('Content-Type', status < 400 ? 'application/json' : 'application/problem+json');
  response.end(JSON.stringify(body));
}

const POLICY =
  "default-src 'none'; script-src 'self' 'nonce-fake'; style-src 'self' 'nonce-fake'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

export function fakeApi(): Plugin {
  const pages: Connect.NextHandleFunction = (request, _response, next) => {
    const path = request.url ?? '/';
    const isPage = request.headers.accept?.includes('text/html') && !path.startsWith('/static/');
    if (isPage) request.url = '/static/app/index.html';
    next();
  };
  return {
    name: 'fake-api',
    configureServer(server) {
      server.middlewares.use(serve);
      server.middlewares.use(pages);
    },
    configurePreviewServer(server) {
      server.middlewares.use((_request, response, next) => {
        response.setHeader('Content-Security-Policy', POLICY);
        next();
      });
      server.middlewares.use(serve);
      server.middlewares.use(pages);
    },
  };
}
