import '../items/words';
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { Client, ProjectRow } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, EmptyState, Panel } from '../../ui';
import browse from '../items/browse/browse.module.css';
import { Words } from '../items/browse/Words';
import { useFilters } from '../parts/filters';
import { More } from '../parts/More';
import shared from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { Rich } from '../parts/Rich';
import { useProjects } from '../queries';
import { type PromptFilter, usePrompts } from './calls';
import css from './prompts.module.css';
import { SampleDialog } from './SampleDialog';
import type { Prompt } from './types';

/** Everything that was ever asked for a client, each prompt once, to be asked again elsewhere. */
export function Prompts({ client }: { client: Client }) {
  const { t } = useTranslation('items');
  const [{ q, project }, change] = useFilters({ q: '', project: '' });
  const filter: PromptFilter = { ...(q ? { q } : {}), ...(project ? { project } : {}) };
  const prompts = usePrompts(client.id, filter);
  const projects = (useProjects().data ?? []).filter((each) => each.client.id === client.id);
  const [sampling, setSampling] = useState(false);
  return (
    <>
      <div className={`${browse.tools} ${shared.bar}`}>
        <Words
          field={null}
          label={t('prompts.search')}
          value={q}
          onChange={(words) => change({ q: words })}
        />
        <NativeSelect
          aria-label={t('prompts.project')}
          value={project}
          onChange={(event) => change({ project: event.currentTarget.value })}
          data={[
            { value: '', label: t('prompts.everyProject') },
            ...projects.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Button icon="copy" disabled={projects.length === 0} onClick={() => setSampling(true)}>
          {t('prompts.sample')}
        </Button>
      </div>
      <Query of={prompts}>
        {({ pages }) => (
          <Found rows={pages.flatMap(({ results }) => results)} filtered={q !== '' || project !== ''}>
            <More list={prompts} />
          </Found>
        )}
      </Query>
      {sampling && (
        <SampleDialog
          client={client}
          filter={filter}
          filterWords={filterWords(q, projects, project, t)}
          projects={projects}
          onClose={() => setSampling(false)}
        />
      )}
    </>
  );
}

function filterWords(
  q: string,
  projects: readonly ProjectRow[],
  project: string,
  t: ReturnType<typeof useTranslation<'items'>>['t'],
): string {
  const name = projects.find(({ id }) => id === project)?.name ?? '';
  if (q && name) return t('prompts.fromBoth', { words: q, project: name });
  if (q) return t('prompts.fromWords', { words: q });
  return name ? t('prompts.fromProject', { project: name }) : t('prompts.fromAll');
}

function Found(props: { rows: readonly Prompt[]; filtered: boolean; children: React.ReactNode }) {
  const { t } = useTranslation('items');
  const { rows, filtered } = props;
  return (
    <Panel flush>
      {rows.length === 0 && (
        <EmptyState icon="book" title={t(filtered ? 'prompts.noneFound' : 'prompts.none')}>
          {t(filtered ? 'list.noneHelp' : 'prompts.noneHelp')}
        </EmptyState>
      )}
      <ul className={css.prompts} aria-label={t('prompts.title')}>
        {rows.map((prompt) => (
          <Row key={prompt.key} prompt={prompt} />
        ))}
      </ul>
      {props.children}
    </Panel>
  );
}

/** Longer ones are cut until they are opened. */
const LONG = 280;

function Row({ prompt: { text, projects, count } }: { prompt: Prompt }) {
  const { t } = useTranslation('items');
  const [open, setOpen] = useState(false);
  const long = text.length > LONG || text.split('\n').length > 3;
  return (
    <li>
      <div className={css.text} data-open={open || !long || undefined} dir="auto">
        {open || !long ? <Rich source={text || '–'} /> : text.slice(0, LONG)}
      </div>
      <p className={css.facts}>
        {long && (
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? 'prompts.less' : 'prompts.whole')}
          </button>
        )}
        <span className={shared.small}>
          {t('prompts.asked', { count })} · {projects.map(({ name }) => name).join(', ')}
        </span>
      </p>
    </li>
  );
}
