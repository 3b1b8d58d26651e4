import { Button, TextInput } from '@mantine/core';
import '@mantine/core/styles/Input.layer.css';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { api, ask, idempotent } from '../api/client';
import { newKey } from '../api/key';
import { asProblem } from '../api/problem';
import type { Me } from '../api/types';
import { Page, Panel } from '../ui/Page';
import { EmptyState, Notice } from '../ui/States';

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
          params: { path: {}, header: idempotent(key) },
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
          onSubmit={(event) => {
            event.preventDefault();
            found.mutate();
          }}
        >
          {problem && problem.errors.length === 0 && <Notice kind="bad">{problem.message}</Notice>}
          <TextInput
            label={t('organisation.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={problem?.at('/name')}
            required
            maw={420}
          />
          <TextInput
            label={t('organisation.slug')}
            description={t('organisation.slugHelp')}
            value={slug ?? slugOf(name)}
            onChange={(event) => setSlug(event.currentTarget.value)}
            error={problem?.at('/slug')}
            required
            mt="md"
            maw={420}
          />
          <Button type="submit" mt="lg" loading={found.isPending}>
            {t('organisation.create')}
          </Button>
        </form>
      </Panel>
    </Page>
  );
}
