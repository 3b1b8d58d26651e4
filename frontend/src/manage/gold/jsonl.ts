import type { GoldRow } from './types';

/** The most rows that one call takes. */
export const MOST_ROWS = 1000;

export type Problem = { line: number; reason: 'json' | 'object' | 'external_id' | 'answers' | 'twice' };
export type Parsed = { rows: GoldRow[]; lines: number[]; problems: Problem[] };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The rows of a JSONL text, with the line that each stands on, and what is no row. Empty lines are passed over. */
export function parseGold(text: string): Parsed {
  const parsed: Parsed = { rows: [], lines: [], problems: [] };
  const seen = new Set<string>();
  for (const [index, source] of text.split(/\r?\n/).entries()) {
    if (source.trim() === '') continue;
    const line = index + 1;
    const found = readRow(source, seen);
    if (typeof found === 'string') parsed.problems.push({ line, reason: found });
    else {
      parsed.rows.push(found);
      parsed.lines.push(line);
    }
  }
  return parsed;
}

function readRow(source: string, seen: Set<string>): GoldRow | Problem['reason'] {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    return 'json';
  }
  if (!isRecord(value)) return 'object';
  const { external_id, answers } = value;
  if (typeof external_id !== 'string' || external_id === '') return 'external_id';
  if (!Array.isArray(answers) || answers.length === 0 || !answers.every(isRecord)) return 'answers';
  if (seen.has(external_id)) return 'twice';
  seen.add(external_id);
  return value as unknown as GoldRow;
}

/** The line that a refusal of the server is about (`/rows/3/answers` is the fourth row), and where on it. */
export function lineOf(pointer: string, lines: readonly number[]): { line: number; rest: string } | null {
  const [, row, rest = ''] = pointer.match(/^\/rows\/(\d+)(?:\/(.*))?$/) ?? [];
  const line = row === undefined ? undefined : lines[Number(row)];
  return line === undefined ? null : { line, rest };
}
