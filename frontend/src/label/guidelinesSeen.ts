import type { Owner } from '../queue/db';

const keyOf = ({ user }: Owner, project: string): string => `concord-guidelines/${user}/${project}`;

/** A short sign of a text; different guidelines have different signs, near enough. */
function signOf(text: string): string {
  let sign = 0;
  for (const character of text) sign = (Math.imul(sign, 31) + (character.codePointAt(0) ?? 0)) | 0;
  return `${text.length}:${sign}`;
}

/** Whether this person has not closed these guidelines yet: a new project, or new words in an old one. */
export const isUnread = (owner: Owner, project: string, guidelines: string): boolean =>
  guidelines.trim() !== '' && localStorage.getItem(keyOf(owner, project)) !== signOf(guidelines);

export const markRead = (owner: Owner, project: string, guidelines: string): void =>
  localStorage.setItem(keyOf(owner, project), signOf(guidelines));
