import type { Shape } from '../../../../api';
import { type DraftOption, option, readOptions, writeOptions } from '../../options';
import { type DraftKind, neededFor } from '../kind';

export type RegionsDraft = { kind: 'regions'; shapes: Shape[]; options: DraftOption[]; multiple: boolean };
export const SHAPES: readonly Shape[] = ['box', 'rotated_box', 'polygon', 'point', 'line'];

export const regions: DraftKind<RegionsDraft> = {
  scopes: ['item', 'responses'],
  blank: (words) => ({
    kind: 'regions',
    shapes: ['box'],
    options: [option('first', words('first'), { colour: 'blue' })],
    multiple: false,
  }),
  read: ({ shapes, options, multiple }, fixed) => ({
    kind: 'regions',
    shapes: [...(shapes ?? ['box'])],
    options: readOptions(options, fixed),
    multiple: multiple ?? false,
  }),
  write: ({ shapes, options, ...own }) => ({
    ...own,
    shapes: SHAPES.filter((shape) => shapes.includes(shape)),
    options: writeOptions(options),
  }),
  needs: (scope) => (scope === 'item' ? ['image', 'prompt'] : neededFor(scope)),
  keyed: ({ options }) => [{ options, mode: 'regions' }],
};
