import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Form, Project } from '../../api';
import { api, ask, asProblem, ifMatch } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, Notice, Panel, toast } from '../../ui';
import { changesOf } from '../form/changes';
import { type DraftForm, sameForm, toDraft, toForm } from '../form/draft';
import { useFormErrors } from '../form/errors';
import { useExamples } from '../form/example';
import { FormEditor } from '../form/FormEditor';
import { LookAbove } from '../form/LookAbove';
import { withoutRemovals } from '../form/mend';
import { useKept } from '../kept';
import { Query } from '../parts/Query';
import { afterOwnEdits, noteOwnEdit } from '../project/ownEdits';
import { useProjectForm, useSlug } from '../queries';
import { useWarnBeforeLeaving } from './leaving';
import { Meanwhile } from './Meanwhile';
import { NextVersion } from './NextVersion';
import { SaveBar } from './SaveBar';

const Backfill = lazy(() => import('./Backfill'));
const NOTHING: string[] = [];

/** The questions; saving makes the next version of the form. */
export function FormSettings({ project }: { project: Project }) {
  const { t } = useTranslation('manage');
  const form = useProjectForm(project.id);
  // What was added last, until people were asked for it or left alone.
  const [added, setAdded, forget] = useKept(`added-${project.id}`, NOTHING);
  return (
    <>
      {added.length > 0 && form.data && (
        <Suspense>
          <Backfill project={project} form={form.data.form} questions={added} onDone={forget} />
        </Suspense>
      )}
      <Panel title={t('form.title', { version: project.form_version })} help={t('form.help')}>
        <Query of={form}>
          {({ form, etag }) => (
            <Editor
              key={form.version}
              project={project}
              form={form}
              etag={etag}
              onAdded={(names) => setAdded((before) => [...new Set([...before, ...names])])}
            />
          )}
        </Query>
      </Panel>
    </>
  );
}

type Kept = { draft: DraftForm; etag: string } | null;

function Editor(props: {
  project: Project;
  form: Form;
  etag: string;
  onAdded: (questions: string[]) => void;
}) {
  const { project, form, etag, onAdded } = props;
  const { t } = useTranslation('manage');
  const saved = useMemo(() => toDraft(form, true), [form]);
  const [kept, setKept, clear] = useKept<Kept>(`questions-${project.id}-${form.version}`, null);
  const [broken, setBroken] = useState(false);
  const draft = kept?.draft ?? saved;
  const dirty = !sameForm(draft, saved);
  useWarnBeforeLeaving(dirty);
  const save = useSaveForm(project.id);
  const problem = save.error ? asProblem(save.error) : null;
  const { errors, problems, mend } = useFormErrors(save.error, save.variables?.draft);
  const example = useExamples(project.id, form);
  const changes = useMemo(() => changesOf(toForm(saved), toForm(draft)), [saved, draft]);
  const edit = (change: (draft: DraftForm) => DraftForm): void =>
    setKept((before) => ({ draft: change(before?.draft ?? saved), etag: before?.etag ?? etag }));
  const letGo = (): void => {
    clear();
    save.reset();
  };
  const send = (under: string): void =>
    save.mutate(
      { draft, etag: under },
      {
        onSuccess: (next) => {
          clear();
          onAdded(newIn(form, next));
          toast(t('form.saved', { version: next.version }));
        },
      },
    );
  return (
    <>
      <FormEditor
        draft={draft}
        saved={saved}
        errors={errors}
        problems={problems}
        example={example}
        onBroken={setBroken}
        onEdit={(change, fields = []) => {
          mend(fields);
          edit(change);
        }}
      />
      {(dirty || problem || broken) && (
        <SaveBar>
          {dirty && <NextVersion version={form.version + 1} changes={changes} />}
          {problem?.status === 412 ? (
            <Meanwhile project={project.id} onTheirs={letGo} onMine={send} />
          ) : (
            <>
              {broken && <Notice kind="warn">{t('json.broken')}</Notice>}
              {problem && (
                <Refusal
                  error={problem}
                  onPutBack={() => {
                    save.reset();
                    edit((before) => withoutRemovals(before, saved));
                  }}
                />
              )}
              <Button kind="default" onClick={letGo}>
                {t('settings.discard')}
              </Button>
              <Button
                busy={save.isPending}
                disabled={!dirty || broken}
                onClick={() => send(kept?.etag ?? etag)}
              >
                {t('form.save', { version: form.version + 1 })}
              </Button>
            </>
          )}
        </SaveBar>
      )}
    </>
  );
}

/** The names of the questions that a form has and the one before had not. */
const newIn = (before: Form, after: Form): string[] =>
  after.questions
    .map(({ name }) => name)
    .filter((name) => !before.questions.some((question) => question.name === name));

type Refused = { error: ReturnType<typeof asProblem>; onPutBack: () => void };

function Refusal({ error, onPutBack }: Refused) {
  if (error.type === 'form-in-use') return <InUse error={error} onPutBack={onPutBack} />;
  if (error.errors.length === 0) return <Notice kind="bad">{error.message}</Notice>;
  return <LookAbove count={error.errors.length} />;
}

/** Answers use what was taken away: how many, and what can be done instead. */
function InUse({ error, onPutBack }: Refused) {
  const { t } = useTranslation('manage');
  return (
    <Notice
      kind="bad"
      action={
        <Button kind="default" size="small" onClick={onPutBack}>
          {t('form.putBack')}
        </Button>
      }
    >
      <strong>{error.title}.</strong> {error.detail} {t('form.inUseHelp')}
    </Notice>
  );
}

function useSaveForm(project: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ draft, etag }: { draft: DraftForm; etag: string }) => {
      const under = afterOwnEdits(project, etag);
      const call = api.PUT('/api/v1/{organisation}/projects/{project_id}/form', {
        params: { path: { organisation, project_id: project }, header: ifMatch(under) },
        body: toForm(draft),
      });
      const form = await ask(call);
      noteOwnEdit(project, under, (await call).response.headers.get('ETag') ?? under);
      return form;
    },
    // Not waited for: the new version replaces the editor, and with it those who wait to hear of it.
    onSuccess: () => void queries.invalidateQueries({ queryKey: [organisation, 'project', project] }),
  });
}
