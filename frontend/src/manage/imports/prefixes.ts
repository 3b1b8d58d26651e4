/** The last name of a key or a prefix: `images/` of `2026/images/`. */
export const lastPart = (key: string): string => key.replace(/\/$/, '').split('/').pop() ?? key;

/** The folders on the way to a prefix, outermost first, none above the root that the bucket's settings name. */
export function stepsOf(prefix: string, root: string): { at: string; name: string }[] {
  const base = root === '' || root.endsWith('/') ? root : `${root}/`;
  const names = prefix.startsWith(base) ? prefix.slice(base.length).split('/').filter(Boolean) : [];
  return [
    { at: root, name: root.replace(/\/$/, '') },
    ...names.map((name, index) => ({ at: `${base}${names.slice(0, index + 1).join('/')}/`, name })),
  ];
}
