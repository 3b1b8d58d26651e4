import { useEffect } from 'react';
import type { Assignment } from '../api/types';
import type { Owner } from '../queue/db';
import { sawGuidelines } from './calls';
import type { Open } from './open';
import type { FedItem, Workbench } from './workbench';

type Guided = Pick<Assignment, 'project' | 'guidelines' | 'guidelines_version' | 'guidelines_seen'>;
const keyOf = ({ user }: Owner, { project }: Guided): string => `concord-guidelines/${user}/${project.id}`;

/** The version that this person confirmed last, by the server or, sooner, by this browser; null before the first. */
export function lastSeen(owner: Owner, work: Guided): number | null {
  const here = Number(localStorage.getItem(keyOf(owner, work)) ?? Number.NaN);
  const there = work.guidelines_seen ?? null;
  return Number.isNaN(here) ? there : Math.max(here, there ?? here);
}

/** Remembers that they were read. Failing to tell the server is quiet: this browser knows, and says so next time. */
export function confirmGuidelines(owner: Owner, work: Guided): void {
  const { guidelines_version: version } = work;
  if ((lastSeen(owner, work) ?? 0) >= version && work.guidelines_seen === version) return;
  localStorage.setItem(keyOf(owner, work), String(version));
  if (work.guidelines_seen !== version)
    void sawGuidelines(owner.organisation, work.project.id, version).catch(() => undefined);
}

const isUnread = (owner: Owner, work: Guided): boolean =>
  work.guidelines.trim() !== '' && (lastSeen(owner, work) ?? 0) < work.guidelines_version;

/** What opened by itself since the page was opened: once is enough, also where items of several projects take turns. */
const opened = new Set<string>();

/** Guidelines that are new, or that changed since they were confirmed, open by themselves. */
export function useUnreadGuidelines(
  { owner }: Workbench,
  { assignment }: FedItem,
  setOpen: (open: Open) => void,
): void {
  const { id: project } = assignment.project;
  const { guidelines_version: version } = assignment;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per project and version, not per item
  useEffect(() => {
    const name = `${keyOf(owner, assignment)} ${version}`;
    if (opened.has(name) || !isUnread(owner, assignment)) return;
    opened.add(name);
    setOpen('guidelines');
  }, [owner, project, version, setOpen]);
}
