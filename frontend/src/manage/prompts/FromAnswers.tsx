import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { Form, Project, Question } from '../../api';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { Choices } from '../parts/Choices';
import { Modal } from '../parts/Modal';
import { Problem } from '../parts/Problem';
import shared from '../parts/parts.module.css';
import { WholeNumber } from '../parts/WholeNumber';
import { useProjects } from '../queries';
import { useFromAnswers } from './calls';
import { MadeReport } from './MadeReport';

/** The questions in which people write what others can judge. */
export const written = (form: Form): Question[] =>
  form.questions.filter(({ kind }) => kind === 'text' || kind === 'dialogue');

/** What people wrote here becomes responses to judge in another project of the same client. */
export function FromAnswers(props: { project: Project; form: Form; onClose: () => void }) {
  const { t } = useTranslation(['items', 'common']);
  const { project, form, onClose } = props;
  const questions = written(form);
  const others = (useProjects().data ?? []).filter(
    ({ id, client, state }) => id !== project.id && client.id === project.client.id && state !== 'finished',
  );
  const [question, setQuestion] = useState(questions[0]?.name ?? '');
  const [picked, setInto] = useState('');
  const [which, setWhich] = useState<'last' | 'one'>('last');
  const [turn, setTurn] = useState(1);
  const into = others.find(({ id }) => id === picked) ?? others[0];
  const make = useFromAnswers(into?.id ?? '');
  const dialogue = questions.find(({ name }) => name === question)?.kind === 'dialogue';
  if (make.data && into) return <MadeReport made={make.data} into={into} onClose={onClose} />;
  return (
    <Modal title={t('fromAnswers.title')} onClose={onClose}>
      <form
        className={shared.stack}
        onSubmit={(event) => {
          event.preventDefault();
          const one = dialogue && which === 'one' ? { turn: turn - 1 } : {};
          if (into) make.mutate({ project_id: project.id, question, ...one });
        }}
      >
        <p>{t('fromAnswers.help')}</p>
        <NativeSelect
          label={t('fromAnswers.question')}
          value={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
          data={questions.map(({ name, title }) => ({ value: name, label: title }))}
        />
        {dialogue && (
          <Choices
            legend={t('fromAnswers.turn')}
            name="turn"
            value={which}
            onChange={setWhich}
            options={(['last', 'one'] as const).map((value) => ({ value, title: t(`fromAnswers.${value}`) }))}
          />
        )}
        {dialogue && which === 'one' && (
          <WholeNumber
            label={t('fromAnswers.number')}
            min={1}
            max={50}
            clampBehavior="strict"
            value={turn}
            onChange={setTurn}
          />
        )}
        {others.length === 0 ? (
          <p>{t('fromAnswers.noTarget', { client: project.client.name })}</p>
        ) : (
          <NativeSelect
            label={t('fromAnswers.into')}
            description={t('fromAnswers.intoHelp', { client: project.client.name })}
            value={into?.id ?? ''}
            onChange={(event) => setInto(event.currentTarget.value)}
            data={others.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <Problem error={make.error} />
        <div className={shared.foot}>
          <Button kind="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" busy={make.isPending} disabled={!into || !question}>
            {t('fromAnswers.do')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
