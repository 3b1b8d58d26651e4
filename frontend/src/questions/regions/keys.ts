import type { KeyboardEvent } from 'react';
import type { RegionsQuestion } from '../../api/types';
import { type Camera, ZOOM_STEP } from '../../image/camera';
import type { Desk, Tool } from '../../image/desk';
import { isPath, type Point } from '../../image/geometry';
import type { Handlers } from '../../keys/useCommands';
import { optionFor } from '../optionKeys';

const FAR = 10;
/** How far an arrow moves a picture that is larger than its frame, in CSS pixels. */
const PAN = 60;
const TURN = 1;

/** What the keys of the mode `regions` do. Arrows move the picked shape, or while drawing the cursor that draws. */
export function handlersOf(desk: Desk, camera: Camera): Handlers {
  const tool = (each: Tool) => () => desk.choose(each);
  const arrow = (x: number, y: number, by: number) => () => {
    if (desk.state.get().tool !== 'select') desk.moveCursor([x * by, y * by], camera.middle);
    else if (desk.selected) desk.nudge([x * by, y * by]);
    else camera.pan([-x * PAN, -y * PAN]);
    return true;
  };
  const always = (act: () => unknown) => () => {
    act();
    return true;
  };
  return {
    selectTool: tool('select'),
    boxTool: tool('box'),
    rotatedBoxTool: tool('rotated_box'),
    polygonTool: tool('polygon'),
    pointTool: tool('point'),
    lineTool: tool('line'),
    finishShape: () => finish(desk, camera),
    cancelShape: () => desk.cancel(),
    nextRegion: always(() => desk.step(1)),
    previousRegion: always(() => desk.step(-1)),
    moveUp: arrow(0, -1, 1),
    moveDown: arrow(0, 1, 1),
    moveLeft: arrow(-1, 0, 1),
    moveRight: arrow(1, 0, 1),
    moveUpFar: arrow(0, -1, FAR),
    moveDownFar: arrow(0, 1, FAR),
    moveLeftFar: arrow(-1, 0, FAR),
    moveRightFar: arrow(1, 0, FAR),
    taller: always(() => desk.grow([0, 1])),
    flatter: always(() => desk.grow([0, -1])),
    wider: always(() => desk.grow([1, 0])),
    narrower: always(() => desk.grow([-1, 0])),
    turnLeft: always(() => desk.turn(-TURN)),
    turnRight: always(() => desk.turn(TURN)),
    copyRegion: always(() => desk.copy()),
    forward: always(() => desk.order('front')),
    backward: always(() => desk.order('back')),
    removeRegion: always(() => desk.remove()),
    zoomIn: always(() => camera.zoom(ZOOM_STEP, spotOf(desk, camera))),
    zoomOut: always(() => camera.zoom(1 / ZOOM_STEP, spotOf(desk, camera))),
    zoomFit: always(() => camera.fit()),
    undo: always(() => desk.undo()),
    redo: always(() => desk.redo()),
  };
}

/** Keys zoom towards the keyboard's cursor where there is one. */
function spotOf(desk: Desk, camera: Camera): Point | undefined {
  const { at, byKeys } = desk.live.get();
  const { x, y, scale } = camera.state.get();
  return at && byKeys ? [(at[0] - x) * scale, (at[1] - y) * scale] : undefined;
}

/** Space: a corner where the cursor is; without a drawing tool, to the next corner of the picked shape. */
export function placeCorner(desk: Desk, camera: Camera): boolean {
  const { tool } = desk.state.get();
  if (tool === 'select') return desk.stepCorner();
  const { at } = desk.live.get();
  if (at) desk.place(at);
  else desk.moveCursor([0, 0], camera.middle);
  return true;
}

/** A key of an option gives its label. */
export function pressLabel(question: RegionsQuestion, desk: Desk, key: string): boolean {
  const option = question.options[optionFor(question.options, key, undefined, 'regions')];
  if (option) desk.label(option.value);
  return option !== undefined;
}

/** Enter belongs to a shape that is being drawn, and to the cursor of the keyboard; else it means what it means everywhere. */
function finish(desk: Desk, camera: Camera): boolean {
  const { tool } = desk.state.get();
  if (tool === 'select' || !(desk.drawing || desk.live.get().byKeys)) return false;
  return (isPath(tool) && desk.close()) || placeCorner(desk, camera);
}

/** Submitting from the picture must not lose the corners placed so far. */
export function closeBefore({ key, ctrlKey, metaKey }: KeyboardEvent, desk: Desk): void {
  if (key === 'Enter' && (ctrlKey || metaKey)) desk.close();
}
