import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import { ItemView } from '../label/ItemView';
import { useCommandsFor } from '../label/itemCommands';
import type { Open } from '../label/open';
import { parts } from '../label/parts';
import type { Ready } from '../label/ready';
import css from './review.module.css';

const ZoomDialog = lazy(parts.zoom);
const Differences = lazy(parts.differences);

/** The real fields of an item in an annotator's place, for a reviewer or adjudicator who writes answers of their own. */
export function Widgets(props: {
  ready: Ready;
  /** Whether something lies over it. */
  open: boolean;
  label: string;
  title: string;
  onSubmit: () => void;
  onLeave: () => void;
  onHelp: () => void;
  footer: ReactNode;
}) {
  const { ready } = props;
  const [over, setOver] = useState<Open>(null);
  const [said, setSaid] = useState('');
  const zoom = useCallback((handle: string) => setOver({ zoom: handle }), []);
  const close = useCallback(() => setOver(null), []);
  useCommandsFor({
    current: { ...ready, id: ready.assignment.id },
    open: props.open ? 'help' : over,
    setOpen: (next) => {
      const wanted = typeof next === 'function' ? next(over) : next;
      if (wanted === 'help') props.onHelp();
      else if (wanted === 'differences' || (wanted && typeof wanted === 'object' && 'zoom' in wanted))
        setOver(wanted);
    },
    submit: props.onSubmit,
    takeBack: () => {},
    onMany: () => {},
    onPalette: () => {},
    say: setSaid,
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape leads back to where one came from
    <div
      className={css.widgets}
      onKeyDown={(event) => {
        const { target } = event;
        const busy =
          target instanceof HTMLElement && target.closest('textarea, input, select, dialog, [data-surface]');
        if (event.key === 'Escape' && !event.defaultPrevented && !busy) props.onLeave();
      }}
    >
      <h2 className={css.widgetsTitle}>{props.title}</h2>
      <div className={css.widgetsItem}>
        <ItemView
          ready={ready}
          live
          label={props.label}
          onZoom={zoom}
          footer={() => <div className={css.widgetsFoot}>{props.footer}</div>}
        />
      </div>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      <Suspense>
        {over === 'differences' && <Differences item={ready.item} onClose={close} />}
        {over !== null && typeof over === 'object' && 'zoom' in over && (
          <ZoomDialog pictures={ready.pictures} first={over.zoom} onClose={close} />
        )}
      </Suspense>
    </div>
  );
}
