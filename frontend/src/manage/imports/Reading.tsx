import { NativeSelect } from '@mantine/core';
import type { Form } from '../../api';
import { useTranslation } from '../../i18n';
import { percent } from '../../i18n/format';
import { Notice, Panel } from '../../ui';
import type { DataWords } from '../dataWords';
import css from '../parts/parts.module.css';
import { Table } from '../parts/Table';
import { useImportFormats } from './calls';
import own from './imports.module.css';
import { type Decided, targetOf, targetsFor } from './mapping';
import { type Column, type Import, TARGETS } from './types';

type Props = {
  job: Import;
  form: Form | undefined;
  decided: Decided;
  /** Targets that several columns want and only one can have. */
  twice: readonly string[];
  onChange: (change: Partial<Decided>) => void;
};

/** What the file is taken for, and where each of its columns goes. */
export function Reading({ job, form, decided, twice, onChange }: Props) {
  const { t } = useTranslation('data');
  return (
    <Panel title={t('imports.asWhat')} help={t('imports.asWhatHelp')}>
      <div className={css.stack}>
        <FormatField job={job} value={decided.format} onChange={(format) => onChange({ format })} />
        {twice.map((target) => (
          <Notice key={target} kind="warn">
            {t('imports.twice', { target: targetTitle(target, form, t) })}
          </Notice>
        ))}
        {job.columns.length > 0 && decided.format === (job.format ?? '') && (
          <Columns
            columns={job.columns}
            form={form}
            decided={decided}
            onTarget={({ name }, target) =>
              onChange({
                mapping: {
                  ...decided.mapping,
                  columns: { ...decided.mapping.columns, [name]: target },
                },
              })
            }
          />
        )}
      </div>
    </Panel>
  );
}

function FormatField(props: { job: Import; value: string; onChange: (format: string) => void }) {
  const { t } = useTranslation('data');
  const formats = useImportFormats().data ?? [];
  const likely = new Map(props.job.detected.map(({ format, confidence }) => [format, confidence] as const));
  const titled = (name: string, title: string) => {
    const confidence = likely.get(name);
    return {
      value: name,
      label: confidence === undefined ? title : t('imports.sure', { title, sure: percent(confidence) }),
    };
  };
  const found = props.job.detected.map(({ format }) => formats.find(({ name }) => name === format));
  return (
    <NativeSelect
      className={own.formatField}
      label={t('imports.format')}
      description={t('imports.formatHelp')}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      data={[
        {
          group: t('imports.looksLike'),
          items: found.flatMap((format) => (format ? [titled(format.name, format.title)] : [])),
        },
        {
          group: t('imports.others'),
          items: formats
            .filter(({ name }) => !likely.has(name))
            .map(({ name, title }) => titled(name, title)),
        },
      ].filter(({ items }) => items.length > 0)}
    />
  );
}

function Columns(props: {
  columns: readonly Column[];
  form: Form | undefined;
  decided: Decided;
  onTarget: (column: Column, target: string) => void;
}) {
  const { t } = useTranslation('data');
  const { columns, form, decided, onTarget } = props;
  const targets = targetsFor(form).map((target) => ({
    value: target,
    label: targetTitle(target, form, t),
  }));
  return (
    <div className={own.columns}>
      <Table
        caption={t('imports.columns')}
        rows={columns}
        rowKey={({ name }) => name}
        columns={[
          { title: t('imports.column'), main: true, cell: ({ name }) => <code>{name}</code> },
          {
            title: t('imports.goesTo'),
            cell: (column) => (
              <NativeSelect
                aria-label={t('imports.goesToOne', { name: column.name })}
                value={targetOf(decided.mapping, column)}
                onChange={(event) => onTarget(column, event.currentTarget.value)}
                data={targets}
              />
            ),
          },
          {
            title: t('imports.samples'),
            extra: true,
            cell: ({ samples }) => <Samples samples={samples} />,
          },
        ]}
      />
    </div>
  );
}

function Samples({ samples }: { samples: readonly string[] }) {
  const { t } = useTranslation('data');
  if (samples.length === 0) return <span className={css.small}>{t('imports.noSamples')}</span>;
  return (
    <ul className={own.samples}>
      {samples.slice(0, 3).map((sample, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: values may repeat and keep their order
        <li key={at} dir="auto">
          {sample}
        </li>
      ))}
    </ul>
  );
}

/** Where a column goes, in words. */
export function targetTitle(target: string, form: Form | undefined, t: DataWords): string {
  const question = target.startsWith('answers.') ? target.slice('answers.'.length) : null;
  if (question !== null) {
    const title = form?.questions.find(({ name }) => name === question)?.title ?? question;
    return t('imports.target.answer', { title });
  }
  const known = TARGETS.find((each) => each === target);
  return known ? t(`imports.target.${known.replace('content.', '') as 'prompt'}`) : target;
}
