import type { Import } from '../../api';
import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { More } from '../parts/More';
import { Query } from '../parts/Query';
import { Table } from '../parts/Table';
import { useImportProblems } from '../queries';
import own from './imports.module.css';

/** The lines that became no item, and why. */
export function Problems({ job }: { job: Import }) {
  const { t } = useTranslation('manage');
  const problems = useImportProblems(job.id);
  return (
    <div className={own.problems}>
      <Query of={problems}>
        {({ pages }) => (
          <Table
            caption={t('imports.problemsOf', { name: job.filename })}
            rows={pages.flatMap(({ results }) => results)}
            rowKey={({ line }) => String(line)}
            columns={[
              { title: t('imports.line'), main: true, cell: ({ line }) => number(line) },
              {
                title: t('imports.reason'),
                cell: ({ detail }) => <span className={own.detail}>{detail}</span>,
              },
            ]}
          />
        )}
      </Query>
      <More list={problems} />
    </div>
  );
}
