import './words';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useMemo } from 'react';
import type { Project } from '../../api';
import { api, ask, asProblem } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, Panel, toast } from '../../ui';
import { useKept } from '../kept';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { useEditProject } from '../project/edit';
import { useMembers, useSlug } from '../queries';
import { useWarnBeforeLeaving } from '../settings/leaving';
import { SaveBar } from '../settings/SaveBar';
import { Adjudicating } from './Adjudicating';
import { LookingAgain, WillLookAgain } from './Again';
import { Answering } from './Answering';
import { Collided, type Collision } from './Collided';
import { type Read, readWorkflow, useSaveWorkflow, useSkills, useWorkflow } from './calls';
import { Eligible } from './Eligible';
import { within } from './fields';
import { GoldPlan } from './GoldPlan';
import { differing, merged } from './merge';
import { Reviewing } from './Reviewing';
import { type Names, type Schedule, summaryOf } from './summary';
import { Timed } from './Timed';
import type { Workflow } from './types';
import own from './workflow.module.css';

/** How an item goes through the project: who gets it, how many answer, what is reviewed, what settles it. */
export function WorkflowSettings({ project }: { project: Project }) {
  const workflow = useWorkflow(project.id);
  return <Query of={workflow}>{(read) => <Editor project={project} read={read} />}</Query>;
}

const SCHEDULE = ['overlap', 'priority', 'due_at'] as const;
/** What is not saved yet: the workflow as it was when editing began and as it is wished, and the project's own fields. */
type Kept = { base?: Read; mine?: Workflow; plan?: Partial<Schedule>; etag?: string };

const SHOWN = [
  '/mode',
  '/most_overlap',
  '/enough_agreement',
  '/stop/confidence',
  '/resolve/confidence',
  '/overlap',
  '/priority',
  '/due_at',
  '/adjudication/below',
  '/gold/onboarding',
  '/gold/percent',
  '/again/percent',
  '/review/percent',
];
/** Places whose refusals are shown as a whole, wherever within they are. */
const BLOCKS = [
  '/languages',
  '/skills',
  '/review/rules',
  '/review/reasons',
  '/adjudication/reasons',
  '/gold/gives',
];

function Editor({ project, read }: { project: Project; read: Read }) {
  const { t } = useTranslation(['workflow', 'manage']);
  const [kept, setKept, clear] = useKept<Kept>(`workflow-${project.id}`, {});
  const base = kept.base ?? read;
  const now = kept.mine ?? read.workflow;
  const schedule: Schedule = { ...scheduleOf(project), ...kept.plan };
  const changed = kept.mine ? differing(base.workflow, now) : [];
  const dirty = changed.length > 0 || Object.keys(kept.plan ?? {}).length > 0;
  useWarnBeforeLeaving(dirty);
  const names = useNames();
  const save = useSave(project);
  const problem = save.error ? asProblem(save.error) : null;
  const collision = save.data?.collision;
  const blocks = useMemo(
    () =>
      (problem?.errors ?? [])
        .map(({ pointer }) => pointer)
        .filter((pointer) => BLOCKS.some((block) => pointer.startsWith(block))),
    [problem],
  );
  const set = (change: Partial<Workflow>): void =>
    setKept((before) => ({
      ...before,
      base: before.base ?? read,
      mine: { ...(before.mine ?? read.workflow), ...change },
    }));
  const plan = (change: Partial<Schedule>): void =>
    setKept((before) => ({
      ...before,
      etag: before.etag ?? project.etag,
      plan: different({ ...before.plan, ...change }, project),
    }));
  const letGo = (): void => {
    clear();
    save.reset();
  };
  const send = (wish: Kept): void =>
    save.mutate(wish, {
      onSuccess: ({ collision }) => {
        if (collision) return;
        clear();
        toast(t('saved'));
      },
    });
  const block = { now, set, names, at: (pointer: string) => within(problem, pointer) };
  return (
    <form
      className={own.page}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        send({ ...kept, base });
      }}
    >
      <Summary sentences={summaryOf(now, schedule, t, names)} project={project.id} />
      <div className={own.blocks}>
        <Answering {...block} schedule={schedule} plan={plan} />
        <Eligible {...block} />
        <Reviewing {...block} />
        <Adjudicating {...block} overlap={Math.max(schedule.overlap, now.most_overlap ?? 1)} />
        <GoldPlan {...block} project={project.id} />
        <Timed {...block} schedule={schedule} plan={plan} />
      </div>
      {(dirty || problem) && (
        <div className={own.bar}>
          {!collision && <WillLookAgain project={project.id} changed={changed} />}
          <SaveBar>
            {collision ? (
              <Collided
                collision={collision}
                mine={{ base: base.workflow, workflow: now, schedule: kept.plan ?? {} }}
                names={names}
                busy={save.isPending}
                onTheirs={letGo}
                onMine={() => {
                  const rebased = rebase(kept, base, collision);
                  setKept(rebased);
                  send(rebased);
                }}
              />
            ) : (
              <>
                <Problem error={problem} shown={[...SHOWN, ...blocks]} />
                {problem && problem.errors.length > 0 && <span className={css.small}>{t('look')}</span>}
                <Button kind="default" onClick={letGo}>
                  {t('manage:settings.discard')}
                </Button>
                <Button type="submit" busy={save.isPending} disabled={!dirty}>
                  {t('manage:settings.save')}
                </Button>
              </>
            )}
          </SaveBar>
        </div>
      )}
    </form>
  );
}

