import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import type { Role } from '../../src/api';
import { SessionContext } from '../../src/app/session';
import { i18n } from '../../src/i18n';
import en from '../../src/i18n/locales/en/manage.json';
import type { Translate } from '../../src/manage/parts/translate';
import { Kit } from '../../src/ui/Kit';
import { Toasts } from '../../src/ui/toast';
import { answerWith } from './network';

i18n.addResourceBundle('en', 'manage', en);
export const t = i18n.getFixedT('manage') as Translate;

// What jsdom lacks of a browser.
globalThis.matchMedia ??= (() => ({
  matches: false,
  addEventListener() {},
  removeEventListener() {},
})) as never;
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
if (!document.fonts)
  Object.defineProperty(document, 'fonts', { value: { addEventListener() {}, removeEventListener() {} } });
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  this.open = false;
};

HTMLElement.prototype.hidePopover ??= () => {};

const organisation = { slug: 'demo', name: 'Demo', role: 'owner' as Role, member_id: 'm1', client_ids: [] };
const me = {
  user: { id: 'u1', email: 'ada@example.org', name: 'Ada', is_staff: false },
  organisations: [organisation],
  csrf_token: 'x',
  open_sign_up: false,
  preferences: {},
};

/** A page of the managers, with its surroundings. */
export function show(page: ReactNode, { role = 'owner' as Role, path = '/demo/projects' } = {}) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const { hook, history } = memoryLocation({ path, record: true });
  const session = { me, organisation: { ...organisation, role } };
  const view = render(
    <QueryClientProvider client={client}>
      <Kit>
        <SessionContext value={session}>
          <Router hook={hook}>
            {page}
            <Toasts />
          </Router>
        </SessionContext>
      </Kit>
    </QueryClientProvider>,
  );
  return { ...view, client, history };
}

export type Call = { method: string; path: string; query: URLSearchParams; headers: Headers; body: unknown };
type Answer = { status?: number; body?: unknown; headers?: Record<string, string> };

/** A server: `answer` gets every call and says what comes back; null is a lost connection. */
export function serve(answer: (call: Call, calls: Call[]) => Answer | null | Promise<Answer | null>): Call[] {
  const calls: Call[] = [];
  answerWith(async (request) => {
    const text = await request.text();
    const { pathname, searchParams } = new URL(request.url);
    const call = {
      method: request.method,
      query: searchParams,
      path: pathname.replace('/api/v1/demo', ''),
      headers: request.headers,
      body: text ? JSON.parse(text) : undefined,
    };
    calls.push(call);
    const reply = await answer(call, calls);
    if (!reply) throw new TypeError('Failed to fetch');
    const { status = 200, body = {}, headers = {} } = reply;
    return new Response(JSON.stringify(body), { status, headers });
  });
  return calls;
}
