import type { ListStockNotesRequest, ListStockNotesResponse, StockNote } from '@navette/contracts/stock/v1/stock_notes';
import { isUuid } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { stockNoteErrors } from './stock-note.js';
import { StockNoteRepository } from './stock-note.repository.js';

/** E-077, E-085: stock-in and stock-out notes as screens see them. */
@Injectable()
export class ReadStockNotes {
  constructor(
    private readonly db: Database,
    private readonly notes: StockNoteRepository,
  ) {}

  /** @throws DomainError `stock.stock-note.not-found`, also for one of another station (ID-10) */
  execute(scope: Scope, id: string): Promise<StockNote> {
    return this.db.tenantRead(scope, (tx) => this.byId(tx, id));
  }

  /** @throws DomainError `platform.request.invalid`, `platform.list.cursor-of-another-list` */
  async page(scope: Scope, { query }: ListStockNotesRequest): Promise<ListStockNotesResponse> {
    const { rows, nextCursor } = await this.db.tenantRead(scope, (tx) => this.notes.page(tx, query));
    return { notes: rows.map((head) => ({ ...head, lines: [] })), nextCursor };
  }

  async byId(tx: Tx, id: string): Promise<StockNote> {
    const head = isUuid(id) ? await this.notes.byId(tx, id) : undefined;
    if (head === undefined) throw stockNoteErrors.error('stock-note.not-found');
    return { ...head, lines: await this.notes.linesOf(tx, id) };
  }
}
