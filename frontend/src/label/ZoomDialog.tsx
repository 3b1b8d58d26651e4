import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from '../i18n';
import { Icon } from '../ui/Icon';
import type { Picture } from './ready';
import css from './ZoomDialog.module.css';

const STEP = 1.35;
const LARGEST = 12;

/** Pictures at any size: buttons, + − 0, Ctrl and the wheel; drag or scroll to move; arrows for the next picture. */
export default function ZoomDialog(props: {
  pictures: ReadonlyMap<string, Picture>;
  first: string;
  onClose: () => void;
}) {
  const { t } = useTranslation('label');
  const dialog = useRef<HTMLDialogElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const handles = [...props.pictures.keys()];
  const [at, setAt] = useState(() => Math.max(0, handles.indexOf(props.first)));
  const [zoom, setZoom] = useState(1);
  const picture = props.pictures.get(handles[at] ?? '');
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    frame.current?.focus();
    return () => element?.close();
  }, []);
  const by = (factor: number) => setZoom((now) => Math.min(LARGEST, Math.max(1, now * factor)));
  const go = (step: number) => {
    setAt((now) => (now + step + handles.length) % handles.length);
    setZoom(1);
  };
  useCentre(frame, zoom);
  useWheelZoom(frame, by);
  if (!picture) return null;
  return (
    <dialog
      ref={dialog}
      className={css.dialog}
      aria-label={t('image.name', { number: at + 1 })}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onKeyDown={(event) => {
        if (event.key === '+' || event.key === '=') by(STEP);
        else if (event.key === '-') by(1 / STEP);
        else if (event.key === '0') setZoom(1);
        else if (event.key === 'z') props.onClose();
        else if (event.key === 'ArrowRight' && zoom === 1) go(1);
        else if (event.key === 'ArrowLeft' && zoom === 1) go(-1);
        else return;
        event.preventDefault();
      }}
    >
      <div className={css.bar}>
        <span className={css.size}>
          {picture.width} × {picture.height} · {Math.round(zoom * 100)} %
        </span>
        {handles.length > 1 && (
          <>
            <Tool icon="arrowLeft" name={t('image.previous')} onClick={() => go(-1)} />
            <Tool icon="arrowRight" name={t('image.next')} onClick={() => go(1)} />
          </>
        )}
        <Tool icon="minus" name={t('image.smaller')} onClick={() => by(1 / STEP)} />
        <Tool icon="plus" name={t('image.larger')} onClick={() => by(STEP)} />
        <button type="button" className={css.fit} onClick={() => setZoom(1)}>
          {t('image.fit')}
        </button>
        <Tool icon="close" name={t('close', { ns: 'common' })} onClick={props.onClose} />
      </div>
      <div
        ref={frame}
        className={css.frame}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
        tabIndex={0}
        role="group"
        aria-label={t('image.name', { number: at + 1 })}
      >
        <div className={css.canvas} style={{ width: `${zoom * 100}%`, height: `${zoom * 100}%` }}>
          <img src={picture.url} alt={t('image.name', { number: at + 1 })} draggable={false} />
        </div>
      </div>
    </dialog>
  );
}

function Tool({
  icon,
  name,
  onClick,
}: {
  icon: Parameters<typeof Icon>[0]['name'];
  name: string;
  onClick: () => void;
}) {
  return (
    <button type="button" className={css.tool} aria-label={name} title={name} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

/** What was in the middle stays in the middle when the size changes. */
function useCentre(frame: React.RefObject<HTMLDivElement | null>, zoom: number): void {
  const before = useRef(zoom);
  useLayoutEffect(() => {
    const element = frame.current;
    const factor = zoom / before.current;
    before.current = zoom;
    if (!element || factor === 1) return;
    element.scrollLeft = (element.scrollLeft + element.clientWidth / 2) * factor - element.clientWidth / 2;
    element.scrollTop = (element.scrollTop + element.clientHeight / 2) * factor - element.clientHeight / 2;
  }, [frame, zoom]);
}

/** Ctrl or ⌘ with the wheel zooms; dragging moves the picture. */
function useWheelZoom(frame: React.RefObject<HTMLDivElement | null>, by: (factor: number) => void): void {
  const latest = useRef(by);
  latest.current = by;
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      latest.current(Math.exp(-event.deltaY / 300));
    };
    const drag = (event: PointerEvent) => {
      if (event.buttons === 1) element.scrollBy(-event.movementX, -event.movementY);
    };
    element.addEventListener('wheel', wheel, { passive: false });
    element.addEventListener('pointermove', drag);
    return () => {
      element.removeEventListener('wheel', wheel);
      element.removeEventListener('pointermove', drag);
    };
  }, [frame]);
}
