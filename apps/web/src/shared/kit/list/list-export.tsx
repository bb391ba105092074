import { Download } from 'lucide-react';
import { useRef, useState } from 'react';
import { useApi } from '../../api/session.js';
import { useFormats } from '../../i18n/formats.js';
import { useText } from '../../i18n/use-text.js';
import { Button } from '../../ui/button.js';
import { MenuButton } from '../../ui/menu-button.js';
import { ProblemBox } from '../../ui/problem-box.js';
import css from './list-tools.module.css';
import { nameOf, type Column, type ListDefinition, type Row } from './list-definition.js';
import type { ListState } from './list-query.js';
import { saveSheet, type SheetKind } from './save-sheet.js';

const PAGE = 200;
/** More is an archive's business, not a list's. */
const MOST_ROWS = 100_000;

interface ListExportProps<R extends Row> {
  readonly list: ListDefinition<R>;
  readonly columns: readonly Column<R>[];
  readonly state: ListState;
  /** Those selected; none means all that the list has, beyond what is on the screen. */
  readonly selected: readonly R[];
  readonly isDisabled: boolean;
}

/** PA-15, WE-4: exports what the list shows, in its columns and order. It tells how far it is, and can be stopped. */
export function ListExport<R extends Row>({ list, columns, state, selected, isDisabled }: ListExportProps<R>) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const [done, setDone] = useState<number>();
  const [error, setError] = useState<unknown>();
  const stop = useRef<AbortController>(undefined);

  const everyRow = async (signal: AbortSignal): Promise<readonly R[]> => {
    const rows: R[] = [];
    for (let cursor = ''; ;) {
      const filters = { ...state.filters, ...list.fixed };
      const page = await list.load(api, { ...state, filters, cursor, limit: PAGE }, signal);
      rows.push(...page.rows);
      setDone(rows.length);
      cursor = page.nextCursor;
      if (cursor === '' || rows.length >= MOST_ROWS) return rows;
    }
  };

  const save = async (kind: SheetKind) => {
    stop.current = new AbortController();
    setError(undefined);
    setDone(0);
    try {
      const rows = selected.length > 0 ? selected : await everyRow(stop.current.signal);
      await saveSheet(kind, {
        name: t(list.title),
        columns: columns.map((column) => nameOf(column, t)),
        rows: rows.map((row) => columns.map(({ value }) => value(row, { t, formats }))),
      });
    } catch (failure) {
      if (!stop.current.signal.aborted) setError(failure);
    } finally {
      setDone(undefined);
    }
  };

  if (done !== undefined) {
    return (
      <span className={css['progress'] ?? ''} role="status">
        {t('list.export.progress', { count: done })}
        <Button onPress={() => stop.current?.abort()}>{t('list.export.stop')}</Button>
      </span>
    );
  }
  return (
    <>
      <ProblemBox error={error} />
      <MenuButton
        icon={Download}
        text={t('list.export')}
        isDisabled={isDisabled}
        entries={[
          { id: 'csv', text: 'CSV' },
          { id: 'xlsx', text: 'Excel (XLSX)' },
        ]}
        onChoose={(kind) => void save(kind === 'csv' ? 'csv' : 'xlsx')}
      />
    </>
  );
}
