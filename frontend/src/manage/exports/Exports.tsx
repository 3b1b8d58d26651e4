import '../dataWords';
import { useSearchParams } from 'wouter';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, EmptyState, Panel } from '../../ui';
import imports from '../imports/imports.module.css';
import { changed } from '../items/browse/query';
import { More } from '../parts/More';
import { Query } from '../parts/Query';
import { useExportFormats, useExportList } from './calls';
import { Made } from './Made';
import { NewExport } from './NewExport';
import { Schedules } from './Schedules';

/** Files that leave: made on demand or on a schedule, each with its counts and checksum. */
export function Exports({ project }: { project: Project }) {
  const [search, setSearch] = useSearchParams();
  const making = search.get('new') === '1';
  const make = (on: boolean): void => {
    setSearch((before) => changed(on ? before : new URLSearchParams(), { new: on ? '1' : '' }));
    scrollTo({ top: 0 });
  };
  if (making) return <NewExport project={project} onDone={() => make(false)} />;
  return (
    <>
      <List project={project} onNew={() => make(true)} />
      <Schedules project={project} onNew={() => make(true)} />
    </>
  );
}

function List({ project, onNew }: { project: Project; onNew: () => void }) {
  const { t } = useTranslation('data');
  const exports = useExportList({ project: project.id });
  const formats = useExportFormats(project.id).data ?? [];
  const add = (
    <Button icon="plus" onClick={onNew}>
      {t('exports.new')}
    </Button>
  );
  const any = exports.data?.pages.some(({ results }) => results.length > 0);
  return (
    <Panel title={t('exports.made')} help={t('exports.madeHelp')} actions={any && add} flush>
      <Query of={exports}>
        {({ pages }) => {
          const rows = pages.flatMap(({ results }) => results);
          return rows.length === 0 ? (
            <EmptyState icon="download" title={t('exports.none')} action={add}>
              {t('exports.noneHelp')}
            </EmptyState>
          ) : (
            <ul className={imports.jobs}>
              {rows.map((job) => (
                <Made key={job.id} job={job} client={project.client} formats={formats} />
              ))}
            </ul>
          );
        }}
      </Query>
      <More list={exports} />
    </Panel>
  );
}
