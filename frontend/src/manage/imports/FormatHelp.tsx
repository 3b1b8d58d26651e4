import type { Form, Project } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, Panel } from '../../ui';
import { CopyButton } from '../parts/Copy';
import css from '../parts/parts.module.css';
import { useProjectForm } from '../queries';
import { exampleFile, exampleLine, shortLine, takesPlainText } from './format';
import own from './imports.module.css';

/** What a file must look like, by the example of a line that fits this project's form. */
export function FormatHelp({ project }: { project: Project }) {
  const { t } = useTranslation('manage');
  const form = useProjectForm(project.id).data?.form;
  if (!form) return null;
  const short = shortLine(form);
  return (
    <Panel title={t('format.title')}>
      <div className={`${css.stack} ${own.format}`}>
        <p>{t('format.jsonl')}</p>
        <Example form={form} />
        <dl>
          <dt>
            <code>external_id</code>
          </dt>
          <dd>{t('format.externalId')}</dd>
          <dt>
            <code>content</code>
          </dt>
          <dd>{t('format.content', { keys: form.shows.join(', ') })}</dd>
          <dt>
            <code>metadata</code>
          </dt>
          <dd>{t('format.metadata')}</dd>
          <dt>
            <code>suggestions</code>
          </dt>
          <dd>{t('format.suggestions')}</dd>
        </dl>
        {short && (
          <p>
            {t('format.short')} <code>{short}</code>
          </p>
        )}
        {takesPlainText(form) ? <p>{t('format.plain')}</p> : <p>{t('format.noPlain')}</p>}
        <p className={css.small}>{t('format.limits')}</p>
      </div>
    </Panel>
  );
}

function Example({ form }: { form: Form }) {
  const { t } = useTranslation('manage');
  const line = exampleLine(form);
  return (
    <div className={css.tight}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling block must be reachable by the keyboard */}
      <pre className={own.example} tabIndex={0} role="region" aria-label={t('format.example')}>
        {JSON.stringify(line, null, 2)}
      </pre>
      <p className={css.small}>{t('format.oneLine')}</p>
      <div className={css.row}>
        <CopyButton text={JSON.stringify(line)} name={t('format.example')} title={t('format.copyLine')} />
        <Button
          kind="default"
          size="small"
          icon="download"
          onClick={() => save('example.jsonl', exampleFile(form))}
        >
          {t('format.download')}
        </Button>
      </div>
    </div>
  );
}

function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/jsonl' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
