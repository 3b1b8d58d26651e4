import { useState } from 'react';
import type { Project } from '../../../api';
import { useTranslation } from '../../../i18n';
import { Button, Flyout, FlyoutGroup, flyoutEntry, Icon, type IconName } from '../../../ui';
import { BulkDialog, type Doing } from './BulkDialog';
import css from './browse.module.css';
import { ALL, chosen, NONE, type Selection } from './selection';
import type { Count, Query } from './types';

const FIRST = [
  { what: 'assign', icon: 'users' },
  { what: 'prioritise', icon: 'flag' },
  { what: 'due', icon: 'clock' },
] as const satisfies readonly { what: Doing; icon: IconName }[];
const REST = [
  { what: 'review', icon: 'check' },
  { what: 'adjudicate', icon: 'flow' },
  { what: 'export', icon: 'download' },
  { what: 'exclude', icon: 'minus' },
  { what: 'admit', icon: 'plus' },
  { what: 'withdraw', icon: 'pause' },
  { what: 'restore', icon: 'undo' },
] as const satisfies readonly { what: Doing; icon: IconName }[];

/** As many as the server changes at once. */
export const MOST = 10_000;

/** What can be done with the items that are chosen; stays in sight while the list scrolls. */
export function BulkBar(props: {
  project: Project;
  filters: Query;
  selection: Selection;
  count: Count | undefined;
  /** Whether every item that has been fetched is chosen: then the rest may be meant as well. */
  everyLoaded: boolean;
  onSelect: (selection: Selection) => void;
}) {
  const { t } = useTranslation('items');
  const { project, filters, selection, count, onSelect } = props;
  const [doing, setDoing] = useState<Doing | null>(null);
  const size = selection.all ? count?.count : selection.ids.size;
  const fits = count?.exact === true && count.count <= MOST;
  const more = !selection.all && props.everyLoaded && (count?.count ?? 0) > selection.ids.size;
  return (
    <>
      <section className={css.bulk} aria-label={t('bulk.title')}>
        <p role="status">
          <strong>
            {selection.all ? t('bulk.all', { count: size ?? 0 }) : t('bulk.chosen', { count: size })}
          </strong>
          {more && fits && (
            <button type="button" className={css.bulkAll} onClick={() => onSelect(ALL)}>
              {t('bulk.selectAll', { count: count?.count ?? 0 })}
            </button>
          )}
          {more && !fits && <span className={css.bulkMost}>{t('bulk.most', { count: MOST })}</span>}
        </p>
        <div className={css.bulkDoings}>
          {FIRST.map(({ what, icon }) => (
            <Button key={what} kind="default" size="small" icon={icon} onClick={() => setDoing(what)}>
              {t(`bulk.${what}`)}
            </Button>
          ))}
          <Flyout
            side="end"
            label={t('bulk.more')}
            buttonClassName={css.bulkMore ?? ''}
            button={<Icon name="dots" size={18} />}
          >
            <FlyoutGroup>
              {REST.map(({ what, icon }) => (
                <button
                  key={what}
                  type="button"
                  className={flyoutEntry}
                  data-closes
                  onClick={() => setDoing(what)}
                >
                  <Icon name={icon} size={16} />
                  {t(`bulk.${what}`)}
                </button>
              ))}
            </FlyoutGroup>
          </Flyout>
          <button
            type="button"
            className={css.bulkClose}
            aria-label={t('bulk.clear')}
            onClick={() => onSelect(NONE)}
          >
            <Icon name="close" size={17} />
          </button>
        </div>
      </section>
      {doing && (
        <BulkDialog
          project={project}
          doing={doing}
          items={chosen(selection, filters)}
          size={size ?? 0}
          onDone={() => onSelect(NONE)}
          onClose={() => setDoing(null)}
        />
      )}
    </>
  );
}
