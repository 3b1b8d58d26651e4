import { i18n } from '../../i18n';
import { number } from '../../i18n/format';
import type { Translate } from '../parts/translate';

/** What an export wrote and left out, as words: "1,204 pairs", "31 ties left out". */
export function countWords(counts: Record<string, number>, t: Translate): string[] {
  return Object.entries(counts)
    .filter(([name, value]) => value > 0 || name === 'rows')
    .map(([name, value]) => {
      const key = `exportCounts.${name}`;
      return i18n.exists(key, { ns: 'manage', count: value })
        ? t(key as 'exportCounts.rows', { count: value, shown: number(value) })
        : `${number(value)} ${name.replaceAll('_', ' ')}`;
    });
}
