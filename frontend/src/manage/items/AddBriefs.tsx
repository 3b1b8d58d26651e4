import { Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Form, Project } from '../../api';
import { api, ask } from '../../api';
import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { Button, Notice, toast } from '../../ui';
import { newId } from '../form/names';
import { useCreate } from '../intention';
import { Choices } from '../parts/Choices';
import { Modal } from '../parts/Modal';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { WholeNumber } from '../parts/WholeNumber';
import { useSlug } from '../queries';
import { type Brief, briefsIn, fits, itemsFrom, MOST_ITEMS } from './briefs';

/** Asks for so many answers to a brief, or to each of several prompts: collection from nothing. */
export function AddBriefs(props: { project: Project; form: Form; onClose: () => void }) {
  const { t } = useTranslation(['manage', 'common']);
  const { project, form, onClose } = props;
  const [text, setText] = useState('');
  const [lines, setLines] = useState(false);
  const [copies, setCopies] = useState(1);
  const [stamp] = useState(newId);
  const briefs = briefsIn(text, lines);
  const total = briefs.length * copies;
  const add = useAddItems(project.id, () => {
    toast(t('briefs.added', { count: total }));
    onClose();
  });
  return (
    <Modal title={t('briefs.title')} onClose={onClose}>
      <form
        className={css.stack}
        onSubmit={(event) => {
          event.preventDefault();
          if (fits(briefs, copies)) add.mutate(itemsFrom(briefs, copies, form, stamp));
        }}
      >
        <Choices
          legend={t('briefs.what')}
          name="briefs"
          value={lines ? 'lines' : 'one'}
          onChange={(value) => setLines(value === 'lines')}
          options={(['one', 'lines'] as const).map((value) => ({
            value,
            title: t(`briefs.${value}`),
            help: t(`briefs.${value}Help`),
          }))}
        />
        <Textarea
          label={t(lines ? 'briefs.linesLabel' : 'briefs.oneLabel')}
          required
          rows={7}
          dir="auto"
          data-autofocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <WholeNumber
          label={t(lines ? 'briefs.copiesEach' : 'briefs.copies')}
          description={t('briefs.copiesHelp', { count: project.overlap })}
          required
          min={1}
          max={MOST_ITEMS}
          clampBehavior="strict"
          value={copies}
          onChange={setCopies}
        />
        {total > MOST_ITEMS && (
          <Notice kind="warn">
            {t('briefs.tooMany', { total: number(total), most: number(MOST_ITEMS) })}
          </Notice>
        )}
        <Problem error={add.error} />
        <div className={css.foot}>
          <Button kind="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" busy={add.isPending} disabled={!fits(briefs, copies)}>
            {t('briefs.add', { count: total })}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function useAddItems(project: string, onAdded: () => void) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useCreate(
    (items: Brief[], header) =>
      ask(
        api.POST('/api/v1/{organisation}/projects/{project_id}/items', {
          params: { path: { organisation, project_id: project }, header },
          body: { items },
        }),
      ),
    {
      onSuccess: () => {
        onAdded();
        void queries.invalidateQueries({ queryKey: [organisation, 'projects'] });
        return queries.invalidateQueries({ queryKey: [organisation, 'project', project] });
      },
    },
  );
}
