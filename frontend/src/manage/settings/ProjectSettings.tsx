import { TextInput } from '@mantine/core';
import type { Project, ProjectState } from '../../api';
import { asProblem } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, Notice, Panel, toast } from '../../ui';
import { useKept } from '../kept';
import { Choices } from '../parts/Choices';
import { MarkdownField } from '../parts/MarkdownField';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { Toggle } from '../parts/Toggle';
import { WholeNumber } from '../parts/WholeNumber';
import { type Changes, useEditProject } from '../project/edit';
import { useWarnBeforeLeaving } from './leaving';
import { Meanwhile } from './Meanwhile';
import { SaveBar } from './SaveBar';
import own from './settings.module.css';

const STATES: readonly ProjectState[] = ['draft', 'active', 'paused', 'finished'];
const SUGGESTIONS = ['hidden', 'on_demand', 'ghost', 'filled'] as const;
const FIELDS = [
  '/name',
  '/state',
  '/guidelines',
  '/lease_minutes',
  '/shuffle_responses',
  '/skip_reason_required',
  '/suggestions',
] as const;
const NOTHING: Changes & { etag?: string } = {};

/** Name, state, workflow and guidelines. Only what was touched is sent, under the ETag that was read. */
export function ProjectSettings({ project }: { project: Project }) {
  const { t } = useTranslation('manage');
  // The ETag stays the one under which the editing began, or somebody else's change would be overwritten unseen.
  const [{ etag, ...changes }, setChanges, clear] = useKept(`settings-${project.id}`, NOTHING);
  const edit = useEditProject(project.id);
  const now = { ...project, ...changes };
  const dirty = Object.keys(changes).length > 0;
  useWarnBeforeLeaving(dirty);
  const set = (change: Changes): void => {
    setChanges((before) => different({ ...before, ...change, etag: before.etag ?? project.etag }, project));
  };
  const save = (under: string): void =>
    edit.mutate(
      { changes, etag: under },
      {
        onSuccess: () => {
          clear();
          toast(t('settings.saved'));
        },
      },
    );
  const problem = edit.error ? asProblem(edit.error) : null;
  const at = (pointer: (typeof FIELDS)[number]): string | undefined =>
    problem?.at(pointer) ??
    (pointer === '/name' && problem?.type === 'name-taken' ? problem.title : undefined);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save(etag ?? project.etag);
      }}
    >
      <div className={own.columns}>
        <Panel title={t('settings.general')}>
          <div className={css.fields}>
            <TextInput
              label={t('projects.name')}
              required
              maxLength={120}
              value={now.name}
              error={at('/name')}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <Choices
              legend={t('projects.state')}
              name="state"
              value={now.state}
              onChange={(state) => set({ state })}
              options={STATES.map((value) => ({
                value,
                title: t(`state.${value}`),
                help: t(`stateHelp.${value}`),
              }))}
            />
          </div>
        </Panel>
        <Panel title={t('settings.suggestions')} help={t('settings.suggestionsHelp')}>
          <div className={css.fields}>
            <Choices
              legend={t('settings.suggestionsShown')}
              name="suggestions"
              value={now.suggestions}
              onChange={(suggestions) => set({ suggestions })}
              options={SUGGESTIONS.map((value) => ({
                value,
                title: t(`suggestions.${value}`),
                help: t(`suggestionsHelp.${value}`),
              }))}
            />
          </div>
        </Panel>
      </div>
      <Panel title={t('settings.workflow')} help={t('settings.elsewhere')}>
        <div className={own.three}>
          <WholeNumber
            label={t('settings.lease')}
            description={t('settings.leaseHelp')}
            suffix={` ${t('settings.minutes')}`}
            min={1}
            max={1440}
            classNames={{ input: own.short ?? '' }}
            value={now.lease_minutes}
            error={at('/lease_minutes')}
            onChange={(lease_minutes) => set({ lease_minutes })}
          />
          <Toggle
            label={t('settings.shuffle')}
            description={t('settings.shuffleHelp')}
            checked={now.shuffle_responses}
            onChange={(event) => set({ shuffle_responses: event.currentTarget.checked })}
          />
          <Toggle
            label={t('settings.skipReason')}
            description={t('settings.skipReasonHelp')}
            checked={now.skip_reason_required}
            onChange={(event) => set({ skip_reason_required: event.currentTarget.checked })}
          />
        </div>
      </Panel>{' '}
      <Panel
        title={t('guidelines.titleOf', { version: project.guidelines_version })}
        help={t('guidelines.help')}
      >
        {now.guidelines !== project.guidelines && (
          <Notice kind="info">{t('guidelines.willSee', { version: project.guidelines_version + 1 })}</Notice>
        )}
        <MarkdownField
          label={t('guidelines.source')}
          value={now.guidelines}
          error={at('/guidelines')}
          onChange={(guidelines) => set({ guidelines })}
        />
      </Panel>
      {(dirty || problem) && (
        <SaveBar>
          {problem?.status === 412 ? (
            <Meanwhile
              project={project.id}
              onTheirs={() => {
                clear();
                edit.reset();
              }}
              onMine={save}
            />
          ) : (
            <>
              <Problem error={problem?.type === 'name-taken' ? null : problem} shown={FIELDS} />
              <Button
                kind="default"
                onClick={() => {
                  clear();
                  edit.reset();
                }}
              >
                {t('settings.discard')}
              </Button>
              <Button type="submit" busy={edit.isPending} disabled={!dirty}>
                {t('settings.save')}
              </Button>
            </>
          )}
        </SaveBar>
      )}
    </form>
  );
}

/** Without the fields that are back to what the project says; nothing left means nothing to save. */
function different(wish: Changes & { etag?: string }, project: Project): Changes & { etag?: string } {
  const entries = Object.entries(wish).filter(
    ([field, value]) => field !== 'etag' && project[field as keyof Changes] !== value,
  );
  return entries.length === 0 ? {} : { ...Object.fromEntries(entries), etag: wish.etag };
}
