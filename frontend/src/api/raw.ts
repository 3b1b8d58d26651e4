import { api } from './client';

type Init = {
  params?: {
    path?: Record<string, string>;
    query?: Record<string, unknown>;
    header?: Record<string, string>;
  };
  body?: unknown;
  signal?: AbortSignal;
};
type Call = <Data>(path: string, init?: Init) => Promise<{ data?: Data; response: Response }>;

/**
 * The same client, for calls whose shapes are written by hand beside the page that makes them: what it answers is what
 * the caller says it is. `raw.GET<Workflow>('/api/v1/{organisation}/projects/{project}/workflow', …)`.
 */
export const raw = api as unknown as Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', Call>;
