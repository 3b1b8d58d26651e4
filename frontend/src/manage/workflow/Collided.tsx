import { useTranslation } from '../../i18n';
import { date, number } from '../../i18n/format';
import { Button, Notice } from '../../ui';
import css from '../parts/parts.module.css';
import type { Read } from './calls';
import { contested, differing, valueAt } from './merge';
import { type Names, type Schedule, valueWords } from './summary';
import type { Workflow } from './types';
import type { Words } from './words';
import own from './workflow.module.css';

/** What somebody else has saved in the meantime. */
export type Collision = { read: Read; etag: string; before: Schedule; after: Schedule };
type Row = { key: string; name: string; before: string; after: string; both: boolean };

/** Somebody else saved first: what they changed, and what becomes of mine. */
export function Collided(props: {
  collision: Collision;
  mine: { base: Workflow; workflow: Workflow; schedule: Partial<Schedule> };
  names: Names;
  busy: boolean;
  onTheirs: () => void;
  onMine: () => void;
}) {
  const { t } = useTranslation(['workflow', 'manage']);
  const rows = rowsOf(props.collision, props.mine, t, props.names);
  return (
    <Notice
      kind="warn"
      action={
        <div className={css.row}>
          <Button size="small" kind="default" disabled={props.busy} onClick={props.onTheirs}>
            {t('collided.theirs')}
          </Button>
          <Button size="small" busy={props.busy} onClick={props.onMine}>
            {t('collided.mine')}
          </Button>
        </div>
      }
    >
      <strong>{t('manage:settings.changedMeanwhile')}</strong> {t('manage:settings.changedHelp')}
      <ul className={own.changes}>
        {rows.map(({ key, name, before, after, both }) => (
          <li key={key}>
            {t('collided.change', { name, before, after })}
            {both && <strong> {t('collided.both')}</strong>}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function rowsOf(
  { read, before, after }: Collision,
  mine: { base: Workflow; workflow: Workflow; schedule: Partial<Schedule> },
  t: Words,
  names: Names,
): Row[] {
  const both = new Set<string>(contested(mine.base, mine.workflow, read.workflow));
  const settings = differing(mine.base, read.workflow).map((setting) => ({
    key: setting,
    name: t(`setting.${setting}`),
    before: valueWords(setting, valueAt(mine.base, setting), t, names),
    after: valueWords(setting, valueAt(read.workflow, setting), t, names),
    both: both.has(setting),
  }));
  const fields = (['overlap', 'priority', 'due_at'] as const)
    .filter((field) => before[field] !== after[field])
    .map((field) => ({
      key: field,
      name: t(`setting.${field}`),
      before: scheduled(before[field], t),
      after: scheduled(after[field], t),
      both: mine.schedule[field] !== undefined,
    }));
  return [...fields, ...settings];
}

const scheduled = (value: number | string | null, t: Words): string =>
  value === null ? t('value.off') : typeof value === 'number' ? number(value) : date(value);
