import { FilterX, PanelRight, X } from 'lucide-react';
import { useId, useRef, useState, type ReactNode } from 'react';
import type { Selection } from 'react-aria-components';
import type { Action } from '../../actions/actions.js';
import { useActions } from '../../actions/use-actions.js';
import { useText } from '../../i18n/use-text.js';
import { setPreferences, usePreferences } from '../../look/preferences.js';
import { Button, IconButton } from '../../ui/button.js';
import { TextInput } from '../../ui/fields.js';
import { ProblemBox } from '../../ui/problem-box.js';
import { useOpen, useTab } from '../../work/use-work.js';
import { Ribbon } from '../ribbon.js';
import { BulkBar } from './bulk-bar.js';
import { ColumnChooser } from './column-chooser.js';
import { useFilterText } from './filter-row.js';
import { nameOf, type BulkAction, type ListDefinition, type Row } from './list-definition.js';
import { ListExport } from './list-export.js';
import css from './list-page.module.css';
import { ListTable } from './list-table.js';
import { PreviewPanel } from './preview-panel.js';
import { SavedSearches } from './saved-searches.js';
import { useColumns } from './use-columns.js';
import { useList } from './use-list.js';

interface ListPageProps<R extends Row> {
  readonly list: ListDefinition<R>;
  readonly actions?: readonly Action[];
  /** What can be done with the rows selected. */
  readonly bulk?: readonly BulkAction<R>[];
  /** Part of a page that has a title of its own. */
  readonly isPart?: boolean;
  /** Said beneath the title. */
  readonly notice?: ReactNode;
}

/** WE-4, PA-17: a list with its filters, order, columns, saved searches, selection, preview and export. */
export function ListPage<R extends Row>({ list, actions = [], bulk = [], isPart = false, notice }: ListPageProps<R>) {
  const t = useText();
  const open = useOpen();
  const { preview } = usePreferences();
  const { state, setState, shown, rows, waits, query, isFirstLoad } = useList(list);
  const columns = useColumns(list);
  const [selected, setSelected] = useState<Selection>(new Set());
  const [focused, setFocused] = useState<string>();
  const searchField = useRef<HTMLInputElement>(null);
  const title = t(list.title);
  useTab(isPart ? '' : title);

  const chosen = selected === 'all' ? rows : rows.filter(({ id }) => selected.has(id));
  // Another search, another selection.
  const [selectedOf, setSelectedOf] = useState(shown);
  if (selectedOf !== shown) {
    setSelectedOf(shown);
    setSelected(new Set());
  }
  const setFilter = (id: string, value: string) => {
    const { [id]: _, ...others } = state.filters;
    // Words and filters are two ways to ask; each begins anew.
    setState({ ...state, search: '', filters: value === '' ? others : { ...others, [id]: value } });
  };
  const togglePreview = () => {
    setPreferences({ preview: !preview });
  };

  useActions([
    ...actions,
    {
      id: 'list.search',
      title: t('list.search'),
      keys: '/',
      hidden: true,
      notNow: list.hasSearch === true ? undefined : t('list.search.none'),
      run: () => searchField.current?.focus(),
    },
    { id: 'list.preview', title: t('list.preview'), keys: 'p', hidden: true, run: togglePreview },
  ]);

  return (
    <div className={css['page'] ?? ''}>
      {!isPart && (
        <header className={css['head'] ?? ''}>
          <h1>
            {title}
            {!waits && query.data !== undefined && (
              <span className={css['count'] ?? ''}>
                {t('list.count', { count: rows.length, more: query.hasNextPage ? 'yes' : 'no' })}
              </span>
            )}
          </h1>
          <Ribbon actions={actions} />
        </header>
      )}
      {notice}
      <SavedSearches listId={list.id} title={list.title} state={state} onOpen={setState} />
      <div className={css['tools'] ?? ''}>
        {list.hasSearch === true && (
          <div className={css['search'] ?? ''} role="search">
            <TextInput
              label={t('list.search')}
              isLabelHidden
              placeholder={t('list.search')}
              type="search"
              value={state.search}
              inputRef={searchField}
              autoFocus
              onChange={(search) => {
                setState({ search, filters: {}, sort: '' });
              }}
            />
          </div>
        )}
        <FiltersInForce
          list={list}
          shown={columns.shown}
          filters={state.filters}
          onFilter={setFilter}
          onClear={() => {
            setState({ ...state, filters: {} });
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
          <IconButton
            icon={PanelRight}
            label={t('list.preview')}
            aria-pressed={preview}
            kind={preview ? 'primary' : 'normal'}
            onPress={togglePreview}
          />
        </div>
      </div>
      <BulkBar
        list={list}
        actions={bulk}
        selected={chosen}
        onSelect={(ids) => {
          setSelected(new Set(ids));
        }}
      />
      <ProblemBox error={query.error} onRetry={() => void query.refetch()} />
      <div className={css['body'] ?? ''}>
        <ListTable
          label={title}
          columns={columns.shown}
          namedBy={list.columns[0]?.id ?? ''}
          rows={rows}
          sort={state.sort}
          onSort={(sort) => {
            setState({ ...state, sort });
          }}
          filters={state.filters}
          onFilter={setFilter}
          selected={selected}
          onSelect={setSelected}
          onOpen={(row) => {
            open(list.href(row));
          }}
          onLookAt={preview ? setFocused : undefined}
          isLoading={query.isFetching}
          isLoadingMore={query.isFetchingNextPage}
          isFirstLoad={isFirstLoad}
          onMore={query.hasNextPage && !waits ? () => void query.fetchNextPage() : undefined}
          empty={t(waits ? 'list.waits' : list.empty)}
        />
        {preview && <PreviewPanel list={list} row={rows.find(({ id }) => id === focused)} onClose={togglePreview} />}
      </div>
    </div>
  );
}

interface FiltersInForceProps<R extends Row> {
  readonly list: ListDefinition<R>;
  readonly shown: ListDefinition<R>['columns'];
  readonly filters: Readonly<Record<string, string>>;
  readonly onFilter: (id: string, value: string) => void;
  readonly onClear: () => void;
}

/** Filters whose columns are not shown: what narrows a list down is never out of sight. */
function FiltersInForce<R extends Row>({ list, shown, filters, onFilter, onClear }: FiltersInForceProps<R>) {
  const t = useText();
  const textOf = useFilterText<R>();
  const removes = useId();
  const unseen = list.columns.filter((column) => column.id in filters && !shown.includes(column));
  return (
    <>
      {unseen.map((column) => (
        <Button
          key={column.id}
          kind="quiet"
          icon={X}
          aria-describedby={removes}
          onPress={() => {
            onFilter(column.id, '');
          }}
        >
          {`${nameOf(column, t)} : ${textOf(column, filters[column.id] ?? '')}`}
        </Button>
      ))}
      <span id={removes} hidden>
        {t('list.filters.remove')}
      </span>
      {Object.keys(filters).length > 0 && (
        <Button kind="quiet" icon={FilterX} onPress={onClear}>
          {t('list.filters.clear')}
        </Button>
      )}
    </>
  );
}
