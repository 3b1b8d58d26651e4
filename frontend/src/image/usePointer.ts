import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import type { Region } from '../api/types';
import type { Camera } from './camera';
import { type Desk, imageOf, pointsOf } from './desk';
import { boundsOf, distance, hit, isPath, moved, type Point, type Size } from './geometry';
import { cursorOf, type Grip, gripAt, gripsOf, taken } from './grips';

/** How far off a press may be, in CSS pixels, and how far it may slip and still be no drag. */
const SLACK = { mouse: 7, touch: 18, pen: 10 } as const;
const SLIP = 4;

type Press = { from: Point; at: Point; slipped: boolean };
type Gesture = Press &
  (
    | { kind: 'pan'; empty: boolean }
    | { kind: 'move'; points: Point[]; region: Region }
    | { kind: 'grip'; points: Point[]; region: Region; grip: Grip }
    | { kind: 'draw'; begun: boolean }
  );

export type Handlers = Record<
  'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel' | 'onPointerLeave',
  (event: PointerEvent<HTMLElement>) => void
>;

/** Mouse, pen and touch on the canvas. `space` says whether the space bar is held, and is told when it was used to pan. */
export function usePointer(
  frame: RefObject<HTMLElement | null>,
  desk: Desk,
  camera: Camera,
  space: RefObject<{ held: boolean; used: boolean }>,
): Handlers {
  const gesture = useRef<Gesture | null>(null);
  const touches = useRef(new Map<number, Point>());
  useWheel(frame, camera);

  const place = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const { left = 0, top = 0 } = frame.current?.getBoundingClientRect() ?? {};
    return [clientX - left, clientY - top];
  };
  const start = (event: PointerEvent, at: Point): Gesture => {
    const press: Press = { from: at, at, slipped: false };
    if (event.button === 1 || space.current.held) {
      space.current.used = true;
      return { ...press, kind: 'pan', empty: false };
    }
    const slack = (SLACK[event.pointerType as keyof typeof SLACK] ?? SLACK.mouse) * camera.unit;
    const spot = camera.seen(at);
    return grab(press, desk, camera, spot, slack, event.altKey) ?? begin(press, desk, spot, slack);
  };
  const handlers: Handlers = {
    onPointerDown: (event) => {
      if (event.button > 1) return;
      const at = place(event);
      event.currentTarget.setPointerCapture?.(event.pointerId);
      if (event.button === 1) event.preventDefault();
      if (event.pointerType === 'touch') {
        touches.current.set(event.pointerId, at);
        if (touches.current.size > 1) {
          giveUp(gesture.current, desk);
          gesture.current = null;
          return;
        }
      }
      gesture.current = start(event, at);
    },
    onPointerMove: (event) => {
      const at = place(event);
      if (touches.current.size > 1) {
        pinch(touches.current, event.pointerId, at, camera);
        return;
      }
      if (touches.current.has(event.pointerId)) touches.current.set(event.pointerId, at);
      const now = gesture.current;
      if (now) follow(now, at, desk, camera);
      else hover(frame.current, at, desk, camera, space.current.held);
    },
    onPointerUp: (event) => {
      touches.current.delete(event.pointerId);
      const now = gesture.current;
      gesture.current = null;
      if (now) finish(now, place(event), desk, camera);
      if (event.pointerType === 'touch') desk.point(null);
    },
    onPointerCancel: (event) => {
      touches.current.delete(event.pointerId);
      giveUp(gesture.current, desk);
      gesture.current = null;
    },
    onPointerLeave: () => {
      if (!gesture.current && !desk.live.get().byKeys) desk.point(null);
    },
  };
  return handlers;
}

/** Takes hold of a handle of the picked shape, whatever the tool is, unless a shape is being drawn. */
function grab(
  press: Press,
  desk: Desk,
  camera: Camera,
  spot: Point,
  slack: number,
  remove: boolean,
): Gesture | null {
  const region = desk.selected;
  if (desk.drawing || !region || imageOf(region) !== desk.state.get().image || !desk.isFree(region))
    return null;
  const points = pointsOf(region);
  const grip = gripAt(gripsOf(region.shape, points, camera.unit, desk.size), spot, tight(points, slack));
  if (!grip) return null;
  if (remove && grip.kind === 'corner') {
    desk.removeCorner(grip.index);
    return { ...press, kind: 'pan', empty: false };
  }
  desk.patch({ corner: grip.kind === 'corner' && isPath(region.shape) ? grip.index : null });
  return { ...press, kind: 'grip', points, region, grip };
}
/** On a small shape handles must not leave no room to take the shape itself. */
function tight(points: readonly Point[], slack: number): number {
  const { width, height } = boundsOf(points);
  const shorter = Math.min(width, height);
  return shorter > 0 && shorter < slack * 2 ? Math.max(slack / 3, shorter / 3) : slack;
}

function begin(press: Press, desk: Desk, spot: Point, slack: number): Gesture {
  const { tool } = desk.state.get();
  if (tool === 'select') return pick(press, desk, spot, slack);
  const begun = !desk.drawing && (tool === 'box' || tool === 'rotated_box');
  desk.point(spot);
  // The second corner of a box comes where the pointer is let go, every other corner where it is pressed.
  if (begun || isPath(tool) || tool === 'point') desk.place(spot, slack);
  return { ...press, kind: 'draw', begun };
}

function pick(press: Press, desk: Desk, spot: Point, slack: number): Gesture {
  const at = regionAt(desk, spot, slack);
  const region = desk.regions[at];
  if (!region) return { ...press, kind: 'pan', empty: true };
  if (desk.state.get().selected !== at) desk.select(at);
  return desk.isFree(region)
    ? { ...press, kind: 'move', points: pointsOf(region), region }
    : { ...press, kind: 'pan', empty: false };
}

