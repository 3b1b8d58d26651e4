import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { QuestionKind } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, Icon, Notice } from '../../ui';
import {
  addQuestion,
  type DraftForm,
  type DraftQuestion,
  dropQuestion,
  duplicateQuestion,
  KINDS,
  moveQuestion,
  newId,
  removeQuestion,
  restoreQuestion,
} from './draft';
import css from './form.module.css';
import { KIND_ICONS } from './kinds/settings';
import { hasErrors, idsIn, type Placed } from './place';
import { QuestionEditor } from './QuestionEditor';
import { Shown } from './Shown';
import { Tool } from './Tool';
import { type Edit, type OnEdit, UndoContext, useUndo } from './undo';
import { useSortable } from './useSortable';
import { useStarterWords } from './words';

export type { OnEdit } from './undo';

/** The questions of a form, to be added, edited, ordered and removed; one is open at a time. */
export function FormBuilder(props: {
  draft: DraftForm;
  errors: Placed;
  onEdit: OnEdit;
  /** The question that is open, by its id. */
  onOpen?: (id: string | null) => void;
}) {
  const { t } = useTranslation('manage');
  const { draft, errors, onEdit } = props;
  const [open, setOpened] = useState<string | null>(null);
  const setOpen = (id: string | null): void => {
    setOpened(id);
    props.onOpen?.(id);
  };
  const [removed, setRemoved] = useState<{ title: string; undo: Edit } | null>(null);
  const offerUndo = useCallback((title: string, undo: Edit) => setRemoved({ title, undo }), []);
  const words = useStarterWords();
  const add = (kind: QuestionKind): void => {
    const id = newId();
    setOpen(id);
    onEdit((before) => addQuestion(before, kind, words, id));
  };
  const duplicate = (question: DraftQuestion): void => {
    const id = newId();
    setOpen(id);
    const title = t('form.copyOf', { title: question.title || t('form.untitled') });
    onEdit((before) => duplicateQuestion(before, question.id, title, id));
  };
  return (
    <UndoContext value={offerUndo}>
      <div className={css.builder}>
        {errors['form:'] && <Notice kind="bad">{errors['form:']}</Notice>}
        <Shown draft={draft} error={errors['form:shows']} onEdit={onEdit} />
        {draft.questions.length === 0 && <p className={css.none}>{t('form.none')}</p>}
        <ol className={css.questions}>
          {draft.questions.map((question, index) => (
            <QuestionCard
              key={question.id}
              draft={draft}
              question={question}
              index={index}
              errors={errors}
              open={open === question.id}
              onToggle={() => setOpen(open === question.id ? null : question.id)}
              onDuplicate={() => duplicate(question)}
              onEdit={onEdit}
            />
          ))}
        </ol>
        {removed && (
          <UndoBar
            key={removed.title}
            title={removed.title}
            onUndo={() => {
              onEdit(removed.undo);
              setRemoved(null);
            }}
            onGone={() => setRemoved(null)}
          />
        )}
        <section className={css.add} aria-label={t('form.add')}>
          <span>{t('form.add')}</span>
          {KINDS.map((kind) => (
            <Button
              key={kind}
              kind="default"
              size="small"
              icon={KIND_ICONS[kind]}
              title={t(`kindHelp.${kind}`)}
              onClick={() => add(kind)}
            >
              {t(`kind.${kind}`)}
            </Button>
          ))}
        </section>
      </div>
    </UndoContext>
  );
}

const STAYS = 20_000;

/** What was removed last, with a way back. */
function UndoBar(props: { title: string; onUndo: () => void; onGone: () => void }) {
  const { t } = useTranslation('manage');
  const gone = useRef(props.onGone);
  gone.current = props.onGone;
  useEffect(() => {
    const timer = setTimeout(() => gone.current(), STAYS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={css.undo} role="status">
      <span>{t('form.removed', { title: props.title })}</span>
      <Button kind="default" size="small" icon="refresh" onClick={props.onUndo}>
        {t('form.undo')}
      </Button>
    </div>
  );
}

function QuestionCard(props: {
  draft: DraftForm;
  question: DraftQuestion;
  index: number;
  errors: Placed;
  open: boolean;
  onToggle: () => void;
  onDuplicate: () => void;
  onEdit: OnEdit;
}) {
  const { t } = useTranslation('manage');
  const offerUndo = useUndo();
  const { draft, question, index, errors, open, onToggle, onEdit } = props;
  const bad = hasErrors(errors, idsIn(question));
  const title = question.title || t('form.untitled');
  const move = (by: -1 | 1): void => onEdit((before) => moveQuestion(before, question.id, by));
  const remove = (): void => {
    offerUndo(title, (now) => restoreQuestion(now, draft, question.id));
    onEdit((before) => removeQuestion(before, question.id));
  };
  const { row, grip, edge } = useSortable<HTMLLIElement>('questions', question.id, (id, target, side) =>
    onEdit((before) => dropQuestion(before, id, target, side)),
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.altKey ? { ArrowUp: -1 as const, ArrowDown: 1 as const }[event.key] : undefined;
    if (!by) return;
    event.preventDefault();
    move(by);
  };
  const waits = question.when && draft.questions.find(({ name }) => name === question.when?.question);
  return (
    <li
      ref={row}
      className={css.question}
      data-open={open || undefined}
      data-bad={bad || undefined}
      data-edge={edge ?? undefined}
    >
      <div className={css.summary}>
        <span ref={grip} className={css.grip} aria-hidden>
          <Icon name="grip" size={18} />
        </span>
        <button
          type="button"
          className={css.toggle}
          aria-expanded={open}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
          onClick={onToggle}
          onKeyDown={onKeyDown}
        >
          <span className={css.kind}>
            <Icon name={KIND_ICONS[question.kind]} size={16} />
          </span>
          <span className={css.title}>
            <strong>{title}</strong>
            <small>
              {[
                t(`kind.${question.kind}`),
                t(`scope_.${question.scope}`),
                question.required ? t('form.required') : t('form.optional'),
                ...(waits ? [t('form.waitsFor', { title: waits.title || waits.name })] : []),
              ].join(' · ')}
            </small>
          </span>
          {bad && (
            <span className={css.error}>
              <Icon name="alert" size={15} /> {t('form.hasErrors')}
            </span>
          )}
        </button>
        <div className={css.tools}>
          <Tool icon="arrowUp" label={t('form.up', { title })} off={index === 0} onClick={() => move(-1)} />
          <Tool
            icon="arrowDown"
            label={t('form.down', { title })}
            off={index === draft.questions.length - 1}
            onClick={() => move(1)}
          />
          <Tool icon="copy" label={t('form.duplicate', { title })} onClick={props.onDuplicate} />
          <Tool icon="trash" label={t('form.remove', { title })} onClick={remove} />
        </div>
      </div>
      {open && <QuestionEditor draft={draft} question={question} errors={errors} onEdit={onEdit} />}
    </li>
  );
}
