import type { Event } from '../../api';
import { i18n } from '../../i18n';
import type { IconName } from '../../ui';
import type { Translate } from '../parts/translate';

/** Names for the ids that events carry. */
export type Known = { projects: ReadonlyMap<string, string>; members: ReadonlyMap<string, string> };

/** Work that comes in streams: told once, with its count. */
const STREAMS = new Set([
  'annotation.submitted',
  'annotation.taken_back',
  'assignment.skipped',
  'asset.ready',
  'comment.made',
  'comment.resolved',
  'suggestion.made',
  'annotation.accepted',
  'annotation.corrected',
  'annotation.returned',
  'annotation.rejected',
  'item.adjudicated',
  'item.topped_up',
  'item.top_up_withdrawn',
  'gold.marked',
  'gold.unmarked',
]);
/** Told by what follows: every upload ends as ready or refused. */
const SILENT = new Set(['upload.created']);

export type Run = { event: Event; count: number };

/** Events in their order, with runs of the same work by the same person told as one. */
export function runs(events: readonly Event[]): Run[] {
  const told: Run[] = [];
  for (const event of events) {
    const last = told.at(-1);
    const same = last?.event.kind === event.kind && last.event.actor?.id === event.actor?.id;
    if (SILENT.has(event.kind)) continue;
    if (last && same && STREAMS.has(event.kind)) last.count++;
    else told.push({ event, count: 1 });
  }
  return told;
}

/** One event, or a run of them, as a sentence without its actor: "changed the settings of Rank answers". */
export function eventWords(event: Event, known: Known, t: Translate, times = 1): string {
  const key = `events.${kindOf(event).replaceAll('.', '_')}`;
  if (!i18n.exists(key, { ns: 'manage', count: 1 })) return humanised(event.kind);
  return t(key as 'events.project_created', {
    name: nameOf(event, known, t),
    member: memberName(event.data.member, known) ?? t('activity.somebody'),
    rule: text(event.data.rule),
    skill: text(event.data.skill),
    email: text(event.data.email),
    role: roleName(event.data.role),
    count: STREAMS.has(event.kind) ? times : countOf(event.data),
    detail: detailOf(event),
  });
}

/** An id, or an object that brings the name. */
function memberName(member: unknown, { members }: Known): string | undefined {
  if (typeof member === 'object' && member !== null && 'name' in member) return text(member.name);
  return members.get(text(member));
}

/** How many things an event was about: under the name that its kind has for them. */
function countOf(data: Event['data']): number {
  const counts = ['count', 'reserved', 'released', 'annotations', 'items', 'created', 'made'] as const;
  return counts.map((name) => data[name]).find((value) => typeof value === 'number') ?? 0;
}

/**
 * Somebody who came by an invitation added themselves; a job may have finished by failing; a pause that is none ends
 * one.
 */
function kindOf({ kind, actor, subject, data }: Event): string {
  if (kind === 'member.added' && actor?.id === subject.id) return 'member.joined';
  if (kind === 'project.person_paused' && data.pause === '') return 'project.person_resumed';
  if (kind.endsWith('.finished') && data.state === 'failed') return kind.replace('.finished', '.failed');
  return kind;
}

/** An unknown kind still reads: `item.content_changed` is "item: content changed". */
export function humanised(kind: string): string {
  const [noun = kind, verb = ''] = kind.split('.');
  const plain = (words: string): string => words.replaceAll('_', ' ');
  return verb ? `${plain(noun)}: ${plain(verb)}` : plain(noun);
}

function nameOf({ subject, data }: Event, known: Known, t: Translate): string {
  const given = text(data.name) || text(data.filename) || text(data.title);
  if (given) return given;
  if (subject.kind === 'project') return known.projects.get(subject.id) ?? t('activity.aProject');
  if (subject.kind === 'member') return known.members.get(subject.id) ?? t('activity.somebody');
  return '';
}

function detailOf({ data }: Event): string {
  const fields = Array.isArray(data.fields) ? data.fields.filter((field) => typeof field === 'string') : [];
  return fields.map((field) => field.replaceAll('_', ' ')).join(', ');
}

const roleName = (role: unknown): string => {
  const key = `role.${text(role)}`;
  return i18n.exists(key, { ns: 'common' })
    ? i18n.t(key as 'role.owner', { ns: 'common' }).toLowerCase()
    : text(role);
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const ICONS: Record<string, IconName> = {
  project: 'folder',
  member: 'user',
  invitation: 'mail',
  client: 'users',
  token: 'key',
  import: 'upload',
  export: 'download',
  asset: 'image',
  annotation: 'check',
  assignment: 'pencil',
  item: 'file',
  comment: 'mail',
  suggestion: 'pencil',
  gold: 'star',
  rule: 'shield',
  skill: 'star',
  verdict: 'comment',
  organisation: 'settings',
};
export const eventIcon = (kind: string): IconName => ICONS[kind.split('.')[0] ?? ''] ?? 'clock';

/** The events of one day together, newest day first as they come. */
export function byDay<Row extends { at: string }>(rows: readonly Row[]): [day: string, rows: Row[]][] {
  const days = new Map<string, Row[]>();
  for (const row of rows) {
    const day = new Date(row.at).toDateString();
    days.set(day, [...(days.get(day) ?? []), row]);
  }
  return [...days];
}
