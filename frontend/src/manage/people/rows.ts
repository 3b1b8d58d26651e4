import type { Member, Person } from '../../api';

export type Grants = Pick<Person, 'annotate' | 'review' | 'adjudicate'>;
export const GRANTS = ['annotate', 'review', 'adjudicate'] as const;
export type PersonRow = { member: Member; grants: Grants; listed: boolean };

export const NONE: Grants = { annotate: false, review: false, adjudicate: false };
export const isNone = (grants: Grants): boolean => !GRANTS.some((grant) => grants[grant]);

/** A role is the ceiling: annotators annotate, reviewers may also review and adjudicate, clients do none of it. */
export const mayHold = ({ role }: Pick<Member, 'role'>, grant: keyof Grants): boolean =>
  role !== 'client' && (grant === 'annotate' || role !== 'annotator');

/** Everybody who may work, those of the project first. */
export function personRows(members: readonly Member[], people: readonly Person[]): PersonRow[] {
  const grants = new Map(people.map((person) => [person.member.id, person]));
  return members
    .filter(({ active, role }) => active && role !== 'client')
    .map((member) => {
      const { annotate, review, adjudicate } = grants.get(member.id) ?? NONE;
      return { member, grants: { annotate, review, adjudicate }, listed: grants.has(member.id) };
    })
    .toSorted((one, other) => Number(other.listed) - Number(one.listed) || byName(one, other));
}

const byName = (one: PersonRow, other: PersonRow): number =>
  (one.member.name || one.member.email).localeCompare(other.member.name || other.member.email);
