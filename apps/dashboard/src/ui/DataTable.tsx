import type { ReactNode } from 'react';
import './table.css';

export interface DataTableProps {
  /** What the table is of; read aloud. */
  readonly label: string;
  readonly head: readonly string[];
  readonly children: ReactNode;
}

/** A table in a frame that scrolls by itself. */
export function DataTable({ label, head, children }: DataTableProps) {
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label={label}>
      <table className="table">
        <thead>
          <tr>
            {head.map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
