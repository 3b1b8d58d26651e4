import { type ApiProblem, asProblem } from '../../api';
import { Notice } from '../../ui';

/** What was refused and has no field of its own on the page: nothing the server says is swallowed. */
export function Problem({ error, shown = [] }: { error: unknown; shown?: readonly string[] }) {
  if (!error) return null;
  const problem = asProblem(error);
  const rest = problem.errors.filter(({ pointer }) => !shown.includes(pointer));
  if (problem.errors.length > 0 && rest.length === 0) return null;
  return (
    <Notice kind="bad">
      {rest.length === 0 ? problem.message : rest.map(sentence).map((text) => <div key={text}>{text}</div>)}
    </Notice>
  );
}

const sentence = ({ pointer, detail }: ApiProblem['errors'][number]): string =>
  pointer ? `${pointer.slice(1).replaceAll('/', ' › ')}: ${detail}` : detail;
