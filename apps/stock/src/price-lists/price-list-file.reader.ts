import { Database, type Scope } from '@navette/platform/database';
import { csvStream, xlsxRows, type TableRow } from '@navette/platform/tables';
import { Injectable } from '@nestjs/common';
import { PriceListRepository, type PriceListRow } from './price-list.repository.js';

/** What a workbook may weigh unpacked. */
const MOST_XLSX_BYTES = 64 * 1_048_576;

/** ST-6: the file of a price list, of which one piece is in memory at a time; of a workbook, which is packed, all its bytes. */
@Injectable()
export class PriceListFileReader {
  constructor(
    private readonly db: Database,
    private readonly lists: PriceListRepository,
  ) {}

  /** Its rows that are not empty, the header first. @throws TableError */
  async *rows(scope: Scope, { id, format }: PriceListRow): AsyncGenerator<TableRow> {
    const pieces = this.#pieces(scope, id);
    for await (const row of format === 'csv' ? csvStream(pieces) : xlsxRows(await whole(pieces), MOST_XLSX_BYTES))
      if (row.cells.some((cell) => cell.trim() !== '')) yield row;
  }

  async *#pieces(scope: Scope, id: string): AsyncGenerator<Buffer> {
    for (let piece = 0; ; piece++) {
      const content = await this.db.tenantRead(scope, (tx) => this.lists.piece(tx, id, piece));
      if (content.length === 0) return;
      yield* content;
    }
  }
}

async function whole(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}
