import '../workflow/words';
import { Checkbox, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Form, Project } from '../../api';
import { ask } from '../../api';
import { raw } from '../../api/raw';
import { useTranslation } from '../../i18n';
import { Button, Notice, toast } from '../../ui';
import { useCreate } from '../intention';
import { Modal } from '../parts/Modal';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { useProgress, useSlug } from '../queries';

/**
 * After a change of the form that added questions: whoever has answered before can be asked for the new answers alone.
 * `questions` are the names that were added.
 */
export default function Backfill(props: {
  project: Project;
  form: Form;
  questions: readonly string[];
  onDone: () => void;
}) {
  const { t } = useTranslation('workflow');
  const [open, setOpen] = useState(false);
  const { project, form, onDone } = props;
  const answered = useProgress(project.id).data?.places.submitted;
  const added = form.questions.filter(({ name }) => props.questions.includes(name));
  if (added.length === 0 || !answered) return null;
  return (
    <>
      <div className={css.bar}>
        <Notice
          kind="info"
          action={
            <div className={css.row}>
              <Button size="small" onClick={() => setOpen(true)}>
                {t('backfill.ask')}
              </Button>
              <Button size="small" kind="default" onClick={onDone}>
                {t('backfill.leave')}
              </Button>
            </div>
          }
        >
          <strong>{t('backfill.title', { count: added.length })}</strong>{' '}
          {t('backfill.given', { count: answered })}
        </Notice>
      </div>
      {open && (
        <Ask
          project={project}
          added={added}
          answered={answered}
          onClose={() => setOpen(false)}
          onDone={onDone}
        />
      )}
    </>
  );
}

function Ask(props: {
  project: Project;
  added: Form['questions'];
  answered: number;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation(['workflow', 'common']);
  const { project, added, onClose, onDone } = props;
  const organisation = useSlug();
  const [questions, setQuestions] = useState(added.map(({ name }) => name));
  const [comment, setComment] = useState('');
  const back = useCreate((body: { questions: string[]; comment: string }, header) =>
    ask(
      raw.POST<{ returned: number }>('/api/v1/{organisation}/projects/{project}/form/backfill', {
        params: { path: { organisation, project: project.id }, header },
        body,
      }),
    ),
  );
  return (
    <Modal title={t('backfill.ask')} onClose={onClose}>
      <form
        className={css.stack}
        onSubmit={(event) => {
          event.preventDefault();
          back.mutate(
            { questions, comment: comment.trim() },
            {
              onSuccess: ({ returned }) => {
                toast(t('backfill.done', { count: returned }));
                onDone();
              },
            },
          );
        }}
      >
        <p>{t('backfill.help', { count: props.answered })}</p>
        <Checkbox.Group
          label={t('backfill.which')}
          value={questions}
          onChange={(chosen) => setQuestions(chosen)}
        >
          <div className={css.tight}>
            {added.map(({ name, title }) => (
              <Checkbox key={name} value={name} label={title} mt={6} />
            ))}
          </div>
        </Checkbox.Group>
        <Textarea
          label={t('backfill.comment')}
          description={t('backfill.commentHelp')}
          rows={3}
          maxLength={2000}
          dir="auto"
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        <Problem error={back.error} />
        <div className={css.foot}>
          <Button kind="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" busy={back.isPending} disabled={questions.length === 0}>
            {t('backfill.send')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
