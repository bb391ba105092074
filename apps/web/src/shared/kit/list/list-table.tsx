import { ArrowDown, ArrowUp } from 'lucide-react';
import { useState } from 'react';
import {
  Cell,
  Collection,
  Column as AriaColumn,
  Row as AriaRow,
  Table,
  TableBody,
  TableHeader,
  TableLayout,
  TableLoadMoreItem,
  Virtualizer,
  type Selection,
} from 'react-aria-components';
import { useFormats } from '../../i18n/formats.js';
import { useText } from '../../i18n/use-text.js';
import { Checkbox } from '../../ui/fields.js';
import type { Column, Row } from './list-definition.js';
import { nextSort } from './list-query.js';
import css from './list-table.module.css';

interface ListTableProps<R extends Row> {
  readonly label: string;
  readonly columns: readonly Column<R>[];
  /** Column whose text names a row, wherever it stands; the first one while it is not shown. */
  readonly namedBy: string;
  readonly rows: readonly R[];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly selected: Selection;
  readonly onSelect: (selected: Selection) => void;
  readonly onOpen: (row: R) => void;
  readonly isLoading: boolean;
  readonly isFirstLoad: boolean;
  /** Absent on the last page. */
  readonly onMore: (() => void) | undefined;
  readonly empty: string;
}

const SELECT = '•select';

/** The grid itself: one stop of Tab, arrows within, Enter opens, Space selects; only rows in view are in the page. */
export function ListTable<R extends Row>(props: ListTableProps<R>) {
  const {
    label,
    columns,
    namedBy,
    rows,
    sort,
    onSort,
    selected,
    onSelect,
    onOpen,
    isLoading,
    isFirstLoad,
    onMore,
    empty,
  } = props;
  const t = useText();
  const formats = useFormats();
  const changed = useChangedRows(rows);
  const field = sort.replace(/^-/, '');
  const naming = columns.some(({ id }) => id === namedBy) ? namedBy : columns[0]?.id;
  return (
    <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight: 32, headingHeight: 32 }}>
      <Table
        aria-label={label}
        aria-busy={isLoading}
        className={css['table'] ?? ''}
        selectionMode="multiple"
        selectedKeys={selected}
        onSelectionChange={onSelect}
        {...(sort !== '' && {
          sortDescriptor: { column: field, direction: sort.startsWith('-') ? 'descending' : 'ascending' },
        })}
        onSortChange={({ column }) => {
          onSort(nextSort(sort, String(column)));
        }}
        onRowAction={(id) => {
          const row = rows.find((one) => one.id === id);
          if (row !== undefined) onOpen(row);
        }}
      >
        <TableHeader className={css['header'] ?? ''}>
          <AriaColumn id={SELECT} width={40} minWidth={40} className={css['heading'] ?? ''}>
            <Checkbox slot="selection" label={t('list.select-all')} />
          </AriaColumn>
          {columns.map(({ id, title, sort: by, isNumber, width }) => (
            <AriaColumn
              key={id}
              id={by ?? id}
              isRowHeader={id === naming}
              allowsSorting={by !== undefined}
              textValue={t(title)}
              minWidth={width ?? 120}
              {...(width !== undefined && { width })}
              className={`${css['heading'] ?? ''} ${isNumber === true ? 'number' : ''}`}
            >
              {({ sortDirection }) => (
                <>
                  <span>{t(title)}</span>
                  {sortDirection === 'ascending' && <ArrowUp aria-hidden size="1em" />}
                  {sortDirection === 'descending' && <ArrowDown aria-hidden size="1em" />}
                </>
              )}
            </AriaColumn>
          ))}
        </TableHeader>
        <TableBody
          renderEmptyState={() => <p className={css['empty'] ?? ''}>{isFirstLoad ? t('list.loading') : empty}</p>}
        >
          <Collection items={rows} dependencies={[columns, changed, formats]}>
            {(row) => (
              <AriaRow id={row.id} className={css['row'] ?? ''} {...(changed.has(row.id) && { 'data-flash': '' })}>
                <Cell className={css['cell'] ?? ''}>
                  <Checkbox slot="selection" label={t('list.select')} />
                </Cell>
                {columns.map(({ id, cell, isNumber }) => (
                  <Cell key={id} className={`${css['cell'] ?? ''} ${isNumber === true ? 'number' : ''}`}>
                    {cell(row, { t, formats })}
                  </Cell>
                ))}
              </AriaRow>
            )}
          </Collection>
          {onMore !== undefined && (
            <TableLoadMoreItem onLoadMore={onMore} isLoading={isLoading} className={css['more'] ?? ''}>
              {t('list.loading')}
            </TableLoadMoreItem>
          )}
        </TableBody>
      </Table>
    </Virtualizer>
  );
}

/** Rows that are another version of what was shown before: they flash (WE-3). */
function useChangedRows(rows: readonly Row[]): ReadonlySet<string> {
  const [seen, setSeen] = useState<{ rows: readonly Row[]; changed: ReadonlySet<string> }>({
    rows,
    changed: new Set(),
  });
  if (seen.rows === rows) return seen.changed;
  const before = new Map(seen.rows.map(({ id, version }) => [id, version]));
  const changed = new Set(
    rows.filter(({ id, version }) => before.has(id) && before.get(id) !== version).map(({ id }) => id),
  );
  setSeen({ rows, changed });
  return changed;
}
