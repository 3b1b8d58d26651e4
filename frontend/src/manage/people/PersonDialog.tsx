import '../../notifications/words';
import '../workflow/words';
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Project } from '../../api';
import { asProblem } from '../../api';
import { useTranslation } from '../../i18n';
import { reasonWords } from '../../notifications/reason';
import { Button, Notice, toast } from '../../ui';
import { Choices } from '../parts/Choices';
import { Modal } from '../parts/Modal';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { Toggle } from '../parts/Toggle';
import { WholeNumber } from '../parts/WholeNumber';
import { useLimit, usePause, useRelease } from './calls';
import own from './people.module.css';
import type { PersonRow } from './rows';
import type { Pause } from './types';

const PAUSES = ['', 'new', 'full'] as const satisfies readonly Pause[];

/** One person in the project: whether they get work, how much of it, and the items they hold. */
export default function PersonDialog(props: { project: Project; row: PersonRow; onClose: () => void }) {
  const { t } = useTranslation('workflow');
  const { row, onClose } = props;
  const name = row.member.name || row.member.email;
  return (
    <Modal title={t('people.title', { name })} onClose={onClose}>
      <div className={own.sections}>
        {row.placed?.not_eligible && <Notice kind="warn">{row.placed.not_eligible}</Notice>}
        <Pausing {...props} name={name} />
        <Limit {...props} />
        <Release {...props} name={name} />
      </div>
    </Modal>
  );
}

type Part = { project: Project; row: PersonRow; onClose: () => void };

function Pausing({ project, row, name, onClose }: Part & { name: string }) {
  const { t } = useTranslation('workflow');
  const { t: told } = useTranslation('notices');
  const before = row.placed?.paused ?? '';
  const reason = reasonWords(row.placed?.paused_reason, row.placed?.paused_because ?? '', told);
  const [pause, setPause] = useState<Pause>(before);
  const [because, setBecause] = useState(reason);
  const change = usePause(project.id);
  const dirty = pause !== before || (pause !== '' && because !== reason);
  return (
    <form
      className={css.stack}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(
          { member: row.member.id, pause, because: pause ? because.trim() : '' },
          {
            onSuccess: () => {
              toast(t(pause ? 'people.pausedNow' : 'people.resumed', { name }));
              onClose();
            },
          },
        );
      }}
    >
      <Choices
        legend={t('people.work')}
        name="pause"
        value={pause || 'none'}
        onChange={(value) => setPause(value === 'none' ? '' : value)}
        options={PAUSES.map((value) => ({
          value: value || ('none' as const),
          title: t(`people.pause.${value || 'none'}`),
          help: t(`people.pauseHelp.${value || 'none'}`),
        }))}
      />
      {pause && (
        <TextInput
          label={t('people.because')}
          description={t('people.becauseHelp')}
          maxLength={500}
          value={because}
          error={change.error ? asProblem(change.error).at('/because') : undefined}
          onChange={(event) => setBecause(event.currentTarget.value)}
        />
      )}
      <Problem error={change.error} shown={['/because']} />
      {dirty && (
        <div className={css.foot}>
          <Button type="submit" busy={change.isPending}>
            {t(pause ? 'people.pauseThem' : 'people.resume')}
          </Button>
        </div>
      )}
    </form>
  );
}

function Limit({ project, row }: Part) {
  const { t } = useTranslation(['workflow', 'common']);
  const before = row.placed?.most_items ?? null;
  const answered = row.placed?.answered ?? 0;
  const [most, setMost] = useState(before);
  const limit = useLimit(project.id);
  return (
    <form
      className={css.stack}
      onSubmit={(event) => {
        event.preventDefault();
        limit.mutate(
          { member: row.member.id, most_items: most, ...row.grants },
          { onSuccess: () => toast(t('people.limited')) },
        );
      }}
    >
      <Toggle
        label={t('people.limit')}
        description={t('people.limitHelp', { count: answered })}
        checked={most !== null}
        onChange={(event) => setMost(event.currentTarget.checked ? Math.max(100, answered) : null)}
      />
      {most !== null && (
        <WholeNumber
          label={t('people.most')}
          min={0}
          max={1_000_000}
          classNames={{ input: own.short ?? '' }}
          value={most}
          error={limit.error ? asProblem(limit.error).at('/most_items') : undefined}
          onChange={setMost}
        />
      )}
      <Problem error={limit.error} shown={['/most_items']} />
      {most !== before && (
        <div className={css.foot}>
          <Button type="submit" busy={limit.isPending}>
            {t('common:save')}
          </Button>
        </div>
      )}
    </form>
  );
}

function Release({ project, row, name }: Part & { name: string }) {
  const { t } = useTranslation('workflow');
  const release = useRelease(project.id);
  return (
    <section className={css.stack}>
      <div>
        <h3 className={own.heading}>{t('people.holds')}</h3>
        <p className={css.small}>{t('people.releaseHelp')}</p>
      </div>
      <Problem error={release.error} />
      <div>
        <Button
          kind="default"
          busy={release.isPending}
          onClick={() =>
            release.mutate(row.member.id, {
              onSuccess: (done) => toast(t('people.released', { name, count: done?.released ?? 0 })),
            })
          }
        >
          {t('people.release')}
        </Button>
      </div>
    </section>
  );
}
