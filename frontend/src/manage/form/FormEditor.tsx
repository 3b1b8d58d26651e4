import { useCallback, useState } from 'react';
import type { FieldProblem } from '../../api';
import { useTranslation } from '../../i18n';
import { Icon } from '../../ui';
import { type DraftForm, toForm } from './draft';
import type { Example } from './example';
import { FormBuilder } from './FormBuilder';
import { FormPreview } from './FormPreview';
import css from './form.module.css';
import { JsonView } from './JsonView';
import type { Placed } from './place';
import type { OnEdit } from './undo';

type Face = 'questions' | 'json';

/** The builder with the labeling screen beside it, or below it in full width; the same form as JSON for those who like. */
export function FormEditor(props: {
  draft: DraftForm;
  /** The form as it was saved last. */
  saved?: DraftForm;
  errors: Placed;
  /** The errors as the server sent them, with pointers into the form. */
  problems?: readonly FieldProblem[];
  example: Example;
  onEdit: OnEdit;
  /** Whether something was typed that is no form, and so is not in the draft. */
  onBroken?: (broken: boolean) => void;
}) {
  const { t } = useTranslation('manage');
  const { draft, saved, errors, problems = [], onEdit } = props;
  const [open, setOpen] = useState<string | null>(null);
  const [wide, setWide] = useState(false);
  const [broken, setBroken] = useState(false);
  const [face, setFace] = useState<Face>('questions');
  const told = props.onBroken;
  const tell = useCallback(
    (now: boolean) => {
      setBroken(now);
      told?.(now);
    },
    [told],
  );
  return (
    <div className={css.both} data-wide={wide || undefined}>
      <div className={css.side}>
        <div className={css.faces} role="group" aria-label={t('json.faces')}>
          {(['questions', 'json'] as const).map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={face === each}
              disabled={broken && face !== each}
              onClick={() => setFace(each)}
            >
              {t(`json.face.${each}`)}
            </button>
          ))}
        </div>
        {face === 'json' ? (
          <JsonView draft={draft} saved={saved} problems={problems} onEdit={onEdit} onBroken={tell} />
        ) : (
          <FormBuilder draft={draft} errors={errors} onEdit={onEdit} onOpen={setOpen} />
        )}
      </div>
      <div className={css.beside} data-narrow={!wide || undefined}>
        <button type="button" className={css.widen} onClick={() => setWide(!wide)}>
          <Icon name={wide ? 'columns' : 'rows'} size={15} />
          {t(wide ? 'form.besideIt' : 'form.fullWidth')}
        </button>
        <FormPreview
          form={toForm(draft)}
          example={props.example}
          at={draft.questions.find(({ id }) => id === open)?.name}
        />
      </div>
    </div>
  );
}
