import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useLocation } from 'wouter';
import { api, ask, idempotent } from '../api/client';
import { newKey } from '../api/key';
import { asProblem } from '../api/problem';
import type { Me } from '../api/types';
import { useTranslation } from '../i18n';
import { Button } from '../ui/Button';
import { Page, Panel } from '../ui/Page';
import { EmptyState, Notice } from '../ui/States';
import css from './NoOrganisation.module.css';

/** A person without a membership: waits for an invitation, or founds an organisation where that is open. */
export default function NoOrganisation({ me }: { me: Me }) {
  const { t } = useTranslation('common');
  if (me.open_sign_up) return <Found />;
  return (
    <main id="main">
      <EmptyState icon="mail" title={t('organisation.none')}>
        {t('organisation.noneHelp')}
      </EmptyState>
    </main>
  );
}

const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);

function Found() {
  const { t } = useTranslation('common');
  const [name, setName] = useState('');
  const [slug, setSlug] = useState<string | null>(null);
  const [key] = useState(newKey);
  const queries = useQueryClient();
  const [, go] = useLocation();
  const found = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/organisations', {
          params: { header: idempotent(key) },
          body: { name, slug: slug ?? slugOf(name) },
        }),
      ),
    onSuccess: async (organisation) => {
      await queries.invalidateQueries({ queryKey: ['me'] });
      go(`/${organisation.slug}/projects`);
    },
  });
  const problem = found.error ? asProblem(found.error) : null;
  return (
    <Page title={t('organisation.create')} subtitle={t('organisation.noneCreate')}>
      <Panel>
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            found.mutate();
          }}
        >
          {problem && problem.errors.length === 0 && <Notice kind="bad">{problem.message}</Notice>}
          <Field
            label={t('organisation.name')}
            value={name}
            error={problem?.at('/name')}
            onChange={setName}
          />
          <Field
            label={t('organisation.slug')}
            help={t('organisation.slugHelp')}
            value={slug ?? slugOf(name)}
            error={problem?.at('/slug')}
            onChange={setSlug}
          />
          <Button type="submit" busy={found.isPending}>
            {t('organisation.create')}
          </Button>
        </form>
      </Panel>
    </Page>
  );
}

function Field(props: {
  label: string;
  help?: string;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className={css.field}>
      <label htmlFor={id}>{props.label}</label>
      {props.help && <small id={`${id}-help`}>{props.help}</small>}
      <input
        id={id}
        required
        value={props.value}
        aria-describedby={`${id}-help ${id}-error`}
        aria-invalid={props.error ? true : undefined}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
      {props.error && <small id={`${id}-error`}>{props.error}</small>}
    </div>
  );
}
