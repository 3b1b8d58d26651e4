import { i18n } from '../../../i18n';
import { date, number } from '../../../i18n/format';
import { reasonWords } from '../../../review/wording';
import type { IconName } from '../../../ui';
import { span } from '../../project/time';
import { priorityName } from '../browse/priority';
import type { Words } from '../words';
import type { Moment } from './types';

const ICONS: Record<string, IconName> = {
  created: 'plus',
  suggested: 'pencil',
  claimed: 'user',
  skipped: 'skip',
  expired: 'clock',
  submitted: 'check',
  corrected: 'pencil',
  judged: 'check',
  appealed: 'comment',
  appeal_answered: 'comment',
  commented: 'comment',
  comment_resolved: 'check',
  resolved: 'flag',
  taken_back: 'undo',
  gold_marked: 'key',
  due_set: 'clock',
  prioritised: 'flag',
  content_changed: 'file',
  withdrawn: 'pause',
  restored: 'undo',
  sent_to_adjudication: 'flow',
  sent_to_review: 'check',
  topped_up: 'plus',
  top_up_withdrawn: 'undo',
};
export const iconOf = ({ kind }: Moment): IconName => ICONS[kind] ?? 'dots';

/** What stands out when a history is read quickly. */
export const toneOf = ({ kind, data }: Moment): 'good' | 'warn' | 'bad' | undefined => {
  if (kind === 'resolved' || data.verdict === 'accepted') return 'good';
  if (kind === 'judged') return data.verdict === 'rejected' ? 'bad' : 'warn';
  return kind === 'appealed' || kind === 'withdrawn' ? 'warn' : undefined;
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const amount = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** A moment as a sentence without its actor: "answered in 2 min". `whose` names the author of an annotation. */
export function tell({ kind, data }: Moment, t: Words, whose: ReadonlyMap<string, string>): string {
  const values = {
    agent: text(data.agent),
    reason: text(data.reason) && reasonWords(text(data.reason)),
    whose: whose.get(text(data.annotation_id)) ?? t('timeline.somebody'),
    time: span(amount(data.seconds)),
    number: number(amount(data.revision)),
    count: amount(data.returned),
    overlap: number(amount(data.overlap)),
    day: text(data.due_at) && date(text(data.due_at)),
    priority: priorityName(amount(data.priority), t),
    score: number(amount(data.score), 2),
  };
  const key = `timeline.${variantOf(kind, data)}`;
  if (!i18n.exists(key, { ns: 'items', count: 1 })) return kind.replaceAll('_', ' ');
  return t(key as 'timeline.created', values);
}

/** The same kind reads differently by what it was about. */
function variantOf(kind: string, data: Moment['data']): string {
  if (kind === 'created' && data.provenance) return 'createdFrom';
  if (kind === 'claimed') return `claimed_${text(data.as) || 'annotate'}`;
  if (kind === 'skipped') return data.reason ? 'skippedBecause' : 'skipped';
  if (kind === 'submitted' && amount(data.revision) > 1) return 'submittedAgain';
  if (kind === 'judged') return `judged_${text(data.verdict)}`;
  if (kind === 'resolved') return `resolved_${text(data.by)}`;
  if (kind === 'due_set') return data.due_at ? 'dueSet' : 'dueTaken';
  return kind;
}
