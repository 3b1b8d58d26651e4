/** Our own few line icons on a 24-unit grid; a library would bring thousands. */
const PATHS = {
  alert: 'M12 8v5m0 3.5v.01M10.3 4.3 2.9 17a2 2 0 0 0 1.7 3h14.8a2 2 0 0 0 1.7-3L13.7 4.3a2 2 0 0 0-3.4 0Z',
  arrowLeft: 'M19 12H5m6-6-6 6 6 6',
  arrowRight: 'M5 12h14m-6-6 6 6-6 6',
  arrowUp: 'M12 19V5m-6 6 6-6 6 6',
  arrowDown: 'M12 5v14m-6-6 6 6 6-6',
  bell: 'M6 16V10.5a6 6 0 0 1 12 0V16l1.5 2.5h-15ZM10 21.5h4',
  book: 'M4 5.5A2.5 2.5 0 0 1 6.5 3H20v18H6.5A2.5 2.5 0 0 1 4 18.5Zm0 13A2.5 2.5 0 0 1 6.5 16H20M8.5 7.5h7m-7 4h5',
  chart: 'M4 4v16h16M8 16v-4m4 4V8m4 8v-6',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  chevronDown: 'm6 9.5 6 6 6-6',
  chevronRight: 'm9.5 6 6 6-6 6',
  clock: 'M12 7v5l3.5 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  close: 'M6 6l12 12M18 6 6 18',
  cloud: 'M7 18.5a4.5 4.5 0 0 1-.6-8.96 6 6 0 0 1 11.5 1.55A3.75 3.75 0 0 1 17.5 18.5Z',
  cloudOff: 'm3 3 18 18M8.2 6.9a6 6 0 0 1 9.7 4.2 3.75 3.75 0 0 1 2.6 5.6M17.5 18.5H7a4.5 4.5 0 0 1-.6-8.96',
  columns: 'M4 5h16v14H4ZM12 5v14',
  report: 'M5 3h14v18H5ZM9 17v-3m3 3V9m3 8v-5',
  rows: 'M4 5h16v14H4ZM4 12h16',
  comment: 'M4 5h16v11H10l-5 4v-4H4Z',
  copy: 'M9 9h11v11H9ZM5 15H4V4h11v1',
  dots: 'M5 12h.01M12 12h.01M19 12h.01',
  download: 'M12 4v11m-5-5 5 5 5-5M4 20h16',
  external: 'M14 4h6v6m0-6-9 9M18 14v6H4V6h6',
  file: 'M14 3H6v18h12V7Zm0 0v4h4',
  filter: 'M4 5h16l-6 7.5V19l-4 2v-8.5Z',
  flag: 'M6 21V4m0 0h11l-2 4 2 4H6',
  flow: 'M4 5h6v5H4Zm10 9h6v5h-6ZM10 7.5h4a3 3 0 0 1 3 3V14',
  folder:
    'M3 6.5A1.5 1.5 0 0 1 4.5 5H9l2.5 2.5h8A1.5 1.5 0 0 1 21 9v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 18Z',
  grip: 'M9 6h.01M9 12h.01M9 18h.01M15 6h.01M15 12h.01M15 18h.01',
  image: 'M4 5h16v14H4Zm0 11 4.5-4.5 4 4 3-3L20 17M14.5 9.5h.01',
  key: 'M14.5 14.5a5 5 0 1 0-4.9-4L3.5 16.6V20.5H7.4V18h2.5v-2.5h1.5l.7-.7c.7.3 1.5.4 2.4-.3ZM16 8h.01',
  keyboard: 'M3 6h18v12H3ZM7 10h.01M11 10h.01M15 10h.01M7 14h10',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1',
  list: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01',
  mail: 'M3 6h18v12H3Zm0 1 9 6.5L21 7',
  menu: 'M4 7h16M4 12h16M4 17h16',
  minus: 'M6 12h12',
  monitor: 'M3 5h18v11H3Zm6 15h6m-3-4v4',
  moon: 'M20 14.2A8 8 0 0 1 9.8 4 8 8 0 1 0 20 14.2Z',
  pause: 'M9 5v14M15 5v14',
  pencil: 'M4 20h4L19 9l-4-4L4 16Zm9-13 4 4',
  play: 'M7 4.5v15l12-7.5Z',
  panel: 'M4 5h16v14H4ZM9.5 5v14',
  plus: 'M12 5v14M5 12h14',
  refresh: 'M20 11A8 8 0 0 0 5.6 7.4L4 9m0-5v5h5M4 13a8 8 0 0 0 14.4 3.6L20 15m0 5v-5h-5',
  search: 'm20 20-4.5-4.5M18 11a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z',
  settings:
    'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm8-3-.1-1.3 1.9-1.5-2-3.4-2.2.9-2.2-1.3L15 3h-6l-.4 2.4-2.2 1.3-2.2-.9-2 3.4 1.9 1.5L4 12l.1 1.3-1.9 1.5 2 3.4 2.2-.9 2.2 1.3L9 21h6l.4-2.4 2.2-1.3 2.2.9 2-3.4-1.9-1.5Z',
  shield: 'M12 3 5 6v5.5c0 4.5 3 7.5 7 9.5 4-2 7-5 7-9.5V6Zm-3 9 2.2 2.2L15.5 10',
  skip: 'M5 5l9 7-9 7ZM18 5v14',
  star: 'm12 3.5 2.6 5.4 5.9.8-4.3 4.1 1 5.9L12 16.9l-5.2 2.8 1-5.9L3.5 9.7l5.9-.8Z',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm0-13v2m0 14v2M3 12h2m14 0h2M5.6 5.6 7 7m10 10 1.4 1.4m0-12.8L17 7M7 17l-1.4 1.4',
  trash: 'M4 7h16M10 11v6m4-6v6M6 7l1 13h10l1-13M9 7V4h6v3',
  undo: 'M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3',
  upload: 'M12 16V5m-5 5 5-5 5 5M4 20h16',
  user: 'M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM4.5 20.5a7.5 7.5 0 0 1 15 0',
  users:
    'M13 8a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0ZM3 20a6.5 6.5 0 0 1 13 0M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14.2a6.5 6.5 0 0 1 3.2 5.8',
  zoomIn: 'm20 20-4.5-4.5M18 11a7 7 0 1 1-14 0 7 7 0 0 1 14 0ZM11 8v6M8 11h6',
} as const;

export type IconName = keyof typeof PATHS;

/** A decorative icon; the button or text around it carries the name. `size` is in CSS pixels. */
export function Icon({ name, size = 18, className }: { name: IconName; size?: number; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      className={className}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'dots' || name === 'grip' ? 2.6 : 1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
