import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, Notice } from '../../ui';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { addressesIn, MOST_ADDRESSES } from './addresses';
import { useReadFirst } from './calls';
import type { Import } from './types';

/** Files that lie on the web: one address a line. */
export function FromAddresses({ project, onBegun }: { project: Project; onBegun: (begun: Import) => void }) {
  const { t } = useTranslation('data');
  const [text, setText] = useState('');
  const read = useReadFirst(project.id, onBegun);
  const { urls, strange } = addressesIn(text);
  const tooMany = urls.length > MOST_ADDRESSES;
  return (
    <form
      className={css.stack}
      onSubmit={(event) => {
        event.preventDefault();
        read.mutate({ urls });
      }}
    >
      <Textarea
        label={t('imports.addresses')}
        description={t('imports.addressesHelp')}
        placeholder="https://"
        rows={6}
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {strange.length > 0 && (
        <Notice kind="warn">
          {t('imports.strange', { count: strange.length, first: strange[0] ?? '' })}
        </Notice>
      )}
      {tooMany && <Notice kind="warn">{t('imports.tooMany', { most: MOST_ADDRESSES })}</Notice>}
      <Problem error={read.error} />
      <div>
        <Button
          type="submit"
          busy={read.isPending}
          disabled={urls.length === 0 || strange.length > 0 || tooMany}
        >
          {t('imports.readAddresses', { count: urls.length })}
        </Button>
      </div>
    </form>
  );
}
