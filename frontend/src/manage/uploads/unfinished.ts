import type { Upload } from '../../api';

/** A file that has not arrived whole: enough to know it again when it is chosen anew, and to go on where it stopped. */
export type Unfinished = {
  upload: string;
  part_size: number;
  parts: number;
  name: string;
  size: number;
  lastModified: number;
};
/** Whose files: kept apart by person, so that signing out takes them along (`app/leave.ts`). */
export type Owner = { user: string; organisation: string; project: string };

const keyOf = ({ user, organisation, project }: Owner): string =>
  `concord-uploads:${user}:${organisation}:${project}`;

export function unfinishedOf(owner: Owner): Unfinished[] {
  try {
    const rows: unknown = JSON.parse(localStorage.getItem(keyOf(owner)) ?? '[]');
    return Array.isArray(rows) ? rows : [];
  } catch {
    return [];
  }
}

function keep(owner: Owner, rows: readonly Unfinished[]): void {
  if (rows.length === 0) localStorage.removeItem(keyOf(owner));
  else localStorage.setItem(keyOf(owner), JSON.stringify(rows));
}

export function remember(owner: Owner, { name, size, lastModified }: File, ticket: Upload): void {
  const { id: upload, part_size, parts } = ticket;
  if (!part_size || !parts) return; // what goes in one piece starts again
  const others = unfinishedOf(owner).filter((row) => row.upload !== upload);
  keep(owner, [...others, { upload, part_size, parts, name, size, lastModified }]);
}

export const forget = (owner: Owner, upload: string): void =>
  keep(
    owner,
    unfinishedOf(owner).filter((row) => row.upload !== upload),
  );

/** Whether a file that was chosen is the one that had begun. */
export const isSame = (row: Unfinished, { name, size, lastModified }: File): boolean =>
  row.name === name && row.size === size && row.lastModified === lastModified;

/** The permission to send that the file had. */
export const ticketOf = ({ upload, part_size, parts }: Unfinished): Upload => ({
  id: upload,
  url: null,
  fields: {},
  part_size,
  parts,
});
