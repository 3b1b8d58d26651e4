import type { Role } from '../api/types';
import { may } from '../app/session';
import { i18n } from '../i18n';
import { percent } from '../i18n/format';
import type { IconName } from '../ui/Icon';
import type { Notification } from './calls';
import { evidenceWords, reasonWords } from './reason';
import type { Words } from './words';

const ICONS: Record<string, IconName> = {
  'work.returned': 'undo',
  'work.corrected': 'pencil',
  'work.rejected': 'alert',
  'comment.mention': 'comment',
  'person.paused': 'pause',
  'person.warned': 'alert',
  'project.done': 'check',
  'rule.fired': 'shield',
  'verdict.appealed': 'comment',
  'appeal.answered': 'check',
  'skill.earned': 'star',
  'agreement.miscounted': 'alert',
  'report.ready': 'check',
  'report.failed': 'alert',
  'release.offered': 'check',
  'release.accepted': 'check',
  'release.rejected': 'alert',
};
export const iconOf = ({ kind }: Notification): IconName => ICONS[kind] ?? 'bell';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const nameIn = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'name' in value ? text(value.name) : text(value);

/** What happened, as one sentence; a kind that this version does not know is told plainly. */
export function sentenceOf({ kind, project, data }: Notification, t: Words): string {
  const key = `kind.${kind.replace('.', '_')}`;
  const values = {
    project: project?.name ?? text(data.project),
    rule: text(data.rule),
    member: nameIn(data.member),
    actor: nameIn(data.actor) || nameIn(data.author),
    skill: text(data.skill),
    release: text(data.name),
    level: typeof data.level === 'number' ? percent(data.level) : '',
  };
  const paused = kind === 'person.paused' && data.pause === 'full' ? 'kind.person_paused_full' : key;
  return i18n.exists(`notices:${paused}`)
    ? t(paused as 'kind.work_returned', values)
    : t('kind.other', { ...values, kind });
}

/** What somebody wrote about it: why, a comment. */
export const remarkOf = ({ data }: Notification): string =>
  [data.reason ? '' : text(data.because), text(data.comment), text(data.text), text(data.excerpt)].find(
    Boolean,
  ) ?? '';

/** What the product itself says about it: why a rule warned or paused somebody, and on what evidence one acted. */
export const explanationOf = ({ data }: Notification, t: Words): string =>
  data.reason ? reasonWords(data.reason, text(data.because), t) : evidenceWords(data.evidence, t);

/** Where it leads; null where there is nothing to see. */
export function linkOf(notification: Notification, organisation: string, role: Role): string | null {
  const { kind, project, subject, data } = notification;
  const work = project ? `/${organisation}/work/${project.id}` : `/${organisation}/work`;
  if (kind === 'report.ready' || kind === 'report.failed') {
    const place = `/${organisation}/${project ? `projects/${project.id}` : `clients/${text(data.client)}`}/quality`;
    return may(role, 'seeProjects')
      ? `${place}${kind === 'report.ready' ? `?report=${subject.id ?? ''}` : ''}`
      : null;
  }
  if (!project) return kind === 'work.returned' ? work : null;
  const managed = `/${organisation}/projects/${project.id}`;
  const item = text(data.item) || text(data.item_id) || (subject.kind === 'item' ? (subject.id ?? '') : '');
  const atItem = item ? `${managed}/items?item=${item}` : `${managed}/items`;
  switch (kind) {
    case 'work.returned':
      return work;
    case 'work.corrected':
    case 'work.rejected':
    case 'appeal.answered':
      return `/${organisation}/work/recent`;
    case 'rule.fired':
      return may(role, 'manage') ? `${managed}/rules` : null;
    case 'verdict.appealed':
      return may(role, 'seeProjects') ? atItem : null;
    case 'comment.mention':
      return may(role, 'seeProjects') ? (item ? atItem : `${managed}/comments`) : work;
    case 'release.offered':
    case 'release.accepted':
    case 'release.rejected':
      return may(role, 'seeProjects') ? `${managed}/releases?release=${subject.id ?? ''}` : null;
    case 'person.warned':
    case 'person.paused':
      return `/${organisation}/work/recent`;
    case 'project.done':
    case 'agreement.miscounted':
      return may(role, 'seeProjects') ? managed : null;
    default:
      return null;
  }
}
