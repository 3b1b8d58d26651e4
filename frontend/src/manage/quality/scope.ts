import { date } from '../../i18n/format';
import type { Report } from './types';
import type { Words } from './words';

type Scope = Pick<Report, 'since' | 'until' | 'people'> & { release_id: string | null };

/** What a report is about: from when to when, or of a release, and whether people have their names in it. */
export const scopeWords = (scope: Scope, t: Words): string[] => [
  timeWords(scope, t),
  t(scope.people === 'names' ? 'scope.names' : 'scope.pseudonyms'),
];

function timeWords({ since, until, release_id }: Scope, t: Words): string {
  if (release_id) return t('scope.release');
  if (since && until) return t('scope.between', { since: date(since), until: date(before(until)) });
  if (since) return t('scope.since', { since: date(since) });
  if (until) return t('scope.until', { until: date(before(until)) });
  return t('scope.everything');
}

/** A period ends with the first moment after it. */
const before = (until: string): string => new Date(Date.parse(until) - 1).toISOString();

/** The days of a period as the item browser asks for them, in UTC: a day that is cut is a day of it. */
export function daysOf({ since, until }: Pick<Report, 'since' | 'until'>): string | undefined {
  if (!since && !until) return undefined;
  const day = (at: string): string => new Date(at).toISOString().slice(0, 10);
  return `${since ? day(since) : ''}..${until ? day(before(until)) : ''}`;
}
