import { Link } from 'wouter';
import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { Panel } from '../../ui';
import { Modal } from '../parts/Modal';
import { Query } from '../parts/Query';
import { Table } from '../parts/Table';
import { pace, span } from '../project/time';
import { useSlug } from '../queries';
import { useProgressOf } from './calls';
import { Figures } from './Figures';
import css from './progress.module.css';
import { Throughput } from './Throughput';
import type { MemberProgress } from './types';

/** One person's work in all projects of the organisation. */
export function MemberDrawer({
  member,
  onClose,
}: {
  member: { id: string; name: string };
  onClose: () => void;
}) {
  const { t } = useTranslation('items');
  const progress = useProgressOf<MemberProgress>('member', member.id);
  return (
    <Modal title={t('progress.ofMember', { name: member.name })} drawer wide onClose={onClose}>
      <div className={css.drawer}>
        <Query of={progress}>
          {(data) => (
            <>
              <Figures progress={data} done={data.by_project} />
              <Throughput days={data.by_day} />
              <ByProject rows={data.by_project} />
            </>
          )}
        </Query>
      </div>
    </Modal>
  );
}

function ByProject({ rows }: { rows: MemberProgress['by_project'] }) {
  const { t } = useTranslation(['items', 'manage']);
  const slug = useSlug();
  if (rows.length === 0) return null;
  return (
    <Panel title={t('progress.byProject')} flush>
      <Table
        caption={t('progress.byProject')}
        rows={rows}
        rowKey={({ project }) => project.id}
        columns={[
          {
            title: t('prompts.project'),
            main: true,
            cell: ({ project }) => (
              <Link to={`/${slug}/projects/${project.id}/progress`}>{project.name}</Link>
            ),
          },
          { title: t('progress.of_submitted'), end: true, cell: ({ submitted }) => number(submitted) },
          { title: t('manage:overview.skipped'), end: true, cell: ({ skipped }) => number(skipped) },
          { title: t('manage:overview.time'), end: true, cell: ({ seconds }) => span(seconds) },
          {
            title: t('manage:overview.pace'),
            end: true,
            cell: ({ seconds, submitted }) => pace(seconds, submitted),
          },
        ]}
      />
    </Panel>
  );
}
