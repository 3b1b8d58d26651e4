import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { Button, Panel } from '../../ui';
import { More } from '../parts/More';
import { Query } from '../parts/Query';
import { Table } from '../parts/Table';
import { useBadLines, useBadLinesFile } from './calls';
import own from './imports.module.css';
import type { Import } from './types';

/** What became no item, where it stands in the file and why; also as a file, to be mended and sent again. */
export function Problems({ job }: { job: Import }) {
  const { t } = useTranslation('data');
  const lines = useBadLines(job.id);
  const file = useBadLinesFile(job.id);
  return (
    <Panel
      title={t('imports.problems', { count: job.problem_count, shown: number(job.problem_count) })}
      help={t('imports.problemsHelp')}
      flush
      actions={
        <Button
          kind="default"
          size="small"
          icon="download"
          busy={file.isPending}
          onClick={() => file.mutate()}
        >
          {t('imports.badLines')}
        </Button>
      }
    >
      <Query of={lines}>
        {({ pages }) => (
          <Table
            caption={t('imports.problemsOf', { name: job.filename })}
            rows={pages.flatMap(({ results }) => results).map((row, at) => ({ ...row, at }))}
            rowKey={({ at }) => String(at)}
            columns={[
              {
                title: t('imports.where'),
                main: true,
                cell: ({ where, line }) => where || (line ? t('imports.line', { line: number(line) }) : '–'),
              },
              {
                title: t('imports.reason'),
                cell: ({ detail }) => <span className={own.detail}>{detail}</span>,
              },
            ]}
          />
        )}
      </Query>
      <More list={lines} />
    </Panel>
  );
}
