/** What a token may be allowed to do: the names of the server's permissions, in groups that people think in. */
export const SCOPE_GROUPS = [
  { group: 'work', scopes: ['see_projects', 'see_items', 'manage_projects', 'import', 'export', 'annotate'] },
  {
    group: 'organisation',
    scopes: [
      'see_organisation',
      'see_people',
      'manage_people',
      'see_clients',
      'manage_clients',
      'see_events',
      'manage_tokens',
    ],
  },
] as const;
export type Scope = (typeof SCOPE_GROUPS)[number]['scopes'][number];

const READ = [
  'see_organisation',
  'see_projects',
  'see_items',
  'see_clients',
] as const satisfies readonly Scope[];
export const PRESETS = {
  read: READ,
  import: [...READ, 'import'],
  export: [...READ, 'export'],
  all: SCOPE_GROUPS.flatMap(({ scopes }): readonly Scope[] => scopes),
} as const satisfies Record<string, readonly Scope[]>;

/** In days. The server gives no token more than a year. */
export const LIVES = ['7', '30', '90', '365'] as const;
export type Life = (typeof LIVES)[number];

const DAY = 86_400_000;
const MARGIN = 3_600_000;

/** The moment at which a token of that life ends; an hour early, so that a year by our clock is no more than one by theirs. */
export const expiryOf = (life: Life, now: number): string =>
  new Date(now + Number(life) * DAY - MARGIN).toISOString();
