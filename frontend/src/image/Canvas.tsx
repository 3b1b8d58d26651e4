import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { Region } from '../api/types';
import css from './Canvas.module.css';
import type { Camera } from './camera';
import { type Desk, imageOf, pointsOf } from './desk';
import { boundsOf } from './geometry';
import { type Look, type Mark, Marks } from './Marks';
import { Tags } from './Tags';
import { Top } from './Top';
import { usePointer } from './usePointer';

/** A touch of each below 1 is darker or flatter, above 1 brighter or sharper. */
export type Light = { brightness: number; contrast: number };
/** Above this many CSS pixels per pixel of the picture its pixels are shown as squares. */
const SQUARE = 4;

type Props = {
  url: string;
  width: number;
  height: number;
  /** What the drawing is an answer on, by which the key for marking finds it. */
  on: string;
  label: string;
  describedBy: string;
  desk: Desk;
  camera: Camera;
  regions: readonly Region[];
  lookOf: (region: Region) => Look;
  /** The look of what is drawn next. */
  next: Look;
  /** Shapes of other questions, only to be seen. */
  others: readonly Mark[];
  light: Light;
  frame: RefObject<HTMLDivElement | null>;
  /** Words while the picture is fetched, and when it cannot be had. */
  words: { loading: string; missing: ReactNode };
  onPlace: () => void;
};

/** A picture with shapes on it, drawn by pointer and by keys. Zooming changes what the layers view, never their size. */
export function Canvas(props: Props) {
  const { desk, camera, frame, width, height } = props;
  const view = useSyncExternalStore(camera.state.subscribe, camera.state.get);
  const { tool, selected } = useSyncExternalStore(desk.state.subscribe, desk.state.get);
  const space = useRef({ held: false, used: false });
  const handlers = usePointer(frame, desk, camera, space);
  useFrame(frame, camera, width, height);
  useReveal(desk, camera);
  const [loaded, setLoaded] = useState<'loading' | 'ready' | 'missing'>('loading');

  const box = `${view.x} ${view.y} ${view.frame.width / view.scale} ${view.frame.height / view.scale}`;
  const unit = { '--unit': `${1 / view.scale}px` } as CSSProperties;
  return (
    <div
      ref={frame}
      className={css.frame}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application within the page, driven by keys
      tabIndex={0}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      data-surface
      data-on={props.on}
      data-tool={tool}
      data-scrolls-page={(tool === 'select' && view.fits && selected === null) || undefined}
      style={{ '--ratio': width / height } as CSSProperties}
      {...handlers}
      {...spaceBar(space, props.onPlace)}
    >
      <img
        src={props.url}
        alt=""
        draggable={false}
        className={css.picture}
        data-squares={view.scale >= SQUARE || undefined}
        onLoad={() => setLoaded('ready')}
        onError={() => setLoaded('missing')}
        style={{
          left: -view.x * view.scale,
          top: -view.y * view.scale,
          width: width * view.scale,
          height: height * view.scale,
          ...filterOf(props.light),
        }}
      />
      <Base {...props} box={box} />
      <svg className={css.layer} viewBox={box} preserveAspectRatio="xMinYMin" style={unit} aria-hidden="true">
        <PickedAndDrawn {...props} />
      </svg>
      {loaded !== 'ready' && (
        <p className={css.state} data-missing={loaded === 'missing' || undefined}>
          {props.words[loaded]}
        </p>
      )}
    </div>
  );
}

const filterOf = ({ brightness, contrast }: Light): CSSProperties =>
  brightness === 1 && contrast === 1 ? {} : { filter: `brightness(${brightness}) contrast(${contrast})` };

/** All shapes but the picked one, and their labels. */
function Base({ desk, regions, lookOf, others, camera, box }: Props & { box: string }) {
  const state = useSyncExternalStore(desk.state.subscribe, desk.state.get);
  const { image, selected, hidden, alone, named } = state;
  const marks = useMemo(
    () => [
      ...others,
      ...regions.flatMap((region, at): Mark[] => {
        if (imageOf(region) !== image || at === selected || hidden.has(region)) return [];
        return alone && selected !== null ? [] : [{ at, region, ...lookOf(region) }];
      }),
    ],
    [regions, lookOf, others, image, selected, hidden, alone],
  );
  return (
    <>
      <svg className={css.layer} viewBox={box} preserveAspectRatio="xMinYMin" aria-hidden="true">
        <Marks marks={marks} />
      </svg>
      {named && <Tags marks={marks} camera={camera} />}
    </>
  );
}

function PickedAndDrawn({ desk, camera, regions, lookOf, next }: Props) {
  const { image, selected, hidden, locked } = useSyncExternalStore(desk.state.subscribe, desk.state.get);
  const region = selected === null ? undefined : regions[selected];
  const seen = region && imageOf(region) === image && !hidden.has(region);
  const picked = seen ? { region, ...lookOf(region), locked: locked.has(region) } : null;
  return <Top desk={desk} camera={camera} picked={picked} next={next} />;
}

/** The space bar places a corner when it is let go, unless the picture was pulled meanwhile. */
function spaceBar(space: RefObject<{ held: boolean; used: boolean }>, onPlace: () => void) {
  return {
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === ' ' && !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey)
        space.current = { held: true, used: false };
    },
    onKeyUp: (event: KeyboardEvent) => {
      if (event.key !== ' ' || !space.current.held) return;
      if (!space.current.used) onPlace();
      space.current = { held: false, used: false };
    },
    onBlur: () => {
      space.current = { held: false, used: false };
    },
  };
}

/** Tells the camera how large the canvas is. */
function useFrame(frame: RefObject<HTMLElement | null>, camera: Camera, width: number, height: number): void {
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const lay = () =>
      camera.lay({ width, height }, { width: element.clientWidth, height: element.clientHeight });
    lay();
    if (typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(lay);
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame, camera, width, height]);
}

/** What is picked by a key or in the list comes into sight, and so does the cursor of the keyboard. */
function useReveal(desk: Desk, camera: Camera): void {
  useLayoutEffect(() => {
    const show = () => {
      const region = desk.selected;
      const event = desk.event.get();
      if (region && event?.what !== 'removed') camera.reveal(boundsOf(pointsOf(region)));
    };
    const follow = () => {
      const { at, byKeys } = desk.live.get();
      if (at && byKeys) camera.reveal(boundsOf([at]));
    };
    const forget = [desk.event.subscribe(show), desk.live.subscribe(follow)];
    return () => {
      for (const each of forget) each();
    };
  }, [desk, camera]);
}
