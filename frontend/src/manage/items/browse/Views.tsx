import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { asProblem } from '../../../api';
import { useMay } from '../../../app/session';
import { useTranslation } from '../../../i18n';
import { Button, Flyout, FlyoutGroup, flyoutEntry, Icon, toast, toastError } from '../../../ui';
import { Confirm } from '../../parts/Confirm';
import { Modal } from '../../parts/Modal';
import { Problem } from '../../parts/Problem';
import shared from '../../parts/parts.module.css';
import { Toggle } from '../../parts/Toggle';
import css from './browse.module.css';
import { useChangeView, useDropView, useKeepView, useViews } from './calls';
import { same } from './query';
import type { Query, View } from './types';

type Open = { what: 'keep' | 'rename' | 'drop' } | null;

/** Filters that people keep under a name, for themselves or for everybody. */
export function Views(props: {
  project: string;
  query: Query;
  /** The id of the view that was picked last. */
  picked: string;
  onPick: (view: View | null) => void;
}) {
  const { t } = useTranslation('items');
  const { project, query, picked, onPick } = props;
  const manages = useMay('manage');
  const views = useViews(project).data ?? [];
  const view = views.find(({ id }) => id === picked);
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => setOpen(null);
  const own = views.filter(({ mine }) => mine);
  const others = views.filter(({ mine }) => !mine);
  const altered = view !== undefined && !same(view.query, query);
  return (
    <>
      <Flyout
        buttonClassName={css.viewButton ?? ''}
        button={
          <>
            <Icon name="columns" size={16} />
            <span className={css.viewName}>{view?.name ?? t('views.all')}</span>
            {altered && <span className={css.altered}>{t('views.altered')}</span>}
            <Icon name="chevronDown" size={14} />
          </>
        }
      >
        <FlyoutGroup>
          <Entry title={t('views.all')} on={!view} onPick={() => onPick(null)} />
        </FlyoutGroup>
        <Group title={t('views.own')} views={own} picked={picked} onPick={onPick} />
        <Group title={t('views.others')} views={others} picked={picked} onPick={onPick} />
        <Doings
          project={project}
          query={query}
          view={view}
          altered={altered}
          own={view !== undefined && (view.mine || manages)}
          onOpen={(what) => setOpen({ what })}
        />
      </Flyout>
      {open?.what === 'keep' && <Keep project={project} query={query} onKept={onPick} onClose={close} />}
      {open?.what === 'rename' && view && <Rename project={project} view={view} onClose={close} />}
      {open?.what === 'drop' && view && (
        <Drop project={project} view={view} onDropped={() => onPick(null)} onClose={close} />
      )}
    </>
  );
}

function Group(props: {
  title: string;
  views: readonly View[];
  picked: string;
  onPick: (view: View) => void;
}) {
  if (props.views.length === 0) return null;
  return (
    <FlyoutGroup title={props.title}>
      {props.views.map((view) => (
        <Entry
          key={view.id}
          title={view.name}
          shared={view.shared}
          on={view.id === props.picked}
          onPick={() => props.onPick(view)}
        />
      ))}
    </FlyoutGroup>
  );
}

function Entry(props: { title: string; shared?: boolean; on: boolean; onPick: () => void }) {
  const { t } = useTranslation('items');
  return (
    <button type="button" className={flyoutEntry} data-closes aria-pressed={props.on} onClick={props.onPick}>
      <span className={css.viewEntry}>{props.title}</span>
      {props.shared && (
        <span className={css.viewShared} title={t('views.sharedHelp')}>
          <Icon name="users" size={15} />
          <span className="visually-hidden">{t('views.sharedHelp')}</span>
        </span>
      )}
    </button>
  );
}

