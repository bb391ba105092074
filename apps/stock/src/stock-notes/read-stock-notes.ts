import type {
  GetStockNoteAttachmentRequest,
  ListStockNotesRequest,
  ListStockNotesResponse,
  StockNote,
  StockNoteAttachmentContent,
} from '@navette/contracts/stock/v1/stock_notes';
import { isUuid } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { ObjectStore } from '@navette/platform/objects';
import { Injectable } from '@nestjs/common';
import { attachmentErrors } from './note-attachment.js';
import { stockNoteErrors } from './stock-note.js';
import { StockNoteRepository } from './stock-note.repository.js';

/** E-077, E-085: stock-in and stock-out notes as screens see them. */
@Injectable()
export class ReadStockNotes {
  constructor(
    private readonly db: Database,
    private readonly notes: StockNoteRepository,
    private readonly objects: ObjectStore,
  ) {}

  /** @throws DomainError `stock.stock-note.not-found`, also for one of another station (ID-10) */
  execute(scope: Scope, id: string): Promise<StockNote> {
    return this.db.tenantRead(scope, (tx) => this.byId(tx, id));
  }

  /** @throws DomainError `platform.request.invalid`, `platform.list.cursor-of-another-list` */
  async page(scope: Scope, { query }: ListStockNotesRequest): Promise<ListStockNotesResponse> {
    const { rows, nextCursor } = await this.db.tenantRead(scope, (tx) => this.notes.page(tx, query));
    return { notes: rows.map((head) => ({ ...head, lines: [], attachments: [] })), nextCursor };
  }

  async byId(tx: Tx, id: string): Promise<StockNote> {
    const head = isUuid(id) ? await this.notes.byId(tx, id) : undefined;
    if (head === undefined) throw stockNoteErrors.error('stock-note.not-found');
    const lines = await this.notes.linesOf(tx, id);
    return { ...head, lines, attachments: await this.notes.attachmentsOf(tx, id) };
  }

  /** @throws DomainError `stock.stock-note.not-found`, `stock.stock-note-attachment.not-found` */
  attachment(scope: Scope, request: GetStockNoteAttachmentRequest): Promise<StockNoteAttachmentContent> {
    return this.db.tenantRead(scope, async (tx) => {
      const { id } = await this.byId(tx, request.id);
      const named = await this.notes.attachment(tx, id, request.attachmentId);
      const object = named && (await this.objects.get(tx, named.sha256));
      if (object === undefined) throw attachmentErrors.error('stock-note-attachment.not-found');
      return { name: named?.name ?? '', mediaType: object.mediaType, content: object.content };
    });
  }
}
