import { NativeSelect, NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { Form, Project } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, toast } from '../../ui';
import { Modal } from '../parts/Modal';
import { Problem } from '../parts/Problem';
import parts from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { answersOf, answerTitle, keyOf } from './answers';
import { useSetThresholds, useThresholds } from './calls';
import css from './models.module.css';
import type { Threshold } from './types';

/** The most that models' responses may fail: a share for each answer that counts against them. */
export function Thresholds(props: { project: Project; form: Form; onClose: () => void }) {
  const { t } = useTranslation('standing');
  const thresholds = useThresholds(props.project.id);
  return (
    <Modal title={t('rates.set')} wide onClose={props.onClose}>
      <Query of={thresholds}>{({ rows, etag }) => <Editor {...props} start={rows} etag={etag} />}</Query>
    </Modal>
  );
}

function Editor(props: {
  project: Project;
  form: Form;
  start: readonly Threshold[];
  etag: string;
  onClose: () => void;
}) {
  const { t } = useTranslation(['standing', 'common']);
  const { project, form, start, etag, onClose } = props;
  const [rows, setRows] = useState<readonly Threshold[]>(start);
  const save = useSetThresholds(project.id, etag);
  const answers = answersOf(form);
  const free = answers.filter((answer) => !rows.some((row) => keyOf(row) === keyOf(answer)));
  const set = (at: number, change: Partial<Threshold>): void =>
    setRows(rows.map((row, index) => (index === at ? { ...row, ...change } : row)));
  const [next] = free;
  if (answers.length === 0) return <p>{t('rates.noAnswers')}</p>;
  return (
    <form
      className={parts.stack}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate([...rows], {
          onSuccess: () => {
            toast(t('rates.saved'));
            onClose();
          },
        });
      }}
    >
      <p className={parts.small}>{t('rates.setHelp')}</p>
      {rows.map((row, at) => (
        <fieldset key={keyOf(row)} className={css.threshold}>
          <legend className="visually-hidden">{t('rates.number', { count: at + 1 })}</legend>
          <NativeSelect
            label={t('rates.answer')}
            value={keyOf(row)}
            onChange={(event) => {
              const chosen = answers.find((answer) => keyOf(answer) === event.currentTarget.value);
              if (chosen) set(at, { question: chosen.question, category: chosen.category });
            }}
            data={answers
              .filter((answer) => keyOf(answer) === keyOf(row) || free.includes(answer))
              .map((answer) => ({
                value: keyOf(answer),
                label: answerTitle(answer.question, answer.category, form),
              }))}
          />
          <NumberInput
            label={t('rates.most')}
            hideControls
            min={0}
            max={100}
            decimalScale={2}
            suffix=" %"
            value={Math.round(row.most * 10_000) / 100}
            onChange={(typed) => typeof typed === 'number' && set(at, { most: typed / 100 })}
          />
          <Button
            kind="default"
            icon="trash"
            aria-label={t('rates.removeOne', { count: at + 1 })}
            onClick={() => setRows(rows.filter((_, index) => index !== at))}
          >
            {t('rates.remove')}
          </Button>
        </fieldset>
      ))}
      {next && (
        <div>
          <Button
            kind="default"
            icon="plus"
            onClick={() =>
              setRows([...rows, { question: next.question, category: next.category, most: 0.05 }])
            }
          >
            {t('rates.add')}
          </Button>
        </div>
      )}
      <Problem error={save.error} />
      <div className={parts.foot}>
        <Button kind="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button type="submit" busy={save.isPending}>
          {t('common:save')}
        </Button>
      </div>
    </form>
  );
}