function Doings(props: {
  project: string;
  query: Query;
  view: View | undefined;
  altered: boolean;
  own: boolean;
  onOpen: (what: 'keep' | 'rename' | 'drop') => void;
}) {
  const { t } = useTranslation('items');
  const { query, view, altered, own, onOpen } = props;
  const change = useChangeView(props.project);
  const nothing = Object.keys(query).length === 0;
  const save = (): void => {
    if (!view) return;
    change.mutate(
      { view: view.id, changes: { query } },
      { onSuccess: () => toast(t('views.saved', { name: view.name })), onError: toastError },
    );
  };
  return (
    <FlyoutGroup>
      {own && altered && (
        <button type="button" className={flyoutEntry} data-closes onClick={save}>
          <Icon name="check" size={16} />
          {t('views.save', { name: view?.name })}
        </button>
      )}
      <button
        type="button"
        className={flyoutEntry}
        data-closes
        disabled={nothing}
        onClick={() => onOpen('keep')}
      >
        <Icon name="plus" size={16} />
        {t(nothing ? 'views.keepNothing' : 'views.keep')}
      </button>
      {own && (
        <>
          <button type="button" className={flyoutEntry} data-closes onClick={() => onOpen('rename')}>
            <Icon name="pencil" size={16} />
            {t('views.rename')}
          </button>
          <button type="button" className={flyoutEntry} data-closes onClick={() => onOpen('drop')}>
            <Icon name="trash" size={16} />
            {t('views.drop')}
          </button>
        </>
      )}
    </FlyoutGroup>
  );
}

function Keep(props: { project: string; query: Query; onKept: (view: View) => void; onClose: () => void }) {
  const { t } = useTranslation('items');
  const keep = useKeepView(props.project, (view) => {
    toast(t('views.saved', { name: view.name }));
    props.onKept(view);
    props.onClose();
  });
  return (
    <Naming
      title={t('views.keepTitle')}
      name=""
      shared={false}
      error={keep.error}
      pending={keep.isPending}
      onSave={(name, shared) => keep.mutate({ name, shared, query: props.query })}
      onClose={props.onClose}
    />
  );
}

function Rename({ project, view, onClose }: { project: string; view: View; onClose: () => void }) {
  const { t } = useTranslation('items');
  const change = useChangeView(project);
  return (
    <Naming
      title={t('views.renameTitle', { name: view.name })}
      name={view.name}
      shared={view.shared}
      error={change.error}
      pending={change.isPending}
      onSave={(name, shared) =>
        change.mutate({ view: view.id, changes: { name, shared } }, { onSuccess: onClose })
      }
      onClose={onClose}
    />
  );
}

function Naming(props: {
  title: string;
  name: string;
  shared: boolean;
  error: unknown;
  pending: boolean;
  onSave: (name: string, shared: boolean) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation(['items', 'common']);
  const [name, setName] = useState(props.name);
  const [everybody, setEverybody] = useState(props.shared);
  return (
    <Modal title={props.title} onClose={props.onClose}>
      <form
        className={shared.stack}
        onSubmit={(event) => {
          event.preventDefault();
          props.onSave(name.trim(), everybody);
        }}
      >
        <TextInput
          label={t('views.name')}
          required
          data-autofocus
          maxLength={120}
          value={name}
          error={props.error ? asProblem(props.error).at('/name') : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Toggle
          label={t('views.share')}
          description={t('views.shareHelp')}
          checked={everybody}
          onChange={(event) => setEverybody(event.currentTarget.checked)}
        />
        <Problem error={props.error} shown={['/name']} />
        <div className={shared.foot}>
          <Button kind="default" onClick={props.onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" busy={props.pending} disabled={!name.trim()}>
            {t('common:save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Drop(props: { project: string; view: View; onDropped: () => void; onClose: () => void }) {
  const { t } = useTranslation('items');
  const drop = useDropView(props.project);
  return (
    <Confirm
      title={t('views.dropTitle', { name: props.view.name })}
      action={t('views.drop')}
      pending={drop.isPending}
      error={drop.error}
      onConfirm={() =>
        drop.mutate(props.view.id, {
          onSuccess: () => {
            props.onDropped();
            props.onClose();
          },
        })
      }
      onClose={props.onClose}
    >
      {t('views.dropHelp')}
    </Confirm>
  );
}
