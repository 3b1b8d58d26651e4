import { newKey } from '../../api/key';

export const newId = (): string => newKey().slice(0, 8);

/** A name for machines out of a title: a-z, 0-9 and _, beginning with a letter, and not among the taken ones. */
export function machineName(title: string, taken: readonly string[], fallback = 'question'): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 40)
    .replace(/_+$/, '');
  const stem = plain || fallback;
  let name = stem;
  for (let count = 2; taken.includes(name); count++) name = `${stem}_${count}`;
  return name;
}
