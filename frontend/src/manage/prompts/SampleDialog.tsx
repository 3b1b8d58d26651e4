import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Client, ProjectRow } from '../../api';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { Modal } from '../parts/Modal';
import { Problem } from '../parts/Problem';
import shared from '../parts/parts.module.css';
import { WholeNumber } from '../parts/WholeNumber';
import { type PromptFilter, useSample } from './calls';
import { MadeReport } from './MadeReport';
import { MOST_SAMPLED } from './types';

/** How many of the prompts that were found go where, drawn by lot; the same seed draws the same ones. */
export function SampleDialog(props: {
  client: Client;
  filter: PromptFilter;
  /** Out of which prompts, in words. */
  filterWords: string;
  projects: readonly ProjectRow[];
  onClose: () => void;
}) {
  const { t } = useTranslation(['items', 'common']);
  const { client, filter, projects, onClose } = props;
  const targets = projects.filter(({ id, state }) => id !== filter.project && state !== 'finished');
  const [count, setCount] = useState(100);
  const [seed, setSeed] = useState('1');
  const [into, setInto] = useState(targets[0]?.id ?? '');
  const sample = useSample(client.id);
  const project = targets.find(({ id }) => id === into);
  if (sample.data && project) return <MadeReport made={sample.data} into={project} onClose={onClose} />;
  return (
    <Modal title={t('prompts.sampleTitle')} onClose={onClose}>
      <form
        className={shared.stack}
        onSubmit={(event) => {
          event.preventDefault();
          if (project && seed.trim())
            sample.mutate({ filter, count, seed: seed.trim(), into: { project_id: into } });
        }}
      >
        <p>
          {props.filterWords} {t('prompts.sampleHelp')}
        </p>
        {targets.length === 0 ? (
          <p>{t('prompts.noTarget')}</p>
        ) : (
          <NativeSelect
            label={t('prompts.into')}
            value={into}
            onChange={(event) => setInto(event.currentTarget.value)}
            data={targets.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <WholeNumber
          label={t('prompts.count')}
          min={1}
          max={MOST_SAMPLED}
          clampBehavior="strict"
          value={count}
          onChange={setCount}
        />
        <TextInput
          label={t('prompts.seed')}
          description={t('prompts.seedHelp')}
          required
          maxLength={100}
          value={seed}
          onChange={(event) => setSeed(event.currentTarget.value)}
        />
        <Problem error={sample.error} />
        <div className={shared.foot}>
          <Button kind="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" busy={sample.isPending} disabled={!project || !seed.trim()}>
            {t('prompts.sampleDo')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
