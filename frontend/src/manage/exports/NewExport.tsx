import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, Panel } from '../../ui';
import { useBuckets } from '../buckets/calls';
import { filtersOf, queryOf } from '../items/browse/query';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { useAddSchedule, useExportFormats, useStartExport } from './calls';
import own from './exports.module.css';
import { FormatChoice } from './FormatChoice';
import { firstChoice } from './groups';
import { Holds, isSound, USUAL_HOLDING } from './Holds';
import { type Chosen, Options, startOf } from './Options';
import { EVERY, type ExportFormat, type Schedule } from './types';
import { formatTitle } from './words';

type When = { every: Schedule['every'] | ''; hour: number; bucket: string };
const NOW: When = { every: '', hour: 3, bucket: '' };

/** A file of what people have answered so far: its format, what it holds, and whether it is made again and again. */
export function NewExport({ project, onDone }: { project: Project; onDone: () => void }) {
  const formats = useExportFormats(project.id);
  return <Query of={formats}>{(all) => <Fields project={project} formats={all} onDone={onDone} />}</Query>;
}

function Fields(props: { project: Project; formats: readonly ExportFormat[]; onDone: () => void }) {
  const { t } = useTranslation('data');
  const { project, formats, onDone } = props;
  const [search, setSearch] = useSearchParams();
  const [name, setName] = useState(() => firstChoice(formats)?.name ?? '');
  const [chosen, setChosen] = useState<{ [format: string]: Chosen }>({});
  const [holding, setHolding] = useState(USUAL_HOLDING);
  const [when, setWhen] = useState(NOW);
  const start = useStartExport({ project: project.id });
  const schedule = useAddSchedule(project.id);
  const format = formats.find((each) => each.name === name);
  const options = { ...startOf(format?.options ?? []), ...chosen[name] };
  const query = filtersOf(queryOf(search));
  const submit = (): void => {
    const filter = Object.keys(query).length > 0 ? { query } : {};
    const wish = { format: name, options: { ...options, ...holding, ...filter } };
    if (when.every === '') start.mutate(wish, { onSuccess: onDone });
    else
      schedule.mutate(
        { ...wish, every: when.every, hour: when.hour, bucket_id: when.bucket || null },
        { onSuccess: onDone },
      );
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={own.head}>
        <Button kind="default" size="small" icon="arrowLeft" onClick={onDone}>
          {t('exports.all')}
        </Button>
        <h2>{t('exports.new')}</h2>
      </div>
      <div className={own.new}>
        <Panel>
          <FormatChoice formats={formats} value={name} onChange={setName} />
        </Panel>
        <div>
          {format && format.options.length > 0 && (
            <Panel title={formatTitle(format.name, format.title, t)}>
              <Options
                options={format.options}
                value={options}
                onChange={(value) => setChosen((before) => ({ ...before, [name]: value }))}
              />
            </Panel>
          )}
          <Panel title={t('exports.holds')}>
            <Holds
              project={project}
              value={holding}
              search={search}
              onSearch={(next) => setSearch(next, { replace: true })}
              onChange={setHolding}
            />
          </Panel>
          <Panel title={t('exports.when')}>
            <WhenFields project={project} value={when} onChange={setWhen} />
          </Panel>
          <Problem error={start.error ?? schedule.error} />
          <div className={css.foot}>
            <Button kind="default" onClick={onDone}>
              {t('common:cancel')}
            </Button>
            <Button
              type="submit"
              busy={start.isPending || schedule.isPending}
              disabled={!format || !isSound(holding)}
            >
              {t(when.every === '' ? 'exports.start' : 'exports.plan')}
            </Button>
          </div>
        </div>
      </div>
    </form>
  );
}

/** Now, or again and again: how often, at which hour, and where it goes by itself. */
function WhenFields(props: { project: Project; value: When; onChange: (when: When) => void }) {
  const { t } = useTranslation('data');
  const { project, value, onChange } = props;
  const repeats = value.every !== '';
  const buckets = (useBuckets(project.client.id, repeats).data ?? []).filter(({ writable }) => writable);
  return (
    <div className={css.fields}>
      <NativeSelect
        label={t('exports.how')}
        value={value.every}
        onChange={(event) =>
          onChange({ ...value, every: EVERY.find((each) => each === event.currentTarget.value) ?? '' })
        }
        data={[
          { value: '', label: t('exports.once') },
          ...EVERY.map((each) => ({ value: each, label: t(`exports.every.${each}`) })),
        ]}
      />
      {repeats && (
        <>
          <NativeSelect
            label={t('exports.hour')}
            value={String(value.hour)}
            onChange={(event) => onChange({ ...value, hour: Number(event.currentTarget.value) })}
            data={Array.from({ length: 24 }, (_, hour) => ({
              value: String(hour),
              label: `${String(hour).padStart(2, '0')}:00 UTC`,
            }))}
          />
          <NativeSelect
            label={t('exports.goesTo')}
            description={
              buckets.length === 0 ? t('exports.noBucket', { client: project.client.name }) : undefined
            }
            value={value.bucket}
            onChange={(event) => onChange({ ...value, bucket: event.currentTarget.value })}
            data={[
              { value: '', label: t('exports.stays') },
              ...buckets.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </>
      )}
    </div>
  );
}
