import { useEffect, useRef } from 'react';
import type { Owner } from '../queue/db';
import type { Open } from './open';
import type { FedItem, Workbench } from './workbench';

const keyOf = ({ user }: Owner, project: string): string => `concord-guidelines/${user}/${project}`;

/** A short sign of a text; different guidelines have different signs, near enough. */
function signOf(text: string): string {
  let sign = 0;
  for (const character of text) sign = (Math.imul(sign, 31) + (character.codePointAt(0) ?? 0)) | 0;
  return `${text.length}:${sign}`;
}

/** Whether this person has not closed these guidelines yet: a new project, or new words in an old one. */
const isUnread = (owner: Owner, project: string, guidelines: string): boolean =>
  guidelines.trim() !== '' && localStorage.getItem(keyOf(owner, project)) !== signOf(guidelines);

const markRead = (owner: Owner, project: string, guidelines: string): void =>
  localStorage.setItem(keyOf(owner, project), signOf(guidelines));

/** Guidelines nobody has seen open by themselves, once; closing them is having read them. */
export function useUnreadGuidelines(
  { owner }: Workbench,
  { assignment: { project, guidelines } }: FedItem,
  open: Open,
  setOpen: (open: Open) => void,
): void {
  const shown = useRef(false);
  useEffect(() => {
    if (isUnread(owner, project.id, guidelines)) setOpen('guidelines');
  }, [owner, project.id, guidelines, setOpen]);
  useEffect(() => {
    if (shown.current && open !== 'guidelines') markRead(owner, project.id, guidelines);
    shown.current = open === 'guidelines';
  }, [owner, project.id, guidelines, open]);
}
