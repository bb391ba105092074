import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';

/** A row as read: its line in the file, counted from 1, and its cells as text. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What makes a file as a whole no table. */
export class TableError extends Error {
  constructor(
    readonly line: number,
    readonly rule: 'encoding' | 'malformed-row' | 'unreadable',
  ) {
    super(`${rule} in line ${line}`);
  }
}

/**
 * Rows of a CSV file that are not empty, streaming: UTF-8 with or without byte order mark, quoted as in RFC 4180.
 * @throws TableError `encoding` with the first line that is not UTF-8, `malformed-row`
 */
export async function* csvRows(content: Uint8Array, delimiter: string): AsyncGenerator<TableRow> {
  const broken = brokenUtf8Line(content);
  if (broken !== undefined) throw new TableError(broken, 'encoding');
  const parser = Readable.from([content]).pipe(
    parse({ bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true }),
  );
  try {
    for await (const { info, record } of parser as AsyncIterable<{ info: { lines: number }; record: string[] }>)
      yield { line: info.lines, cells: record };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as CsvError & { lines?: number };
    throw new TableError(lines ?? 1, 'malformed-row');
  }
}

/** The line of the first bytes that are not UTF-8. */
function brokenUtf8Line(content: Uint8Array): number | undefined {
  if (isUtf8(content)) return undefined;
  const lines = Buffer.from(content).toString('latin1').split('\n');
  const broken = lines.findIndex((text) => !isUtf8(Buffer.from(text, 'latin1')));
  return broken + 1;
}
