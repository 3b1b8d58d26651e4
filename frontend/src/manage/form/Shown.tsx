import { useTranslation } from '../../i18n';
import { Icon } from '../../ui';
import {
  CONTENT_KEYS,
  type ContentKey,
  type DraftForm,
  dropShown,
  moveShown,
  neededKeys,
  toggleShown,
} from './draft';
import css from './form.module.css';
import { Tool } from './Tool';
import type { OnEdit } from './undo';
import { useSortable } from './useSortable';

/** Which parts of an item people see, and in which order. */
export function Shown(props: { draft: DraftForm; error: string | undefined; onEdit: OnEdit }) {
  const { t } = useTranslation('manage');
  const { draft, error, onEdit } = props;
  const hidden = CONTENT_KEYS.filter((key) => !draft.shows.includes(key));
  return (
    <fieldset className={css.shown}>
      <legend>{t('form.shows')}</legend>
      <div className={css.chips}>
        {draft.shows.map((part) => (
          <ShownPart key={part} part={part} draft={draft} onEdit={onEdit} />
        ))}
        {hidden.map((key) => (
          <label key={key} className={css.chip}>
            <input
              type="checkbox"
              checked={false}
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

function ShownPart({ part, draft, onEdit }: { part: ContentKey; draft: DraftForm; onEdit: OnEdit }) {
  const { t } = useTranslation('manage');
  const name = t(`content.${part}`);
  const { row, grip, edge } = useSortable<HTMLSpanElement>(
    'shows',
    part,
    (key, target, side) =>
      onEdit((before) => dropShown(before, key as ContentKey, target as ContentKey, side), ['form:shows']),
    'x',
  );
  const move = (by: -1 | 1): void => onEdit((before) => moveShown(before, part, by), ['form:shows']);
  const at = draft.shows.indexOf(part);
  const needed = neededKeys(draft).includes(part);
  return (
    <span ref={row} className={css.chip} data-shown data-edge={edge ?? undefined}>
      <span ref={grip} className={css.grip} aria-hidden>
        <Icon name="grip" size={14} />
      </span>
      <label title={needed ? t('form.neededHelp') : undefined}>
        <input
          type="checkbox"
          checked
          disabled={needed}
          onChange={() => onEdit((before) => toggleShown(before, part), ['form:shows'])}
        />
        {name}
      </label>
      {draft.shows.length > 1 && (
        <span className={css.chipTools}>
          <Tool
            icon="arrowLeft"
            label={t('form.earlier', { title: name })}
            off={at === 0}
            onClick={() => move(-1)}
          />
          <Tool
            icon="arrowRight"
            label={t('form.later', { title: name })}
            off={at === draft.shows.length - 1}
            onClick={() => move(1)}
          />
        </span>
      )}
    </span>
  );
}
