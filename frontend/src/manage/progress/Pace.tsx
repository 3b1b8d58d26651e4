import { type CSSProperties, useState } from 'react';
import { useMay } from '../../app/session';
import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { EmptyState, Panel } from '../../ui';
import { RowButton } from '../parts/RowButton';
import { Table } from '../parts/Table';
import { pace, span } from '../project/time';
import { MemberDrawer } from './MemberDrawer';
import css from './progress.module.css';
import type { PersonDone } from './types';

/** Who did how much, and how fast; each person opens with their own progress. */
export function Pace({ people }: { people: readonly PersonDone[] }) {
  const { t } = useTranslation(['items', 'manage']);
  const manages = useMay('manage');
  const [open, setOpen] = useState<PersonDone['member'] | null>(null);
  const most = Math.max(1, ...people.map(({ submitted }) => submitted));
  return (
    <Panel title={t('progress.people')} flush={people.length > 0}>
      {people.length === 0 ? (
        <EmptyState icon="users" title={t('manage:overview.nobodyYet')} />
      ) : (
        <Table
          caption={t('progress.people')}
          rows={people}
          rowKey={({ member }) => member.id}
          {...(manages ? { onOpen: ({ member }: PersonDone) => setOpen(member) } : {})}
          columns={[
            { title: t('manage:members.person'), main: true, cell: ({ member }) => member.name },
            {
              title: t('progress.of_submitted'),
              end: true,
              cell: ({ submitted }) => (
                <span className={css.amount}>
                  <span style={{ '--share': submitted / most } as CSSProperties} aria-hidden />
                  {number(submitted)}
                </span>
              ),
            },
            { title: t('manage:overview.skipped'), end: true, cell: ({ skipped }) => number(skipped) },
            { title: t('manage:overview.time'), end: true, cell: ({ seconds }) => span(seconds) },
            {
              title: t('manage:overview.pace'),
              end: true,
              cell: ({ seconds, submitted }) => pace(seconds, submitted),
            },
            {
              title: t('progress.perHour'),
              end: true,
              cell: ({ seconds, submitted }) => (seconds > 0 ? number((submitted * 3600) / seconds, 1) : '–'),
            },
            ...(manages
              ? [
                  {
                    title: t('manage:actions'),
                    actions: true,
                    cell: ({ member }: PersonDone) => (
                      <RowButton
                        label={t('progress.seeOne', { name: member.name })}
                        onClick={() => setOpen(member)}
                      >
                        {t('progress.see')}
                      </RowButton>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {open && <MemberDrawer member={open} onClose={() => setOpen(null)} />}
    </Panel>
  );
}
