import type { ReactNode } from 'react';
import css from './Table.module.css';

export type Column<Row> = {
  title: string;
  cell: (row: Row) => ReactNode;
  /** Figures stand at the end of their column. */
  end?: boolean;
  /** The column that names the row: its heading for screen readers, and the title of its card on a phone. */
  main?: boolean;
  /** Good to know where there is room; left out on a phone. */
  extra?: boolean;
  /** Buttons: no heading to be seen. */
  actions?: boolean;
};

/** A table with a name; on a narrow screen each row becomes a small card that repeats the headings. */
export function Table<Row>(props: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  onOpen?: (row: Row) => void;
}) {
  const { columns, rows, rowKey, onOpen } = props;
  return (
    <table className={css.table} data-opens={onOpen ? true : undefined}>
      <caption className="visually-hidden">{props.caption}</caption>
      <thead>
        <tr>
          {columns.map(({ title, end, actions }) => (
            <th key={title} scope="col" data-end={end || actions || undefined}>
              <span className={actions ? 'visually-hidden' : undefined}>{title}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            onClick={
              onOpen &&
              ((event) => {
                const held = (event.target as Element).closest('a, button, input, select, label');
                if (!held && !getSelection()?.toString()) onOpen(row);
              })
            }
          >
            {columns.map(({ title, cell, end, main, actions, extra }) => {
              const Cell = main ? 'th' : 'td';
              return (
                <Cell
                  key={title}
                  scope={main ? 'row' : undefined}
                  data-title={main || actions ? undefined : title}
                  data-end={end || actions || undefined}
                  data-main={main || undefined}
                  data-actions={actions || undefined}
                  data-extra={extra || undefined}
                >
                  {cell(row)}
                </Cell>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
