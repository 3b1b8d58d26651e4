import { useTranslation } from 'react-i18next';
import type { Annotation, Item, Project } from '../../api';
import { dateTime } from '../../i18n/format';
import { Button, ErrorState, Icon, Loading } from '../../ui';
import { CopyButton } from '../parts/Copy';
import { Modal } from '../parts/Modal';
import css from '../parts/parts.module.css';
import { State } from '../parts/State';
import { span } from '../project/time';
import { useAnnotations, useItem, useProjectForm } from '../queries';
import { compare, letters, type Row, valueWords } from './compare';
import { ItemContent } from './ItemContent';
import own from './items.module.css';

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
  return (
    <Modal title={props.title} drawer wide onClose={props.onClose}>
      <div className={own.drawer}>
        <div className={css.between}>
          {item.data ? <Facts item={item.data} /> : <span />}
          <div className={css.row}>
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
          item={item}
          annotations={annotations.data}
          rows={compare(form.data.form, item.content, annotations.data)}
        />
      )}
    </>
  );
}

function SideBySide({ item, annotations, rows }: { item: Item; annotations: Annotation[]; rows: Row[] }) {
  const { t } = useTranslation('manage');
  const called = letters(item.content);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by the keyboard
    <div className={own.scroll} tabIndex={0} role="region" aria-label={t('items.answers')}>
      <table className={own.answers}>
        <thead>
          <tr>
            <th scope="col">{t('items.question')}</th>
            {annotations.map(({ id, member, submitted_at, seconds, revision }) => (
              <th key={id} scope="col">
                {member.name}
                <span className={own.given} title={dateTime(submitted_at)}>
                  {span(seconds)}
                  {revision > 1 && ` · ${t('items.revision', { count: revision })}`}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, title, on, question, values, differ }) => (
            <tr key={key} data-differ={(differ && question?.kind !== 'text') || undefined}>
              <th scope="row">
                {title} {on && <span className={own.letter}>{on}</span>}
                {differ && question?.kind !== 'text' && (
                  <span className={own.differ}>
                    <Icon name="alert" size={13} /> {t('items.differ')}
                  </span>
                )}
              </th>
              {values.map((value, index) => (
                <td key={annotations[index]?.id}>
                  {value ? (
                    valueWords(value, question, called, {
                      unsure: t('items.unsure'),
                      other: t('items.other'),
                    })
                  ) : (
                    <span className={css.small}>–</span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
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
