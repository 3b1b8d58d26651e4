import type { Tool } from '../../image/desk';

const PATHS = {
  select: 'M6 3.5 18.5 11l-5.8 1.6L9.8 18Z',
  box: 'M5 6h14v12H5Z',
  rotated_box: 'M12 3.5 20.5 12 12 20.5 3.5 12Z',
  polygon: 'M12 3.5 20 9.5 17 19.5H7L4 9.5Z',
  point: 'M12 12h.01M12 4v3m0 10v3m8-8h-3M7 12H4',
  line: 'M4.5 18.5 10 8l4.5 6 5-9',
  undo: 'M9 14 4.5 9.5 9 5m-4.5 4.5H14a5 5 0 0 1 0 10h-3',
  redo: 'm15 14 4.5-4.5L15 5m4.5 4.5H10a5 5 0 0 0 0 10h3',
  fit: 'M4 9V4h5m6 0h5v5m0 6v5h-5m-6 0H4v-5',
  light: 'M12 4a8 8 0 1 0 0 16ZM12 4a8 8 0 0 1 0 16',
  tag: 'M4 4h8l8 8-8 8-8-8ZM8.5 8.5h.01',
  alone: 'M8 8h8v8H8ZM4 7V4h3m10 0h3v3m0 10v3h-3M7 20H4v-3',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Zm9.5 2.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6Z',
  eyeOff:
    'M3 3l18 18M9.5 6c.8-.3 1.6-.5 2.5-.5 6 0 9.5 6.5 9.5 6.5s-1 1.9-3 3.6M6 7.7C3.700 9.400 2.5 12 2.5 12S6 18.500 12 18.500c1.600 0 3-.4 4.200-1',
  lock: 'M6 11h12v9H6Zm2.500 0V8a3.500 3.500 0 0 1 7 0v3',
  unlock: 'M6 11h12v9H6Zm2.500 0V8a3.500 3.500 0 0 1 6.800-1.200',
  turnLeft: 'M5 4v5h5M5.500 9A7.500 7.500 0 1 1 4.500 13',
  turnRight: 'M19 4v5h-5M18.500 9A7.500 7.500 0 1 0 19.500 13',
  front: 'M4 4h10v10H4Zm13 6h3v10H10v-3',
  back: 'M10 10h10v10H10ZM7 14H4V4h10v3',
} as const satisfies Record<Tool, string> & Record<string, string>;
export type ToolIconName = keyof typeof PATHS;

/** The line icons of drawing; they come with this chunk. */
export function ToolIcon({ name, size = 18 }: { name: ToolIconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'point' ? 2.2 : 1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