/** The region at a place, by its index; what is hidden cannot be picked. */
export function regionAt(desk: Desk, spot: Point, slack: number): number {
  const { image, hidden, alone, selected } = desk.state.get();
  const seen = desk.regions.map((region, at) => ({ region, at }));
  const here = seen.filter(
    ({ region, at }) =>
      imageOf(region) === image && !hidden.has(region) && !(alone && selected !== null && at !== selected),
  );
  const shapes = here.map(({ region }) => ({ shape: region.shape, points: pointsOf(region) }));
  return here[hit(shapes, spot, slack)]?.at ?? -1;
}

function follow(gesture: Gesture, at: Point, desk: Desk, camera: Camera): void {
  gesture.slipped ||= distance(gesture.from, at) > SLIP;
  const before = gesture.at;
  gesture.at = at;
  if (gesture.kind === 'pan') {
    if (gesture.slipped) camera.pan([at[0] - before[0], at[1] - before[1]]);
    return;
  }
  const [start, now] = [camera.seen(gesture.from), camera.seen(at)];
  if (gesture.kind === 'draw') desk.point(now);
  else if (gesture.slipped) desk.drag(shifted(gesture, [now[0] - start[0], now[1] - start[1]], desk.size));
}

function shifted(gesture: Gesture & { kind: 'move' | 'grip' }, by: Point, size: Size): Point[] {
  const { points, region } = gesture;
  if (gesture.kind === 'move') return moved(points, by, size);
  const { grip } = gesture;
  // A handle keeps its distance from where it was taken, so that it does not jump.
  return taken(region.shape, points, grip, [grip.at[0] + by[0], grip.at[1] + by[1]], size);
}

function finish(gesture: Gesture, at: Point, desk: Desk, camera: Camera): void {
  if (gesture.kind === 'draw') {
    const second = desk.drawing && !isPath(drawn(desk));
    if (second && (gesture.slipped || !gesture.begun)) desk.place(camera.seen(at));
  } else if (gesture.kind === 'pan') {
    if (gesture.empty && !gesture.slipped) press(desk, camera, at);
  } else if (gesture.slipped) {
    desk.drop();
  } else if (gesture.kind === 'grip' && gesture.grip.kind === 'middle') {
    desk.insertCorner(gesture.grip.index, gesture.grip.at);
  }
}
/** A press where no shape is takes over what is proposed there, and picks nothing else. */
function press(desk: Desk, camera: Camera, at: Point): void {
  desk.select(null);
  if (ghostAt(desk, camera, at)) desk.host.accept();
}
const ghostAt = (desk: Desk, camera: Camera, at: Point): boolean => {
  const here = desk.ghosts.filter((region) => imageOf(region) === desk.state.get().image);
  const shapes = here.map((region) => ({ shape: region.shape, points: pointsOf(region) }));
  return hit(shapes, camera.seen(at), SLACK.mouse * camera.unit) !== -1;
};
const drawn = (desk: Desk) => {
  const { tool } = desk.state.get();
  return tool === 'select' ? 'box' : tool;
};

/** A second finger came, or the system took the pointer away. */
function giveUp(gesture: Gesture | null, desk: Desk): void {
  if (!gesture) return;
  if (gesture.kind === 'draw') desk.remove();
  else desk.live.set({ ...desk.live.get(), dragged: null });
}

function pinch(touches: Map<number, Point>, id: number, at: Point, camera: Camera): void {
  const old = touches.get(id);
  const [other] = [...touches].flatMap(([each, place]) => (each === id ? [] : [place]));
  touches.set(id, at);
  if (!old || !other) return;
  const middle: Point = [(at[0] + other[0]) / 2, (at[1] + other[1]) / 2];
  camera.zoom(distance(at, other) / Math.max(1, distance(old, other)), middle);
  camera.pan([(at[0] - old[0]) / 2, (at[1] - old[1]) / 2]);
}

/** Shows the guides while drawing, and by the cursor what a press would take hold of. */
function hover(frame: HTMLElement | null, at: Point, desk: Desk, camera: Camera, panning: boolean): void {
  if (!frame) return;
  const spot = camera.seen(at);
  const { tool, image } = desk.state.get();
  if (tool !== 'select') desk.point(spot);
  frame.style.cursor = panning ? 'grab' : cursorAt();

  function cursorAt(): string {
    const slack = SLACK.mouse * camera.unit;
    const region = desk.selected;
    if (region && imageOf(region) === image && !desk.drawing && desk.isFree(region)) {
      const points = pointsOf(region);
      const grips = gripsOf(region.shape, points, camera.unit, desk.size);
      const grip = gripAt(grips, spot, tight(points, slack));
      if (grip) return cursorOf(region.shape, points, grip);
    }
    if (tool !== 'select') return 'crosshair';
    const under = desk.regions[regionAt(desk, spot, slack)];
    if (under) return desk.isFree(under) ? 'move' : 'pointer';
    return ghostAt(desk, camera, at) ? 'pointer' : 'default';
  }
}

/** Ctrl or ⌘ with the wheel zooms, as a pinch on a touch pad does; the wheel alone moves a picture that is larger than its frame. */
function useWheel(frame: RefObject<HTMLElement | null>, camera: Camera): void {
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const wheel = (event: WheelEvent) => {
      const { left, top } = element.getBoundingClientRect();
      if (event.ctrlKey || event.metaKey) {
        camera.zoom(Math.exp(-event.deltaY / 300), [event.clientX - left, event.clientY - top]);
        event.preventDefault();
      } else {
        const by: Point = event.shiftKey ? [-event.deltaY, 0] : [-event.deltaX, -event.deltaY];
        if (camera.pan(by)) event.preventDefault();
      }
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [frame, camera]);
}
