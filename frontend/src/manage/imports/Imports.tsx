import '../dataWords';
import type { Project } from '../../api';
import { useFilters } from '../parts/filters';
import css from '../parts/parts.module.css';
import { FormatHelp } from './FormatHelp';
import { OneImport } from './OneImport';
import { PastImports } from './PastImports';
import { Sources } from './Sources';

const NOTHING = { import: '' };

/** Brings items in: from files, a client's bucket or addresses, and tells how earlier imports went. */
export function Imports({ project }: { project: Project }) {
  const [{ import: id }, go] = useFilters(NOTHING);
  const open = (id: string): void => {
    go({ import: id });
    scrollTo({ top: 0 });
  };
  if (id) return <OneImport key={id} project={project} id={id} onClose={() => open('')} />;
  return (
    <div className={css.two}>
      <div>
        <Sources project={project} onBegun={({ id }) => open(id)} />
        <PastImports project={project} onOpen={open} />
      </div>
      <FormatHelp project={project} />
    </div>
  );
}
