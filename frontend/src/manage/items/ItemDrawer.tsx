import { lazy, Suspense } from 'react';
import type { Form, Item, Project } from '../../api';
import { useMay } from '../../app/session';
import { useTranslation } from '../../i18n';
import { dateTime, number } from '../../i18n/format';
import { Button, ErrorState, Loading } from '../../ui';
import { Thread } from '../comments/Thread';
import { CopyButton } from '../parts/Copy';
import { Modal } from '../parts/Modal';
import css from '../parts/parts.module.css';
import { State } from '../parts/State';
import { span } from '../project/time';
import { useAnnotations, useItem, useProjectForm, useSuggestions } from '../queries';
import { ItemContent } from './ItemContent';
import own from './items.module.css';
import { SideBySide } from './SideBySide';

const ItemTools = lazy(() => import('./ItemTools'));

/** One item: what people see, and what each of them answered, side by side. */
export function ItemDrawer(props: {
  project: Project;
  id: string;
  title: string;
  previous: string | undefined;
  next: string | undefined;
  onOpen: (id: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('manage');
  const { project, id, previous, next, onOpen } = props;
  const item = useItem(project.id, id);
  const manages = useMay('manage');
  return (
    <Modal title={props.title} drawer wide onClose={props.onClose}>
      <div className={own.drawer}>
        <div className={css.between}>
          {item.data ? <Facts item={item.data} /> : <span />}
          <div className={css.row}>
            {manages && item.data && (
              <Suspense>
                <ItemTools key={item.data.id} project={project} item={item.data} />
              </Suspense>
            )}
            <Button
              kind="default"
              size="small"
              disabled={!previous}
              onClick={() => previous && onOpen(previous)}
            >
              {t('items.previous')}
            </Button>
            <Button kind="default" size="small" disabled={!next} onClick={() => next && onOpen(next)}>
              {t('items.next')}
            </Button>
          </div>
        </div>
        {item.error && !item.data ? (
          <ErrorState error={item.error} retry={() => void item.refetch()} />
        ) : null}
        {item.isPending && <Loading />}
        {item.data && <Answers project={project} item={item.data} />}
        {item.data && (
          <>
            <h3 className={own.heading}>{t('items.content')}</h3>
            <ItemContent content={item.data.content} />
            <Thread project={project} item={item.data.id} />
            <Metadata item={item.data} />
          </>
        )}
      </div>
    </Modal>
  );
}

function Facts({ item }: { item: Item }) {
  const { t } = useTranslation('manage');
  return (
    <div className={css.row}>
      <State state={item.state} title={t(`itemState.${item.state}`)} />
      <span className={own.external}>{item.external_id}</span>
      <CopyButton text={item.external_id} name={t('items.externalId')} />
    </div>
  );
}

function Answers({ project, item }: { project: Project; item: Item }) {
  const { t } = useTranslation('manage');
  const annotations = useAnnotations(project.id, item.id);
  const form = useProjectForm(project.id);
  const failed = annotations.error ?? form.error;
  if (failed)
    return (
      <ErrorState
        error={failed}
        retry={() => {
          void annotations.refetch();
          void form.refetch();
        }}
      />
    );
  if (!annotations.data || !form.data) return <Loading />;
  return (
    <>
      <h3 className={own.heading}>
        {t('items.answers')}{' '}
        <span className={css.small}>
          {t('overview.ofShort', { done: String(item.submitted), total: String(item.overlap) })}
        </span>
      </h3>
      {annotations.data.length === 0 ? (
        <p className={css.small}>{t('items.noAnswers')}</p>
      ) : (
        <SideBySide
          label={t('items.answers')}
          form={form.data.form}
          content={item.content}
          columns={annotations.data.map(
            ({ id, member, submitted_at, seconds, revision, answers, assets }) => ({
              id,
              answers,
              assets,
              heading: (
                <>
                  {member.name}
                  <span className={own.given} title={dateTime(submitted_at)}>
                    {span(seconds)}
                    {revision > 1 && ` · ${t('items.revision', { count: revision })}`}
                  </span>
                </>
              ),
            }),
          )}
        />
      )}
      <Suggestions project={project} item={item} form={form.data.form} />
    </>
  );
}

/** What models propose for the item, told apart from what people said. */
function Suggestions({ project, item, form }: { project: Project; item: Item; form: Form }) {
  const { t } = useTranslation('manage');
  const suggestions = useSuggestions(project.id, item.id);
  if (!suggestions.data || suggestions.data.length === 0) return null;
  return (
    <>
      <h3 className={own.heading}>{t('items.suggestions')}</h3>
      <p className={css.small}>{t(`suggestionsNow.${project.suggestions}`)}</p>
      <SideBySide
        label={t('items.suggestions')}
        form={form}
        content={item.content}
        columns={suggestions.data.map(({ id, agent, score, answers }) => ({
          id,
          answers,
          heading: (
            <>
              {agent}
              {score !== null && (
                <span className={own.given}>{t('items.score', { score: number(score, 2) })}</span>
              )}
            </>
          ),
        }))}
      />
    </>
  );
}

function Metadata({ item }: { item: Item }) {
  const { t } = useTranslation('manage');
  if (Object.keys(item.metadata).length === 0) return null;
  return (
    <details className={own.metadata}>
      <summary>{t('items.metadata')}</summary>
      <pre>{JSON.stringify(item.metadata, null, 2)}</pre>
    </details>
  );
}
