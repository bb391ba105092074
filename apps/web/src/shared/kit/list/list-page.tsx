import { useInfiniteQuery, keepPreviousData } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import type { Selection } from 'react-aria-components';
import { useActions } from '../../actions/use-actions.js';
import type { Action } from '../../actions/actions.js';
import { useApi } from '../../api/session.js';
import { useLive } from '../../api/live.js';
import { useText } from '../../i18n/use-text.js';
import { TextInput } from '../../ui/fields.js';
import { ProblemBox } from '../../ui/problem-box.js';
import { useOpen, useTab, useTabSearch } from '../../work/use-work.js';
import { Ribbon } from '../ribbon.js';
import { ColumnChooser } from './column-chooser.js';
import { FilterBar } from './filter-bar.js';
import type { ListDefinition, Row } from './list-definition.js';
import { isNarrowed, readListState, writeListState, type ListState } from './list-query.js';
import { ListExport } from './list-export.js';
import { ListTable } from './list-table.js';
import css from './list-page.module.css';
import { SavedSearches } from './saved-searches.js';
import { useColumns } from './use-columns.js';

const PAGE = 50;

interface ListPageProps<R extends Row> {
  readonly list: ListDefinition<R>;
  readonly actions?: readonly Action[];
}

/** WE-4, PA-17: a list with its filters, order, columns, saved searches, selection and export. */
export function ListPage<R extends Row>({ list, actions = [] }: ListPageProps<R>) {
  const t = useText();
  const api = useApi();
  const open = useOpen();
  const [address, setAddress] = useTabSearch();
  const state = useMemo(() => readListState(address), [address]);
  const setState = (next: ListState) => {
    setAddress(writeListState(next));
  };
  const columns = useColumns(list);
  const [selected, setSelected] = useState<Selection>(new Set());
  const searchField = useRef<HTMLInputElement>(null);
  useTab(t(list.title));

  const shown = useDeferredValue(state);
  const waits = list.waitsForSearch === true && !isNarrowed(shown);
  const query = useInfiniteQuery({
    queryKey: ['list', list.id, shown],
    enabled: !waits,
    initialPageParam: '',
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      list.load(
        api,
        { ...shown, filters: { ...shown.filters, ...list.fixed }, cursor: pageParam, limit: PAGE },
        signal,
      ),
    getNextPageParam: ({ nextCursor }) => (nextCursor === '' ? undefined : nextCursor),
  });
  useLive(list.live ?? [], () => void query.refetch());
  const rows = useMemo(
    () => (waits ? [] : (query.data?.pages.flatMap((page) => page.rows) ?? [])),
    [waits, query.data],
  );
  const chosen = selected === 'all' ? rows : rows.filter(({ id }) => selected.has(id));
  // Another search, another selection.
  const [selectedOf, setSelectedOf] = useState(shown);
  if (selectedOf !== shown) {
    setSelectedOf(shown);
    setSelected(new Set());
  }

  useActions([
    ...actions,
    ...(list.hasSearch === true
      ? [
          {
            id: 'list.search',
            title: t('list.search'),
            keys: '/',
            hidden: true,
            run: () => searchField.current?.focus(),
          },
        ]
      : []),
  ]);

  return (
    <div className={css['page'] ?? ''}>
      <header className={css['head'] ?? ''}>
        <h1>
          {t(list.title)}
          {!waits && query.data !== undefined && (
            <span className={css['count'] ?? ''}>
              {t('list.count', { count: rows.length, more: query.hasNextPage ? 'yes' : 'no' })}
            </span>
          )}
        </h1>
        <Ribbon actions={actions} />
      </header>
      <SavedSearches listId={list.id} state={state} onOpen={setState} />
      <div className={css['tools'] ?? ''} role="search">
        {list.hasSearch === true && (
          <div className={css['search'] ?? ''}>
            <TextInput
              label={t('list.search')}
              type="search"
              value={state.search}
              inputRef={searchField}
              autoFocus
              onChange={(search) => {
                // Words and filters are two ways to ask; each begins anew.
                setState({ search, filters: {}, sort: '' });
              }}
            />
          </div>
        )}
        <FilterBar
          columns={list.columns}
          state={state}
          onChange={(next) => {
            setState({ ...next, search: '' });
          }}
        />
        <div className={css['end'] ?? ''}>
          <ColumnChooser columns={columns} />
          <ListExport
            list={list}
            columns={columns.shown}
            state={state}
            selected={chosen}
            isDisabled={rows.length === 0}
          />
        </div>
      </div>
      {chosen.length > 0 && (
        <div className={css['selection'] ?? ''} role="status">
          <span>{t('list.selected', { count: chosen.length })}</span>
        </div>
      )}
      <ProblemBox error={query.error} onRetry={() => void query.refetch()} />
      {waits ? (
        <div className={css['empty'] ?? ''}>
          <Search aria-hidden size="2em" />
          <p>{t('list.waits')}</p>
        </div>
      ) : (
        <ListTable
          label={t(list.title)}
          columns={columns.shown}
          namedBy={list.columns[0]?.id ?? ''}
          rows={rows}
          sort={state.sort}
          onSort={(sort) => {
            setState({ ...state, sort });
          }}
          selected={selected}
          onSelect={setSelected}
          onOpen={(row) => {
            open(list.href(row));
          }}
          isLoading={query.isFetching}
          isFirstLoad={query.isLoading}
          onMore={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
          empty={t(list.empty)}
        />
      )}
    </div>
  );
}
