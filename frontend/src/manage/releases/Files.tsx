import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { Project } from '../../api';
import { useMay } from '../../app/session';
import { useTranslation } from '../../i18n';
import { Button, Panel } from '../../ui';
import { useExportFormats, useExportList, useStartExport } from '../exports/calls';
import { firstChoice, grouped } from '../exports/groups';
import { Made } from '../exports/Made';
import { type Chosen, Options, startOf } from '../exports/Options';
import type { ExportFormat } from '../exports/types';
import { formatHelp, formatTitle } from '../exports/words';
import imports from '../imports/imports.module.css';
import { More } from '../parts/More';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import own from './releases.module.css';
import type { Release } from './types';

/** The release as files: every format is made from the freeze, so it can be had later, and is the same then. */
export function Files({ release, project }: { release: Release; project: Project }) {
  const { t } = useTranslation('data');
  const manages = useMay('manage');
  const made = useExportList({ release: release.id });
  const formats = useExportFormats(project.id, manages);
  return (
    <Panel title={t('releases.files')} help={t('releases.filesHelp')} flush>
      {manages && (
        <Query of={formats}>{(all) => <Render release={release} project={project} formats={all} />}</Query>
      )}
      <Query of={made}>
        {({ pages }) => {
          const rows = pages.flatMap(({ results }) => results);
          return rows.length === 0 ? (
            <p className={own.nothing}>{t(manages ? 'releases.noFiles' : 'releases.noFilesYet')}</p>
          ) : (
            <ul className={imports.jobs}>
              {rows.map((job) => (
                <Made key={job.id} job={job} client={project.client} formats={formats.data ?? []} />
              ))}
            </ul>
          );
        }}
      </Query>
      <More list={made} />
    </Panel>
  );
}

function Render(props: { release: Release; project: Project; formats: readonly ExportFormat[] }) {
  const { t } = useTranslation('data');
  const { release, project, formats } = props;
  const [name, setName] = useState(() => firstChoice(formats)?.name ?? '');
  const [chosen, setChosen] = useState<{ [format: string]: Chosen }>({});
  const start = useStartExport({ project: project.id, release: release.id });
  const format = formats.find((each) => each.name === name);
  const options = { ...startOf(format?.options ?? []), ...chosen[name] };
  return (
    <form
      className={own.render}
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate({ format: name, options });
      }}
    >
      <NativeSelect
        label={t('exports.format')}
        description={format ? formatHelp(format, t) : undefined}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data={grouped(formats).map(({ group, formats: each }) => ({
          group: t(`exports.group.${group}`),
          items: each.map((one) => ({
            value: one.name,
            label: formatTitle(one.name, one.title, t),
            disabled: !one.fits,
          })),
        }))}
      />
      <Options
        options={format?.options ?? []}
        value={options}
        onChange={(value) => setChosen((before) => ({ ...before, [name]: value }))}
      />
      <Problem error={start.error} />
      <div className={css.row}>
        <Button type="submit" busy={start.isPending} disabled={!format}>
          {t('releases.make')}
        </Button>
      </div>
    </form>
  );
}
