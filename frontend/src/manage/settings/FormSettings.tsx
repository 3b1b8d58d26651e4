import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Form, Project } from '../../api';
import { api, ask, asProblem, ifMatch } from '../../api';
import { Button, Notice, Panel, toast } from '../../ui';
import { type DraftForm, sameForm, toDraft, toForm } from '../form/draft';
import { useFormErrors } from '../form/errors';
import { exampleFor } from '../form/example';
import { FormEditor } from '../form/FormEditor';
import { LookAbove } from '../form/LookAbove';
import { useKept } from '../kept';
import { Query } from '../parts/Query';
import { afterOwnEdits, noteOwnEdit } from '../project/ownEdits';
import { useItems, useProjectForm, useSlug, useTemplates } from '../queries';
import { useWarnBeforeLeaving } from './leaving';
import { Meanwhile } from './Meanwhile';
import { SaveBar } from './SaveBar';

/** The questions; saving makes the next version of the form. */
export function FormSettings({ project }: { project: Project }) {
  const { t } = useTranslation('manage');
  const form = useProjectForm(project.id);
  return (
    <Panel title={t('form.title', { version: project.form_version })} help={t('form.help')}>
      <Query of={form}>
        {({ form, etag }) => <Editor key={form.version} project={project} form={form} etag={etag} />}
      </Query>
    </Panel>
  );
}

type Kept = { draft: DraftForm; etag: string } | null;

function Editor({ project, form, etag }: { project: Project; form: Form; etag: string }) {
  const { t } = useTranslation('manage');
  const saved = useMemo(() => toDraft(form, true), [form]);
  const [kept, setKept, clear] = useKept<Kept>(`form-${project.id}-${form.version}`, null);
  const draft = kept?.draft ?? saved;
  const dirty = !sameForm(draft, saved);
  useWarnBeforeLeaving(dirty);
  const save = useSaveForm(project.id);
  const problem = save.error ? asProblem(save.error) : null;
  const { errors, mend } = useFormErrors(save.error, save.variables?.draft);
  const example = useExample(project.id, form);
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
          toast(t('form.saved', { version: next.version }));
        },
      },
    );
  return (
    <>
      <FormEditor
        draft={draft}
        errors={errors}
        example={example}
        onEdit={(change, fields = []) => {
          mend(fields);
          setKept((before) => ({ draft: change(before?.draft ?? saved), etag: before?.etag ?? etag }));
        }}
      />
      {(dirty || problem) && (
        <SaveBar>
          {problem?.status === 412 ? (
            <Meanwhile project={project.id} onTheirs={letGo} onMine={send} />
          ) : (
            <>
              {problem && <Refusal error={problem} />}
              <Button kind="default" onClick={letGo}>
                {t('settings.discard')}
              </Button>
              <Button busy={save.isPending} disabled={!dirty} onClick={() => send(kept?.etag ?? etag)}>
                {t('form.save', { version: form.version + 1 })}
              </Button>
            </>
          )}
        </SaveBar>
      )}
    </>
  );
}

function Refusal({ error }: { error: ReturnType<typeof asProblem> }) {
  if (error.errors.length === 0) return <Notice kind="bad">{error.message}</Notice>;
  return <LookAbove count={error.errors.length} />;
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
    onSuccess: () => queries.invalidateQueries({ queryKey: [organisation, 'project', project] }),
  });
}

/** Something real to show the questions about: the first item, else the example of a similar template. */
function useExample(project: string, form: Form) {
  const items = useItems(project, {}, 1);
  const templates = useTemplates();
  const first = items.data?.pages[0]?.results[0]?.content;
  return useMemo(() => first ?? exampleFor(form, templates.data ?? []), [first, form, templates.data]);
}
