import { csvRows, TableError, xlsxRows } from '@navette/platform/tables';
import { headerError, MOST_ROWS, rowError, type RawRow, type RowError } from './despatch-file.js';

/** What a workbook may weigh unpacked: twice what the most rows take. */
const MOST_XLSX_BYTES = 24 * 1_048_576;

/** Rows below the header, or what makes the file as a whole unreadable. */
export type ReadFile = { readonly rows: readonly RawRow[] } | { readonly errors: readonly RowError[] };

/** Reads a CSV file. Its layout is told in `despatch-file.ts`. */
export function readDespatchCsv(content: Uint8Array): Promise<ReadFile> {
  return collect(csvRows(content, ';'));
}

/** Reads the first sheet of an XLSX file. */
export function readDespatchXlsx(content: Uint8Array): Promise<ReadFile> {
  return collect(xlsxRows(content, MOST_XLSX_BYTES));
}

async function collect(source: AsyncGenerator<RawRow>): Promise<ReadFile> {
  try {
    const header = await source.next();
    const wrong = headerError(header.done === true ? undefined : trimmed(header.value));
    if (wrong !== undefined) return { errors: [wrong] };
    const rows: RawRow[] = [];
    for await (const row of source) {
      if (rows.length === MOST_ROWS) {
        return { errors: [rowError(row.line, '', 'despatch-file.too-many-rows', { max: String(MOST_ROWS) })] };
      }
      rows.push(row);
    }
    return rows.length === 0 ? { errors: [rowError(2, '', 'despatch-file.empty')] } : { rows };
  } catch (error) {
    if (error instanceof TableError) return { errors: [rowError(error.line, '', `despatch-file.${error.rule}`)] };
    throw error;
  }
}

/** A sheet may have columns that were formatted and never filled. */
function trimmed({ line, cells }: RawRow): RawRow {
  const last = cells.findLastIndex((cell) => cell !== '');
  return { line, cells: cells.slice(0, last + 1) };
}
