import type { Project } from '../../api';
import PersonDialog from '../people/PersonDialog';
import { personRows } from '../people/rows';
import { useMembers, usePeople } from '../queries';
import type { Named } from './types';

/** The dialogue of the project's people list, opened from what was found about somebody. */
export default function Pausing(props: { project: Project; member: Named; onClose: () => void }) {
  const members = useMembers();
  const people = usePeople(props.project.id);
  if (!members.data || !people.data) return null;
  const row = personRows(members.data, people.data).find(({ member }) => member.id === props.member.id);
  return row ? <PersonDialog project={props.project} row={row} onClose={props.onClose} /> : null;
}
