export type FieldProblem = { pointer: string; detail: string };

/**
 * What the server (or the network) refused, as RFC 9457 tells it.
 * `status` 0 means that no answer came: the network is down or the server is away.
 */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldProblem[];

  constructor(
    status: number,
    body: { type?: string; title?: string; detail?: string; errors?: readonly FieldProblem[] } = {},
  ) {
    const title = body.title || (status === 0 ? 'No connection' : `The server answered ${status}`);
    super(body.detail ? `${title}: ${body.detail}` : title);
    this.status = status;
    this.type = body.type ?? 'about:blank';
    this.title = title;
    this.detail = body.detail ?? '';
    this.errors = body.errors ?? [];
  }

  get signedOut(): boolean {
    return this.status === 401;
  }
  get offline(): boolean {
    return this.status === 0;
  }
  /** Asking again later may help: no network, a restart, a limit. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
  /** The message for one field of a form, by JSON pointer (`/name`, `/items/0/content`). */
  at(pointer: string): string | undefined {
    return this.errors.find((error) => error.pointer === pointer)?.detail;
  }
}

export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return new ApiProblem(response.status, isRecord(body) ? body : {});
}

/** Any thrown thing as an ApiProblem, so that every screen can show it the same way. */
export function asProblem(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  if (thrown instanceof TypeError) return new ApiProblem(0);
  return new ApiProblem(-1, { title: thrown instanceof Error ? thrown.message : String(thrown) });
}

const isRecord = (value: unknown): value is Record<string, never> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
