import { i18n } from '../../i18n';
import { number } from '../../i18n/format';
import type { DataWords } from '../dataWords';
import type { ExportFormat } from './types';

/** What a format is called and what it is for: in the reader's language where we have words, else as the server says. */
export function formatTitle(name: string, given: string, t: DataWords): string {
  const key = `formats.${name}.title`;
  return i18n.exists(key, { ns: 'data' }) ? t(key as 'formats.csv.title') : given;
}
export function formatHelp({ name, description }: ExportFormat, t: DataWords): string {
  const key = `formats.${name}.help`;
  return i18n.exists(key, { ns: 'data' }) ? t(key as 'formats.csv.help') : description;
}

/** What an export wrote and left out, as words: "1,204 pairs", "31 tied pairs left out". */
export function countWords(counts: { readonly [name: string]: number }, t: DataWords): string[] {
  return Object.entries(counts)
    .filter(([name, value]) => value > 0 || name === 'rows')
    .map(([name, value]) => {
      const key = `counts.${name}`;
      return i18n.exists(key, { ns: 'data', count: value })
        ? t(key as 'counts.rows', { count: value, shown: number(value) })
        : `${number(value)} ${name.replaceAll('_', ' ')}`;
    });
}
