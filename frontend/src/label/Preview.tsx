import { useEffect, useState } from 'react';
import type { Assignment, Content, Form } from '../api/types';
import { useTranslation } from '../i18n';
import { ItemView } from './ItemView';
import css from './Preview.module.css';
import { prepare, type Ready } from './ready';

/**
 * A form as annotators will see it, with example content. It can be tried with the pointer; nothing is kept or sent.
 * `assets` holds the pictures by the handles that the content names.
 */
export function Preview({
  form,
  content,
  assets = {},
}: {
  form: Form;
  content: Content;
  assets?: Assignment['assets'];
}) {
  const { t } = useTranslation('label');
  const [ready, setReady] = useState<Ready | null>(null);
  const example = JSON.stringify([form, content, assets]);
  useEffect(() => {
    let stale = false;
    let prepared: Ready | null = null;
    const [form, content, assets] = JSON.parse(example) as [Form, Content, Assignment['assets']];
    const assignment = { id: 'preview', form, content, assets, draft: null } as unknown as Assignment;
    void prepare(assignment).then((done) => {
      prepared = done;
      if (stale) done.release();
      else setReady(done);
    });
    return () => {
      stale = true;
      prepared?.release();
    };
  }, [example]);
  if (!ready) return null;
  return (
    <div className={css.frame}>
      <ItemView
        key={example}
        ready={ready}
        live={false}
        within
        label={t('preview')}
        onZoom={() => {}}
        footer={() => null}
      />
    </div>
  );
}
