import { NativeSelect, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { Form, Template } from '../../api';
import { api, ask, asProblem } from '../../api';
import type { paths } from '../../api/schema';
import { useTranslation } from '../../i18n';
import { Button, Notice, Panel } from '../../ui';
import { type DraftForm, emptyDraft, sameForm, toDraft, toForm } from '../form/draft';
import { useFormErrors } from '../form/errors';
import { completed, exampleFor, onlyExample } from '../form/example';
import { FormEditor } from '../form/FormEditor';
import { LookAbove } from '../form/LookAbove';
import { useCreate } from '../intention';
import { useKept } from '../kept';
import { NewClient } from '../organisation/Clients';
import { MarkdownField } from '../parts/MarkdownField';
import { Problem } from '../parts/Problem';
import { WholeNumber } from '../parts/WholeNumber';
import { useClients, useSlug } from '../queries';
import { useWarnBeforeLeaving } from '../settings/leaving';
import { SaveBar } from '../settings/SaveBar';
import css from './projects.module.css';

type NewProject =
  paths['/api/v1/{organisation}/projects']['post']['requestBody']['content']['application/json'];
type TemplateName = NonNullable<NewProject['template']>;
type Body = {
  name: string;
  client_id: string;
  overlap: number;
  template?: TemplateName;
  form?: Form;
  guidelines?: string;
};
type Kept = {
  name: string;
  client: string;
  overlap: number;
  draft: DraftForm | null;
  guidelines: string | null;
};
const NEW: Kept = { name: '', client: '', overlap: 3, draft: null, guidelines: null };
const FIELDS = ['/name', '/client_id', '/overlap', '/guidelines'];

/** The details of a new project. What was typed survives a look elsewhere and a reload. */
export function NewProjectForm({
  template,
  templates,
}: {
  template: Template | undefined;
  templates: Template[];
}) {
  const { t } = useTranslation('manage');
  const slug = useSlug();
  const [, go] = useLocation();
  const [kept, setKept, clear] = useKept(`start-${slug}-${template?.name ?? 'blank'}`, NEW);
  const original = useMemo(() => (template ? toDraft(template.form, false) : emptyDraft()), [template]);
  const [broken, setBroken] = useState(false);
  const [addingClient, setAddingClient] = useState(false);
  const draft = kept.draft ?? original;
  const guidelines = kept.guidelines ?? template?.guidelines ?? '';
  const set = (change: Partial<Kept>): void => setKept((before) => ({ ...before, ...change }));
  const create = useCreateProject((id) => {
    clear();
    go(`/${slug}/projects/${id}`);
  });
  useWarnBeforeLeaving(kept !== NEW && !create.isSuccess);
  const { errors, problems, mend } = useFormErrors(create.error, create.variables?.sent);
  const example = useMemo(() => {
    const form = toForm(draft);
    return onlyExample(template ? completed(template.example, form) : exampleFor(form, templates));
  }, [draft, template, templates]);
  const problem = create.error ? asProblem(create.error) : null;
  const nameTaken = problem?.type === 'name-taken';
  const submit = (): void => {
    const edited = !template || !sameForm(draft, original);
    create.mutate({
      sent: draft,
      name: kept.name.trim(),
      client_id: kept.client,
      overlap: kept.overlap,
      ...(edited ? { form: toForm(draft) } : {}),
      ...(template ? { template: template.name as TemplateName } : {}),
      ...(kept.guidelines === null ? {} : { guidelines }),
    });
  };
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Panel title={t('newProject.basics')}>
          <div className={css.basics}>
            <TextInput
              label={t('projects.name')}
              required
              autoFocus
              maxLength={120}
              autoComplete="off"
              value={kept.name}
              error={problem?.at('/name') ?? (nameTaken ? t('newProject.nameTaken') : undefined)}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <ClientField
              value={kept.client}
              error={problem?.at('/client_id')}
              onChange={(client) => set({ client })}
              onAdd={() => setAddingClient(true)}
            />
            <WholeNumber
              label={t('newProject.overlap')}
              description={t('newProject.overlapHelp')}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              required
              min={1}
              max={100}
              clampBehavior="strict"
              value={kept.overlap}
              error={problem?.at('/overlap')}
              onChange={(overlap) => set({ overlap })}
            />
          </div>
        </Panel>
        <Panel title={t('newProject.questions')} help={t('newProject.questionsHelp')}>
          <FormEditor
            draft={draft}
            errors={errors}
            problems={problems}
            example={example}
            onBroken={setBroken}
            onEdit={(edit, fields = []) => {
              mend(fields);
              setKept((before) => ({ ...before, draft: edit(before.draft ?? original) }));
            }}
          />
        </Panel>
        <Panel title={t('guidelines.title')} help={t('guidelines.help')}>
          <MarkdownField
            label={t('guidelines.source')}
            value={guidelines}
            error={problem?.at('/guidelines')}
            onChange={(next) => set({ guidelines: next })}
          />
        </Panel>
        <SaveBar>
          <p className={css.hint}>
            {broken
              ? t('json.broken')
              : draft.questions.length === 0
                ? t('newProject.needsQuestion')
                : t('newProject.next')}
          </p>
          {problem && !nameTaken && <Refusal problem={problem} />}
          {nameTaken && <Notice kind="bad">{t('newProject.nameTaken')}</Notice>}
          {kept !== NEW && (
            <Button kind="default" onClick={clear}>
              {t('newProject.startOver')}
            </Button>
          )}
          <Button type="submit" busy={create.isPending} disabled={draft.questions.length === 0 || broken}>
            {t('newProject.create')}
          </Button>
        </SaveBar>
      </form>
      {addingClient && (
        <NewClient onClose={() => setAddingClient(false)} onMade={({ id }) => set({ client: id })} />
      )}
    </>
  );
}

