import { versionOf } from './judge';
import css from './models.module.css';

/** A model, with its version told apart. */
export function ModelName({ model }: { model: string }) {
  const { name, version } = versionOf(model);
  return (
    <span className={css.model}>
      {name}
      {version && (
        <small>
          <span className="visually-hidden">@</span>
          {version}
        </small>
      )}
    </span>
  );
}
