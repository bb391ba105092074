import { ArrowDown, ArrowUp, Search } from 'lucide-react';
import { memo, useEffect, useRef, useState, type FocusEvent, type ReactNode, type RefCallback } from 'react';
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
import { usePreferences } from '../../look/preferences.js';
import { Checkbox } from '../../ui/fields.js';
import { FilterRow } from './filter-row.js';
import { nameOf, type Column, type Row } from './list-definition.js';
import { nextSort, type ListState } from './list-query.js';
import css from './list-table.module.css';
import { useColumnWidths } from './use-column-widths.js';

interface ListTableProps<R extends Row> {
  readonly label: string;
  readonly columns: readonly Column<R>[];
  /** Column whose text names a row, wherever it stands; the first one while it is not shown. */
  readonly namedBy: string;
  readonly rows: readonly R[];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly filters: ListState['filters'];
  readonly onFilter: (id: string, value: string) => void;
  readonly selected: Selection;
  readonly onSelect: (selected: Selection) => void;
  readonly onOpen: (row: R) => void;
  /** The row in focus, where somebody looks at rows one by one: a click goes to it then, and a double click opens it. */
  readonly onLookAt?: ((id: string) => void) | undefined;
  readonly isLoading: boolean;
  readonly isLoadingMore: boolean;
  readonly isFirstLoad: boolean;
  /** Absent on the last page. */
  readonly onMore: (() => void) | undefined;
  /** Said where there is nothing to show. */
  readonly empty: string;
}

const SELECT = '•select';
/** Pixels at 100 %. */
const SELECT_WIDTH = 40;
const HEADING_HEIGHT = 32;
const FILTERS_HEIGHT = 36;
const ROW_HEIGHT = { compact: 32, comfortable: 40 };

/** What people do in the grid. */
interface GridEvents {
  readonly sort: (sort: string) => void;
  readonly select: (selected: Selection) => void;
  /** Enter, Space or a click on a row. */
  readonly act: (id: string) => void;
  readonly more: () => void;
}

/** A list's grid, its filters before it. */
export function ListTable<R extends Row>(props: ListTableProps<R>) {
  const { columns, namedBy, rows, onMore } = props;
  const { zoom } = usePreferences();
  const scale = zoom / 100;
  const before = Math.round(SELECT_WIDTH * scale);
  const { ref: room, widths } = useColumnWidths(columns, scale, before);
  const filterRow = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const byPointer = useRef(false);
  const hasFilters = columns.some(({ filter }) => filter !== undefined);
  const open = (id: unknown) => {
    const row = rows.find((one) => one.id === id);
    if (row !== undefined) props.onOpen(row);
  };
  const act = (id: string) => {
    if (props.onLookAt === undefined || !byPointer.current) open(id);
  };
  const latest = useRef({ ...props, act });
  useEffect(() => {
    latest.current = { ...props, act };
  });
  const [events] = useState<GridEvents>(() => ({
    sort: (by) => {
      latest.current.onSort(by);
    },
    select: (selection) => {
      latest.current.onSelect(selection);
    },
    act: (id) => {
      latest.current.act(id);
    },
    more: () => latest.current.onMore?.(),
  }));
  return (
    <div
      ref={grid}
      className={css['grid'] ?? ''}
      aria-busy={props.isLoading}
      onPointerDownCapture={() => (byPointer.current = true)}
      onKeyDownCapture={() => (byPointer.current = false)}
      onScrollCapture={({ target }) => {
        if (target !== filterRow.current) filterRow.current?.scrollTo({ left: (target as HTMLElement).scrollLeft });
      }}
      onFocus={({ target }: FocusEvent) => {
        const id = rowOf(target);
        if (id !== undefined) props.onLookAt?.(id);
      }}
      onDoubleClick={({ target }) => {
        if (props.onLookAt !== undefined) open(rowOf(target as Element));
      }}
    >
      {hasFilters && (
        <FilterRow
          ref={filterRow}
          columns={columns}
          widths={widths}
          before={before}
          filters={props.filters}
          onFilter={props.onFilter}
          onScroll={(left) => grid.current?.querySelector('[role=grid]')?.scrollTo({ left })}
        />
      )}
      <Grid
        room={room}
        label={props.label}
        columns={columns}
        widths={widths}
        before={before}
        scale={scale}
        hasFilters={hasFilters}
        naming={columns.some(({ id }) => id === namedBy) ? namedBy : (columns[0]?.id ?? '')}
        rows={rows}
        sort={props.sort}
        selected={props.selected}
        events={events}
        isFirstLoad={props.isFirstLoad}
        hasMore={onMore !== undefined}
        isLoadingMore={props.isLoadingMore}
        empty={props.empty}
      />
    </div>
  );
}

