import { Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiProblem, Content, Item, Project } from '../../api';
import { ask, asProblem } from '../../api';
import { raw } from '../../api/raw';
import { useTranslation } from '../../i18n';
import { Button, Notice, toast } from '../../ui';
import { Choices } from '../parts/Choices';
import { Modal } from '../parts/Modal';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { useSlug } from '../queries';
import { pathKey, textsIn, withText } from './editing';
import own from './items.module.css';

const THEN = ['keep', 'recheck', 'reopen'] as const;
type Then = (typeof THEN)[number];

/** Mends what an item shows. Where people have answered, it is decided what becomes of their answers. */
export function EditContent({
  project,
  item,
  onClose,
}: {
  project: Project;
  item: Item;
  onClose: () => void;
}) {
  const { t } = useTranslation(['workflow', 'common']);
  const [content, setContent] = useState(item.content);
  const [metadata, setMetadata] = useState(() => JSON.stringify(item.metadata, null, 2));
  const [then, setThen] = useState<Then>('keep');
  const save = useEdit(project.id, item.id);
  const problem = save.error ? asProblem(save.error) : null;
  const [work, setWork] = useState<ApiProblem | null>(null);
  const read = parseRecord(metadata);
  const changed = JSON.stringify([content, read]) !== JSON.stringify([item.content, item.metadata]);
  return (
    <Modal title={t('content.title', { name: item.external_id })} wide onClose={onClose}>
      <form
        className={css.stack}
        onSubmit={(event) => {
          event.preventDefault();
          if (!read) return;
          save.mutate(
            { content, metadata: read, ...(work ? { then } : {}) },
            {
              onError: (error) => {
                const refused = asProblem(error);
                if (refused.type === 'work-exists') setWork(refused);
              },
              onSuccess: () => {
                toast(t('content.saved'));
                onClose();
              },
            },
          );
        }}
      >
        {textsIn(content).map(({ path, part, number, value }) => (
          <Textarea
            key={pathKey(path)}
            label={t(`content.part.${part}`, { number })}
            dir="auto"
            rows={Math.min(12, Math.max(2, Math.ceil(value.length / 90) + value.split('\n').length))}
            value={value}
            error={problem?.at(`/content/${path.join('/')}`)}
            onChange={(event) => {
              const text = event.currentTarget.value;
              setContent((before) => withText(before, path, text));
            }}
          />
        ))}
        <details className={own.metadata}>
          <summary>{t('content.metadata')}</summary>
          <Textarea
            aria-label={t('content.metadata')}
            rows={6}
            spellCheck={false}
            classNames={{ input: css.mono ?? '' }}
            value={metadata}
            error={read ? problem?.at('/metadata') : t('content.metadataBroken')}
            onChange={(event) => setMetadata(event.currentTarget.value)}
          />
        </details>
        {work && (
          <>
            <Notice kind="warn">
              <strong>{work.title}.</strong> {work.detail}
            </Notice>
            <Choices
              legend={t('content.then')}
              name="then"
              value={then}
              onChange={setThen}
              options={THEN.map((value) => ({
                value,
                title: t(`content.thens.${value}`),
                help: t(`content.thenHelp.${value}`),
              }))}
            />
          </>
        )}
        {problem !== work && (
          <Problem error={problem} shown={textsIn(content).map(({ path }) => `/content/${path.join('/')}`)} />
        )}
        <div className={css.foot}>
          <Button kind="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" busy={save.isPending} disabled={!changed || !read}>
            {t(work ? `content.saveThen.${then}` : 'content.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function parseRecord(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text || '{}');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

type Edit = { content: Content; metadata: Record<string, unknown>; then?: Then };

function useEdit(project: string, item: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Edit) =>
      ask(
        raw.PUT<Item>('/api/v1/{organisation}/projects/{project}/items/{item}/content', {
          params: { path: { organisation, project, item } },
          body,
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: [organisation, 'project', project] }),
  });
}