/** What the settings come to, told as one would tell a colleague. */
function Summary({ sentences, project }: { sentences: readonly string[]; project: string }) {
  const { t } = useTranslation('workflow');
  return (
    <aside className={own.summary}>
      <Panel title={t('summary.title')}>
        <ul className={own.sentences} aria-live="polite">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Panel>
      <LookingAgain project={project} />
    </aside>
  );
}

const scheduleOf = ({ overlap, priority, due_at }: Project): Schedule => ({
  overlap,
  priority,
  due_at,
});

/** Without what is back to what the project says. */
function different(plan: Partial<Schedule>, project: Project): Partial<Schedule> {
  const before = scheduleOf(project);
  return Object.fromEntries(
    SCHEDULE.flatMap((field) =>
      plan[field] !== undefined && plan[field] !== before[field] ? [[field, plan[field]]] : [],
    ),
  ) as Partial<Schedule>;
}

/** My changes over what somebody else has saved. */
const rebase = (kept: Kept, base: Read, theirs: Collision): Kept => ({
  base: theirs.read,
  ...(kept.mine ? { mine: merged(base.workflow, kept.mine, theirs.read.workflow) } : {}),
  ...(kept.plan ? { plan: kept.plan } : {}),
  etag: theirs.etag,
});

function useNames(): Names {
  const { t } = useTranslation('workflow');
  const skills = useSkills();
  const members = useMembers();
  return useMemo(() => {
    const ofSkill = new Map(skills.data?.map(({ id, name }) => [id, name]));
    const ofMember = new Map(members.data?.map(({ id, name, email }) => [id, name || email]));
    return {
      skill: (id) => ofSkill.get(id) ?? (id ? '…' : t('eligible.someSkill')),
      member: (id) => ofMember.get(id) ?? (id ? '…' : t('review.somebody')),
    };
  }, [skills.data, members.data, t]);
}

/**
 * Saves what was touched. When somebody else was quicker, what they made of it comes back instead; when they touched
 * nothing that this page shows, their ETag is taken and mine is saved after all.
 */
function useSave(project: Project) {
  const organisation = useSlug();
  const queries = useQueryClient();
  const workflow = useSaveWorkflow(project.id);
  const edit = useEditProject(project.id);
  return useMutation({
    mutationFn: async (wish: Kept): Promise<{ collision?: Collision }> => {
      let { base, etag = project.etag } = wish;
      for (let again = true; ; again = false)
        try {
          if (base && wish.mine && differing(base.workflow, wish.mine).length > 0)
            base = await workflow.mutateAsync({ workflow: wish.mine, etag: base.etag });
          if (wish.plan && Object.keys(wish.plan).length > 0)
            await edit.mutateAsync({ changes: wish.plan, etag });
          return {};
        } catch (error) {
          if (asProblem(error).status !== 412) throw error;
          const theirs = await newest(organisation, project);
          queries.setQueryData([organisation, 'project', project.id, 'workflow'], theirs.read);
          if (!again || !base || isSeen(theirs, base)) return { collision: theirs };
          base = { ...base, etag: theirs.read.etag };
          etag = theirs.etag;
        }
    },
    // How many answers are wanted changes the places of every item.
    onSuccess: ({ collision }) =>
      collision
        ? undefined
        : void queries.invalidateQueries({ queryKey: [organisation, 'project', project.id] }),
  });
}

async function newest(organisation: string, before: Project): Promise<Collision> {
  const [read, project] = await Promise.all([
    readWorkflow(organisation, before.id),
    ask(
      api.GET('/api/v1/{organisation}/projects/{project_id}', {
        params: { path: { organisation, project_id: before.id } },
      }),
    ),
  ]);
  return {
    read,
    etag: project.etag,
    before: scheduleOf(before),
    after: scheduleOf(project),
  };
}

/** Whether they touched anything that this page shows. */
const isSeen = ({ read, before, after }: Collision, base: Read): boolean =>
  differing(base.workflow, read.workflow).length > 0 ||
  SCHEDULE.some((field) => after[field] !== before[field]);
