import type { Member, Person } from '../../api';
import type { Placed } from './types';

export type Grants = Pick<Person, 'annotate' | 'review' | 'adjudicate'>;
export const GRANTS = ['annotate', 'review', 'adjudicate'] as const;
/** `placed`: how things stand with those who are in the project. */
export type PersonRow = { member: Member; grants: Grants; listed: boolean; placed: Placed | null };

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
      const person = grants.get(member.id);
      const { annotate, review, adjudicate } = person ?? NONE;
      return {
        member,
        grants: { annotate, review, adjudicate },
        listed: person !== undefined,
        placed: person ? placedOf(person) : null,
      };
    })
    .toSorted((one, other) => Number(other.listed) - Number(one.listed) || byName(one, other));
}

const byName = (one: PersonRow, other: PersonRow): number =>
  (one.member.name || one.member.email).localeCompare(other.member.name || other.member.email);

const placedOf = ({
  most_items,
  paused,
  paused_because,
  paused_reason,
  given,
  answered,
  not_eligible,
}: Person): Placed => ({
  most_items,
  paused,
  paused_because,
  paused_reason,
  given,
  answered,
  not_eligible,
});

/** How things stand with somebody who has just been put on the list. */
export const NEW_HERE: Placed = {
  most_items: null,
  paused: '',
  paused_because: '',
  paused_reason: null,
  given: 0,
  answered: 0,
  not_eligible: null,
};
