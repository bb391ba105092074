import type { ReactNode } from 'react';
import css from './line-table.module.css';

export interface LineColumn<Line> {
  readonly id: string;
  readonly title: string;
  readonly cell: (line: Line) => ReactNode;
  /** Figures stand at the right. */
  readonly isNumber?: boolean;
}

interface LineTableProps<Line> {
  /** Said to screen readers. */
  readonly label: string;
  readonly columns: readonly LineColumn<Line>[];
  readonly lines: readonly Line[];
  readonly idOf: (line: Line) => string;
  /** Struck out: cancelled. */
  readonly isMuted?: (line: Line) => boolean;
  /** The one that was just touched. */
  readonly isHere?: (line: Line) => boolean;
  readonly empty: string;
}

/** Lines of a record: few enough to be all there. */
export function LineTable<Line>({ label, columns, lines, idOf, isMuted, isHere, empty }: LineTableProps<Line>) {
  if (lines.length === 0) return <p className={css['empty'] ?? ''}>{empty}</p>;
  const align = (isNumber?: boolean) => (isNumber === true ? (css['number'] ?? '') : '');
  return (
    // Wider than its place on a phone, it is scrolled by keyboard, too.
    <div className={css['frame'] ?? ''} role="group" aria-label={label} tabIndex={0}>
      <table className={css['table'] ?? ''}>
        <thead>
          <tr>
            {columns.map(({ id, title, isNumber }) => (
              <th key={id} scope="col" className={align(isNumber)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr
              key={idOf(line)}
              {...(isMuted?.(line) === true && { 'data-muted': '' })}
              {...(isHere?.(line) === true && { 'data-here': '' })}
            >
              {columns.map(({ id, cell, isNumber }) => (
                <td key={id} className={align(isNumber)}>
                  {cell(line)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What is known of a record, by name; what is empty is left out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={css['facts'] ?? ''}>
      {facts
        .filter(([, value]) => value !== '' && value !== false && value !== undefined && value !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** Records that belong to this one. */
export function Links({ children }: { readonly children: ReactNode }) {
  return <ul className={css['links'] ?? ''}>{children}</ul>;
}
