import { Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import type { Project } from '../../../api';
import { useTranslation } from '../../../i18n';
import { number } from '../../../i18n/format';
import { Button, Icon, toast } from '../../../ui';
import { Choices } from '../../parts/Choices';
import { Modal } from '../../parts/Modal';
import { Problem } from '../../parts/Problem';
import shared from '../../parts/parts.module.css';
import { useSlug } from '../../queries';
import { Assign, type Assignment, assignable, People } from './Assign';
import css from './browse.module.css';
import { useBulk, useExportChosen } from './calls';
import { Due, dueAt } from './Due';
import { priorityName } from './priority';
import { reasonWords } from './report';
import { type Action, type Chosen, PRIORITIES, type Report, type Settings } from './types';

export type Doing = Action | 'export';
/** As many characters as the API takes. */
const LONGEST_COMMENT = 5000;

type Props = {
  project: Project;
  doing: Doing;
  items: Chosen;
  /** How many items that is. */
  size: number;
  /** It is done: nothing is chosen any more. */
  onDone: () => void;
  onClose: () => void;
};

/** Asks how, does it, and tells what was changed and what was left, and why. */
export function BulkDialog(props: Props) {
  const [report, setReport] = useState<Report | null>(null);
  const { doing, onDone, onClose } = props;
  if (doing === 'export') return <Export {...props} />;
  if (report)
    return (
      <Told
        doing={doing}
        report={report}
        onClose={() => {
          onClose();
          onDone();
        }}
      />
    );
  return <Ask {...props} doing={doing} onTold={setReport} />;
}

function Ask(props: Props & { doing: Action; onTold: (report: Report) => void }) {
  const { t } = useTranslation(['items', 'common']);
  const { project, doing, items, size, onTold } = props;
  const bulk = useBulk(project.id);
  const [priority, setPriority] = useState('1');
  const [due, setDue] = useState('');
  const [comment, setComment] = useState('');
  const [assignment, setAssignment] = useState<Assignment>({ members: [], how: 'share', perItem: null });
  const ofPeople = doing === 'exclude' || doing === 'admit';
  const settings = (): Settings => {
    if (doing === 'prioritise') return { priority: Number(priority) };
    if (doing === 'due') return { due_at: dueAt(due) };
    if (doing === 'assign')
      return { member_ids: assignment.members, how: assignment.how, per_item: assignment.perItem };
    if (ofPeople) return { member_ids: assignment.members };
    if (doing === 'adjudicate') return { comment: comment.trim() };
    return {};
  };
  const ready = !(doing === 'assign' || ofPeople) || assignable(assignment);
  return (
    <Modal title={t(`bulk.${doing}Title`, { count: size })} onClose={props.onClose}>
      <form
        className={shared.stack}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) bulk.mutate({ action: doing, items, settings: settings() }, { onSuccess: onTold });
        }}
      >
        {doing === 'prioritise' && (
          <Choices
            legend={t('filter.priority')}
            name="priority"
            value={priority}
            onChange={setPriority}
            options={PRIORITIES.toReversed().map((value) => ({
              value: String(value),
              title: priorityName(value, t),
            }))}
          />
        )}
        {doing === 'due' && <Due value={due} onChange={setDue} />}
        {doing === 'assign' && <Assign project={project} value={assignment} onChange={setAssignment} />}
        {(isPlain(doing) || ofPeople) && <p>{t(`bulk.${doing}Help`)}</p>}
        {doing === 'adjudicate' && (
          <Textarea
            label={t('bulk.why')}
            description={t('bulk.whyHelp')}
            maxLength={LONGEST_COMMENT}
            autosize
            minRows={2}
            maxRows={8}
            dir="auto"
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
        )}
        {ofPeople && (
          <People
            project={project}
            chosen={assignment.members}
            onChange={(members) => setAssignment({ ...assignment, members })}
          />
        )}
        <Problem error={bulk.error} />
        <Foot onClose={props.onClose}>
          <Button type="submit" busy={bulk.isPending} disabled={!ready}>
            {doing === 'due' && due === '' ? t('bulk.dueNone') : t(`bulk.${doing}Do`)}
          </Button>
        </Foot>
      </form>
    </Modal>
  );
}

const PLAIN = ['review', 'adjudicate', 'withdraw', 'restore'] as const;
/** What asks for nothing but a yes. */
const isPlain = (doing: Action): doing is (typeof PLAIN)[number] =>
  (PLAIN as readonly Action[]).includes(doing);

function Foot({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation('common');
  return (
    <div className={shared.foot}>
      <Button kind="default" onClick={onClose}>
        {t('cancel')}
      </Button>
      {children}
    </div>
  );
}

/** What was changed, and what was left for which reason. */
function Told({ doing, report, onClose }: { doing: Action; report: Report; onClose: () => void }) {
  const { t } = useTranslation(['items', 'common']);
  const { changed, skipped } = report;
  return (
    <Modal title={t(changed > 0 ? 'report.title' : 'report.nothing')} onClose={onClose}>
      <div className={shared.stack}>
        <p className={css.told} data-none={changed === 0 || undefined}>
          <Icon name={changed > 0 ? 'check' : 'alert'} size={20} />
          {t(doing === 'assign' ? 'report.assigned' : 'report.changed', { count: changed })}
        </p>
        {skipped.length > 0 && (
          <section>
            <h3>{t('report.skipped')}</h3>
            <ul className={css.skipped}>
              {skipped.map(({ because, count }) => (
                <li key={because}>
                  <strong>{number(count)}</strong> {reasonWords(because, t)}
                </li>
              ))}
            </ul>
          </section>
        )}
        <div className={shared.foot}>
          <Button data-autofocus onClick={onClose}>
            {t('common:close')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function Export({ project, items, size, onDone, onClose }: Props) {
  const { t } = useTranslation('items');
  const slug = useSlug();
  const [, go] = useLocation();
  const start = useExportChosen(project.id);
  return (
    <Modal title={t('bulk.exportTitle', { count: size })} onClose={onClose}>
      <div className={shared.stack}>
        <p>{t('bulk.exportHelp')}</p>
        <Problem error={start.error} />
        <Foot onClose={onClose}>
          <Button
            busy={start.isPending}
            onClick={() =>
              start.mutate(items, {
                onSuccess: () => {
                  toast(t('bulk.exportStarted'));
                  onClose();
                  onDone();
                  go(`/${slug}/projects/${project.id}/exports`);
                },
              })
            }
          >
            {t('bulk.exportDo')}
          </Button>
        </Foot>
      </div>
    </Modal>
  );
}