interface GridProps<R extends Row> extends Pick<
  ListTableProps<R>,
  'label' | 'columns' | 'rows' | 'sort' | 'selected' | 'isFirstLoad' | 'isLoadingMore' | 'empty'
> {
  readonly room: RefCallback<HTMLElement>;
  /** Pixels of each column, and before the first one. */
  readonly widths: readonly number[];
  readonly before: number;
  readonly scale: number;
  readonly hasFilters: boolean;
  readonly naming: string;
  readonly events: GridEvents;
  readonly hasMore: boolean;
}

/**
 * The grid itself: one stop of Tab, arrows within, Enter opens, Space selects; only rows in view are in the page. It is drawn
 * anew for what it shows alone, not for each key in a field above it.
 */
const Grid = memo(function Grid<R extends Row>(props: GridProps<R>) {
  const { room, columns, widths, before, scale, rows, sort, events } = props;
  const t = useText();
  const formats = useFormats();
  const { rows: density } = usePreferences();
  const changed = useChangedRows(rows);
  const field = sort.replace(/^-/, '');
  return (
    <Virtualizer
      layout={TableLayout}
      layoutOptions={{
        rowHeight: Math.round(ROW_HEIGHT[density] * scale),
        headingHeight: Math.round((HEADING_HEIGHT + (props.hasFilters ? FILTERS_HEIGHT : 0)) * scale),
      }}
    >
      <Table
        ref={room}
        aria-label={props.label}
        className={css['table'] ?? ''}
        selectionMode="multiple"
        selectedKeys={props.selected}
        onSelectionChange={events.select}
        {...(sort !== '' && {
          sortDescriptor: { column: field, direction: sort.startsWith('-') ? 'descending' : 'ascending' },
        })}
        onSortChange={({ column }) => {
          events.sort(nextSort(sort, String(column)));
        }}
        onRowAction={(id) => {
          events.act(String(id));
        }}
      >
        <TableHeader className={css['header'] ?? ''}>
          <AriaColumn id={SELECT} width={before} minWidth={before} className={css['heading'] ?? ''}>
            <Checkbox slot="selection" label={t('list.select-all')} />
          </AriaColumn>
          {columns.map(({ id, sort: by, isNumber, ...named }, index) => (
            <AriaColumn
              key={id}
              id={by ?? id}
              isRowHeader={id === props.naming}
              allowsSorting={by !== undefined}
              textValue={nameOf(named, t)}
              width={widths[index] ?? null}
              className={`${css['heading'] ?? ''} ${isNumber === true ? 'number' : ''}`}
            >
              {({ sortDirection }) => (
                <>
                  <span>{nameOf(named, t)}</span>
                  {sortDirection === 'ascending' && <ArrowUp aria-hidden size="1em" />}
                  {sortDirection === 'descending' && <ArrowDown aria-hidden size="1em" />}
                </>
              )}
            </AriaColumn>
          ))}
        </TableHeader>
        <TableBody
          renderEmptyState={() =>
            props.isFirstLoad ? (
              <Skeleton />
            ) : (
              <div className={css['empty'] ?? ''}>
                <Search aria-hidden size="2em" />
                <p>{props.empty}</p>
              </div>
            )
          }
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
          {props.hasMore && (
            <TableLoadMoreItem onLoadMore={events.more} isLoading={props.isLoadingMore} className={css['more'] ?? ''}>
              {t('ui.loading')}
            </TableLoadMoreItem>
          )}
        </TableBody>
      </Table>
    </Virtualizer>
  );
}) as <R extends Row>(props: GridProps<R>) => ReactNode;

/** Where rows will be. */
function Skeleton() {
  const t = useText();
  return (
    <div className={css['skeleton'] ?? ''}>
      <span className="visually-hidden">{t('ui.loading')}</span>
      {Array.from({ length: 8 }, (_, index) => (
        <i key={index} />
      ))}
    </div>
  );
}

/** Id of the row that an element of the grid lies in. */
const rowOf = (element: Element): string | undefined =>
  element.closest<HTMLElement>('[role=row][data-key]')?.dataset['key'];

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
