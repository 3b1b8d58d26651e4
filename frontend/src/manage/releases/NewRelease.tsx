import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Project } from '../../api';
import { asProblem } from '../../api';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { Holds, isSound, USUAL_HOLDING } from '../exports/Holds';
import { filtersOf, queryOf } from '../items/browse/query';
import { Modal } from '../parts/Modal';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { useAddRelease } from './calls';

/** What goes into the freeze, and what the client is told about it. Finished items, unless somebody chooses others. */
export function NewRelease({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useTranslation(['data', 'common']);
  const [name, setName] = useState('');
  const [notes, setNotes] = useState('');
  const [licence, setLicence] = useState('');
  const [holding, setHolding] = useState(USUAL_HOLDING);
  const [search, setSearch] = useState(() => new URLSearchParams('state=done'));
  const add = useAddRelease(project.id);
  const query = filtersOf(queryOf(search));
  return (
    <Modal title={t('releases.new')} wide onClose={onClose}>
      <form
        className={css.stack}
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(
            {
              name: name.trim(),
              notes,
              licence: licence.trim(),
              ...holding,
              ...(Object.keys(query).length > 0 ? { query } : {}),
            },
            { onSuccess: onClose },
          );
        }}
      >
        <TextInput
          label={t('releases.name')}
          description={t('releases.nameHelp')}
          data-autofocus
          required
          maxLength={120}
          value={name}
          error={add.error ? asProblem(add.error).at('/name') : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label={t('releases.notes')}
          description={t('releases.notesHelp')}
          rows={3}
          value={notes}
          onChange={(event) => setNotes(event.currentTarget.value)}
        />
        <TextInput
          label={t('releases.licence')}
          placeholder="CC-BY-4.0"
          maxLength={200}
          value={licence}
          onChange={(event) => setLicence(event.currentTarget.value)}
        />
        <Holds project={project} value={holding} search={search} onSearch={setSearch} onChange={setHolding} />
        <Problem error={add.error} shown={['/name']} />
        <div className={css.foot}>
          <Button kind="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" busy={add.isPending} disabled={!isSound(holding) || !name.trim()}>
            {t('releases.freeze')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
