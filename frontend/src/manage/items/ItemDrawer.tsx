import './words';
import { lazy, Suspense } from 'react';
import type { Item, Project } from '../../api';
import { useMay } from '../../app/session';
import { useTranslation } from '../../i18n';
import { date, percent } from '../../i18n/format';
import { Button, ErrorState, Loading } from '../../ui';
import { Thread } from '../comments/Thread';
import { CopyButton } from '../parts/Copy';
import { Modal } from '../parts/Modal';
import css from '../parts/parts.module.css';
import { State } from '../parts/State';
import { useItem } from '../queries';
import { Answers } from './Answers';
import { priorityName } from './browse/priority';
import type { ItemRow } from './browse/types';
import { ItemContent } from './ItemContent';
import own from './items.module.css';
import { Timeline } from './timeline/Timeline';
import { chance } from './truth/words';
import { useDrawerKeys } from './useDrawerKeys';

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
  useDrawerKeys({
    next: () => next && onOpen(next),
    previous: () => previous && onOpen(previous),
  });
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
            <Timeline project={project.id} item={item.data} />
            <Metadata item={item.data} />
          </>
        )}
      </div>
    </Modal>
  );
}

function Facts({ item }: { item: Item }) {
  const { t } = useTranslation(['items', 'manage']);
  // The list's row says more of an item than the API's types yet know.
  const { state, priority, due_at, agreement, certainty } = item as unknown as ItemRow;
  return (
    <div className={css.row}>
      <State state={state} title={t(`state.${state}`)} />
      <span className={own.external}>{item.external_id}</span>
      <CopyButton text={item.external_id} name={t('manage:items.externalId')} />
      <span className={css.small}>
        {[
          priority ? priorityName(priority, t) : '',
          due_at ? t('list.dueOn', { day: date(due_at) }) : '',
          agreement === null || agreement === undefined ? '' : t('list.agree', { share: percent(agreement) }),
          certainty === null || certainty === undefined
            ? ''
            : t('list.certain', { share: chance(certainty) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
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
