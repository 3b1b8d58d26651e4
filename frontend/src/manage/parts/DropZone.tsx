import { type DragEvent, type ReactNode, useId, useState } from 'react';
import { Icon } from '../../ui';
import css from './DropZone.module.css';

/** Takes files by dropping, by clicking and by the keyboard (it is a file field with a big label). */
export function DropZone(props: {
  title: string;
  help: ReactNode;
  accept: string;
  multiple?: boolean;
  onFiles: (files: File[]) => void;
}) {
  const [over, setOver] = useState(false);
  const help = useId();
  const take = (files: FileList | null): void => {
    if (files?.length) props.onFiles([...files]);
  };
  const drag = (entering: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(entering);
  };
  return (
    <label
      className={css.zone}
      data-over={over || undefined}
      onDragEnter={drag(true)}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event);
        take(event.dataTransfer.files);
      }}
    >
      <input
        type="file"
        className="visually-hidden"
        accept={props.accept}
        multiple={props.multiple}
        aria-describedby={help}
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      <span className={css.icon}>
        <Icon name="upload" size={22} />
      </span>
      <strong>{props.title}</strong>
      <span id={help} className={css.help}>
        {props.help}
      </span>
    </label>
  );
}
