import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { LANGUAGES, type Language, useLanguage, useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { Choices } from '../parts/Choices';
import { Modal } from '../parts/Modal';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { useReleases } from '../releases/calls';
import { type Of, useMakeReport } from './calls';
import type { Naming, Wish } from './types';

type About = 'everything' | 'period' | 'release';
type Fields = {
  about: About;
  since: string;
  until: string;
  release: string;
  people: Naming;
  language: Language;
  probe: boolean;
};
const START: Omit<Fields, 'language'> = {
  about: 'everything',
  since: '',
  until: '',
  release: '',
  people: 'names',
  probe: false,
};

/** What a report is to tell of, and whether it names people. */
export function NewReport({ of, onClose }: { of: Of; onClose: () => void }) {
  const { t } = useTranslation(['quality', 'common']);
  const spoken = useLanguage();
  const [fields, setFields] = useState<Fields>({ ...START, language: spoken });
  const make = useMakeReport(of);
  const set = (change: Partial<Fields>): void => setFields((before) => ({ ...before, ...change }));
  return (
    <Modal title={t('new.title')} onClose={onClose}>
      <form
        className={css.stack}
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate(wishOf(fields), { onSuccess: onClose });
        }}
      >
        <Choices
          legend={t('new.about')}
          name="about"
          value={fields.about}
          onChange={(about) => set({ about })}
          options={(of.of === 'projects'
            ? (['everything', 'period', 'release'] as const)
            : (['everything', 'period'] as const)
          ).map((value) => ({ value, title: t(`new.${value}`), help: t(`new.${value}Help`) }))}
        />
        {fields.about === 'period' && <Period fields={fields} onChange={set} />}
        {fields.about === 'release' && (
          <OfRelease project={of.id} value={fields.release} onChange={(release) => set({ release })} />
        )}
        <People value={fields.people} onChange={(people) => set({ people })} />
        <NativeSelect
          label={t('new.language')}
          value={fields.language}
          onChange={(event) => set({ language: event.currentTarget.value as Language })}
          data={LANGUAGES.map((value) => ({ value, label: t(`new.languages.${value}`) }))}
        />
        <Checkbox
          label={t('new.probe')}
          description={t('new.probeHelp')}
          checked={fields.probe}
          onChange={(event) => set({ probe: event.currentTarget.checked })}
        />
        <Problem error={make.error} />
        <div className={css.foot}>
          <Button kind="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" busy={make.isPending} disabled={!isWhole(fields)}>
            {t('new.make')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

const isWhole = ({ about, since, until, release }: Fields): boolean =>
  about === 'everything' || (about === 'period' ? since !== '' || until !== '' : release !== '');

function wishOf({ about, since, until, release, people, language, probe }: Fields): Wish {
  const beside = { people, language, ...(probe ? { probe } : {}) };
  if (about === 'release') return { release_id: release, ...beside };
  if (about === 'everything') return beside;
  return {
    ...(since ? { since: dayStart(since, 0) } : {}),
    ...(until ? { until: dayStart(until, 1) } : {}),
    ...beside,
  };
}

/** The first moment of a day as `<input type="date">` has it, or of one after it, where the manager is. */
function dayStart(day: string, after: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + after).toISOString();
}

function Period({ fields, onChange }: { fields: Fields; onChange: (change: Partial<Fields>) => void }) {
  const { t } = useTranslation('quality');
  return (
    <div className={css.row}>
      <TextInput
        type="date"
        label={t('new.since')}
        max={fields.until || undefined}
        value={fields.since}
        onChange={(event) => onChange({ since: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('new.until')}
        min={fields.since || undefined}
        value={fields.until}
        onChange={(event) => onChange({ until: event.currentTarget.value })}
      />
    </div>
  );
}

function OfRelease(props: { project: string; value: string; onChange: (release: string) => void }) {
  const { t } = useTranslation('quality');
  const releases = useReleases(props.project).data ?? [];
  const made = releases.filter(({ state }) => state === 'done');
  return (
    <NativeSelect
      label={t('new.which')}
      description={made.length === 0 ? t('new.noRelease') : undefined}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      data={[
        { value: '', label: t('new.choose') },
        ...made.map(({ id, number, name }) => ({
          value: id,
          label: t('new.releaseCalled', { number, name }),
        })),
      ]}
    />
  );
}

/** Whether people have their names: what a client may read has none. */
export function People({ value, onChange }: { value: Naming; onChange: (people: Naming) => void }) {
  const { t } = useTranslation('quality');
  return (
    <Choices
      legend={t('new.people')}
      name="people"
      value={value}
      onChange={onChange}
      options={(['names', 'pseudonyms'] as const).map((each) => ({
        value: each,
        title: t(`new.${each}`),
        help: t(`new.${each}Help`),
      }))}
    />
  );
}
