import type { CreateStockNoteRequest, StockNote } from '@navette/contracts/stock/v1/stock_notes';
import { Money } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartRepository } from '../catalogue/part.repository.js';
import { ReferenceRepository } from '../references/reference.repository.js';
import { PostCorrections, type PostedCorrection } from '../stock-levels/post-corrections.js';
import { StockPlaces } from '../stock-places/stock-places.js';
import { ReadStockNotes } from './read-stock-notes.js';
import { checkedNote, idsOf, knownLines, NOTE_KINDS, refusedNote } from './stock-note.js';
import { StockNoteRepository } from './stock-note.repository.js';

/** E-077: parts come in or go out by hand, all of them or none, and the note is the paper of it. There is no draft of one. */
@Injectable()
export class CreateStockNote {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
    private readonly notes: StockNoteRepository,
    private readonly places: StockPlaces,
    private readonly corrections: PostCorrections,
    private readonly references: ReferenceRepository,
    private readonly read: ReadStockNotes,
  ) {}

  /**
   * @throws DomainError `stock.stock-note.invalid` with its fields, `stock.stock-place.invalid`,
   *   `stock.stock-level.would-be-negative` (ST-12), `stock.inventory.part-counted` (ST-14), `stock.station.unknown`
   */
  execute(scope: Scope, request: CreateStockNoteRequest): Promise<StockNote> {
    return this.db.command(scope, async (tx) => {
      const { comment, date, kind, lines: asked, placeId } = checkedNote(request, await this.references.today(tx));
      const { movement, number: letters } = NOTE_KINDS[kind];
      const location = await this.places.known(tx, '/placeId', placeId, kind === 'stock_in');
      const parts = await this.parts.byIds(tx, idsOf(asked.map(({ partId }) => partId)));
      const reasons = await this.notes.reasons(tx, idsOf(asked.map(({ reasonId }) => reasonId)));
      const lines = knownLines(asked, parts, reasons).map((line, i) => ({
        ...line,
        lineId: tx.newId(),
        pointer: `/lines/${i}/quantity`,
      }));
      const id = tx.newId();
      const posted = await this.corrections.post(
        tx,
        { kind: 'stock_note', id },
        { kind: movement, location, refused: refusedNote },
        lines,
      );
      const costed = lines.map((line) => {
        const { unitCost, value } = posted.get(line.partId) as PostedCorrection;
        return { ...line, unitCost: kind === 'stock_in' ? unitCost : null, value };
      });
      const value = Money.sum(costed.map((line) => line.value));
      const [number = ''] = await this.references.nextNumbers(tx, letters, 1);
      await this.notes.insert(tx, { id, number, kind, date, placeId, comment, value }, costed);
      tx.audit('stock-note', id);
      return this.read.byId(tx, id);
    });
  }
}
