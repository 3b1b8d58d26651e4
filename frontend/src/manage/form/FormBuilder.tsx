import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuestionKind } from '../../api';
import { Button, Icon, type IconName, Notice } from '../../ui';
import {
  addQuestion,
  CONTENT_KEYS,
  type DraftForm,
  type DraftQuestion,
  KINDS,
  moveQuestion,
  newId,
  removeQuestion,
  toggleShown,
} from './draft';
import css from './form.module.css';
import { hasErrors, type Placed } from './place';
import { QuestionEditor } from './QuestionEditor';

export type Edit = (draft: DraftForm) => DraftForm;
/** `fields` are those whose errors the edit may have mended. */
export type OnEdit = (edit: Edit, fields?: readonly string[]) => void;

export const KIND_ICONS: Record<QuestionKind, IconName> = {
  choice: 'check',
  rating: 'chart',
  ranking: 'list',
  preference: 'list',
  text: 'pencil',
  spans: 'pencil',
  regions: 'image',
  dialogue: 'list',
};

/** The questions of a form, to be added, edited, ordered and removed; one is open at a time. */
export function FormBuilder(props: { draft: DraftForm; errors: Placed; onEdit: OnEdit }) {
  const { t } = useTranslation('manage');
  const { draft, errors, onEdit } = props;
  const [open, setOpen] = useState<string | null>(null);
  const add = (kind: QuestionKind): void => {
    const id = newId();
    setOpen(id);
    onEdit((before) =>
      addQuestion(
        before,
        kind,
        { yes: t('form.yes'), no: t('form.no'), points: [t('form.poor'), t('form.fair'), t('form.good')] },
        id,
      ),
    );
  };
  return (
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
            onEdit={onEdit}
          />
        ))}
      </ol>
      <div className={css.add}>
        <span>{t('form.add')}</span>
        {KINDS.map((kind) => (
          <Button key={kind} kind="default" size="small" icon={KIND_ICONS[kind]} onClick={() => add(kind)}>
            {t(`kind.${kind}`)}
          </Button>
        ))}
      </div>
    </div>
  );
}

function Shown({ draft, error, onEdit }: { draft: DraftForm; error: string | undefined; onEdit: OnEdit }) {
  const { t } = useTranslation('manage');
  return (
    <fieldset className={css.shown}>
      <legend>{t('form.shows')}</legend>
      <div className={css.chips}>
        {CONTENT_KEYS.map((key) => (
          <label key={key} className={css.chip}>
            <input
              type="checkbox"
              checked={draft.shows.includes(key)}
              onChange={() => onEdit((before) => toggleShown(before, key), ['form:shows'])}
            />
            {t(`content.${key}`)}
          </label>
        ))}
      </div>
      {error && <p className={css.error}>{error}</p>}
    </fieldset>
  );
}

function QuestionCard(props: {
  draft: DraftForm;
  question: DraftQuestion;
  index: number;
  errors: Placed;
  open: boolean;
  onToggle: () => void;
  onEdit: OnEdit;
}) {
  const { t } = useTranslation('manage');
  const { draft, question, index, errors, open, onToggle, onEdit } = props;
  const bad = hasErrors(errors, [question.id, ...question.options.map(({ id }) => id)]);
  const title = question.title || t('form.untitled');
  return (
    <li className={css.question} data-open={open || undefined} data-bad={bad || undefined}>
      <div className={css.summary}>
        <button type="button" className={css.toggle} aria-expanded={open} onClick={onToggle}>
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
          <Tool
            icon="arrowUp"
            label={t('form.up', { title })}
            off={index === 0}
            onClick={() => onEdit((d) => moveQuestion(d, question.id, -1))}
          />
          <Tool
            icon="arrowDown"
            label={t('form.down', { title })}
            off={index === draft.questions.length - 1}
            onClick={() => onEdit((d) => moveQuestion(d, question.id, 1))}
          />
          <Tool
            icon="trash"
            label={t('form.remove', { title })}
            onClick={() => onEdit((d) => removeQuestion(d, question.id))}
          />
        </div>
      </div>
      {open && <QuestionEditor draft={draft} question={question} errors={errors} onEdit={onEdit} />}
    </li>
  );
}

/** A small button with a drawing and a name. */
export function Tool(props: { icon: IconName; label: string; off?: boolean; onClick: () => void }) {
  return (
    <button
      type="button"
      className={css.tool}
      aria-label={props.label}
      title={props.label}
      disabled={props.off}
      onClick={props.onClick}
    >
      <Icon name={props.icon} size={16} />
    </button>
  );
}