function Refusal({ problem }: { problem: ReturnType<typeof asProblem> }) {
  const inForm = problem.errors.filter(({ pointer }) => pointer.startsWith('/form'));
  const inFields = problem.errors.filter(({ pointer }) => FIELDS.includes(pointer));
  return (
    <>
      {inForm.length + inFields.length > 0 && <LookAbove count={inForm.length + inFields.length} />}
      <Problem error={problem} shown={[...inForm, ...inFields].map(({ pointer }) => pointer)} />
    </>
  );
}

/** Sends what the draft says; `sent` stays here, to know later which draft the errors point into. */
function useCreateProject(onMade: (id: string) => void) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useCreate(
    ({ sent: _, ...body }: Body & { sent: DraftForm }, header) =>
      ask(api.POST('/api/v1/{organisation}/projects', { params: { path: { organisation }, header }, body })),
    {
      onSuccess: (project) => {
        void queries.invalidateQueries({ queryKey: [organisation, 'projects'] });
        void queries.invalidateQueries({ queryKey: [organisation, 'clients'] });
        onMade(project.id);
      },
    },
  );
}

function ClientField(props: {
  value: string;
  error: string | undefined;
  onChange: (client: string) => void;
  onAdd: () => void;
}) {
  const { t } = useTranslation('manage');
  const clients = useClients();
  const none = clients.data?.length === 0;
  return (
    <div className={css.client}>
      <NativeSelect
        label={t('projects.client')}
        description={t('newProject.clientHelp')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        required
        value={props.value}
        error={props.error ?? (clients.error ? t('newProject.noClients') : undefined)}
        onChange={(event) => props.onChange(event.currentTarget.value)}
        data={[
          {
            value: '',
            label: none ? t('newProject.firstClient') : t('newProject.chooseClient'),
            disabled: true,
          },
          ...(clients.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Button kind="default" icon="plus" onClick={props.onAdd}>
        {t('clients.new')}
      </Button>
    </div>
  );
}
