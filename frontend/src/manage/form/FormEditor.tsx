import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Content } from '../../api';
import { Icon } from '../../ui';
import { type DraftForm, toForm } from './draft';
import { FormBuilder, type OnEdit } from './FormBuilder';
import { FormPreview } from './FormPreview';
import css from './form.module.css';
import type { Placed } from './place';

/** The builder with the labeling screen beside it, or below it in full width. */
export function FormEditor(props: { draft: DraftForm; errors: Placed; example: Content; onEdit: OnEdit }) {
  const { t } = useTranslation('manage');
  const [wide, setWide] = useState(false);
  return (
    <div className={css.both} data-wide={wide || undefined}>
      <FormBuilder draft={props.draft} errors={props.errors} onEdit={props.onEdit} />
      <div className={css.beside} data-narrow={!wide || undefined}>
        <button type="button" className={css.widen} onClick={() => setWide(!wide)}>
          <Icon name={wide ? 'columns' : 'rows'} size={15} />
          {t(wide ? 'form.besideIt' : 'form.fullWidth')}
        </button>
        <FormPreview form={toForm(props.draft)} content={props.example} />
      </div>
    </div>
  );
}
