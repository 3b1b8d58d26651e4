import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ApiProblem, Project } from '../../api';
import { asProblem } from '../../api';
import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { Button, Notice, toast } from '../../ui';
import { CopyButton } from '../parts/Copy';
import { DropZone } from '../parts/DropZone';
import { Modal } from '../parts/Modal';
import css from '../parts/parts.module.css';
import { useProjectForm } from '../queries';
import { useImportGold } from './calls';
import { exampleRow } from './example';
import own from './gold.module.css';
import { lineOf, MOST_ROWS, type Parsed, parseGold } from './jsonl';

const SHOWN = 8;

/** Takes gold as JSONL, typed in or from a file; what is no gold is named by its line before anything is sent. */
export function ImportGold({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useTranslation(['workflow', 'common']);
  const [text, setText] = useState('');
  const form = useProjectForm(project.id).data?.form;
  const take = useImportGold(project.id);
  const parsed = parseGold(text);
  const { rows, problems } = parsed;
  const tooMany = rows.length > MOST_ROWS;
  const read = async ([file]: File[]): Promise<void> => {
    if (file) setText(await file.text());
    take.reset();
  };
  const example = form ? exampleRow(form) : '';
  return (
    <Modal title={t('gold.importTitle')} wide onClose={onClose}>
      <form
        className={css.stack}
        onSubmit={(event) => {
          event.preventDefault();
          take.mutate(
            { rows },
            {
              onSuccess: () => {
                toast(t('gold.imported', { count: rows.length }));
                onClose();
              },
            },
          );
        }}
      >
        <p className={css.small}>{t('gold.importHelp')}</p>
        <DropZone
          title={t('gold.file')}
          help={t('gold.fileHelp', { most: number(MOST_ROWS) })}
          accept=".jsonl,.ndjson,.json,.txt"
          onFiles={(files) => void read(files)}
        />
        <Textarea
          label={t('gold.rows')}
          rows={8}
          spellCheck={false}
          classNames={{ input: own.source ?? '' }}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            take.reset();
          }}
        />
        {example && (
          <details className={own.example}>
            <summary>{t('gold.example')}</summary>
            <pre>{example}</pre>
            <CopyButton text={example} name={t('gold.example')} />
          </details>
        )}
        <Found parsed={parsed} />
        {tooMany && <Notice kind="warn">{t('gold.tooMany', { most: number(MOST_ROWS) })}</Notice>}
        {take.error && <Refused problem={asProblem(take.error)} parsed={parsed} />}
        <div className={css.foot}>
          <Button kind="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button
            type="submit"
            busy={take.isPending}
            disabled={rows.length === 0 || problems.length > 0 || tooMany}
          >
            {t('gold.take', { count: rows.length })}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** What was read so far, and the lines that can't be. */
function Found({ parsed: { rows, problems } }: { parsed: Parsed }) {
  const { t } = useTranslation('workflow');
  if (rows.length + problems.length === 0) return null;
  if (problems.length === 0)
    return (
      <p className={css.small} role="status">
        {t('gold.found', { count: rows.length })}
      </p>
    );
  return (
    <Lines
      kind="warn"
      title={t('gold.unreadable', { count: problems.length })}
      rows={problems.map(({ line, reason }) => ({ line, words: t(`gold.problem.${reason}`) }))}
    />
  );
}

function Refused({ problem, parsed }: { problem: ApiProblem; parsed: Parsed }) {
  const { t } = useTranslation('workflow');
  const rows = problem.errors.flatMap(({ pointer, detail }) => {
    const at = lineOf(pointer, parsed.lines);
    return at
      ? [{ line: at.line, words: at.rest ? `${at.rest.replaceAll('/', ' › ')}: ${detail}` : detail }]
      : [];
  });
  if (rows.length === 0) return <Notice kind="bad">{problem.message}</Notice>;
  return <Lines kind="bad" title={t('gold.nothingTaken')} rows={rows} />;
}

function Lines(props: { kind: 'warn' | 'bad'; title: string; rows: { line: number; words: string }[] }) {
  const { t } = useTranslation('workflow');
  const more = props.rows.length - SHOWN;
  return (
    <Notice kind={props.kind}>
      <strong>{props.title}</strong>
      <ul className={own.lines}>
        {props.rows.slice(0, SHOWN).map(({ line, words }) => (
          <li key={`${line} ${words}`}>{t('gold.line', { line: number(line), words })}</li>
        ))}
        {more > 0 && <li>{t('gold.moreLines', { count: more })}</li>}
      </ul>
    </Notice>
  );
}
