import type { AddStockNoteAttachmentRequest, StockNote } from '@navette/contracts/stock/v1/stock_notes';
import { Database, type Scope } from '@navette/platform/database';
import { redrawn } from '@navette/platform/images';
import { MAX_OBJECT_BYTES, ObjectStore } from '@navette/platform/objects';
import { Injectable } from '@nestjs/common';
import { PartImageRepository } from '../part-images/part-image.repository.js';
import {
  ACCEPTED,
  attachmentErrors,
  attachmentName,
  isPdf,
  MOST_ATTACHMENTS,
  PICTURE,
  pngName,
} from './note-attachment.js';
import { ReadStockNotes } from './read-stock-notes.js';
import { StockNoteRepository } from './stock-note.repository.js';

/** E-077: a file is kept with a note, when it is made or later; for good, as the note is. */
@Injectable()
export class AttachToNote {
  constructor(
    private readonly db: Database,
    private readonly notes: StockNoteRepository,
    private readonly images: PartImageRepository,
    private readonly objects: ObjectStore,
    private readonly read: ReadStockNotes,
  ) {}

  /**
   * One that is there already is not added again.
   * @throws DomainError `stock.stock-note.not-found`, `stock.stock-note-attachment.name-wrong`, `.too-large`, `.not-accepted`,
   *   `.too-many`, `platform.image.too-many-pixels`
   */
  async execute(scope: Scope, { id, name, content }: AddStockNoteAttachmentRequest): Promise<StockNote> {
    // Before a stranger's file is looked at.
    await this.read.execute(scope, id);
    const file = await keptAs(attachmentName(name), content);
    return this.db.command(scope, async (tx) => {
      // Who removes the same picture from a part waits, and so does who adds another file.
      await this.images.lockObjects(tx);
      const kept = await this.notes.attachmentsOf(tx, id);
      const sha256 = await this.objects.put(tx, file.mediaType, file.content);
      const position = kept.length + 1;
      const added =
        position <= MOST_ATTACHMENTS &&
        (await this.notes.attach(tx, { id: tx.newId(), noteId: id, position, sha256, ...file }));
      if (!added && !(await this.notes.hasAttachment(tx, id, sha256))) {
        throw attachmentErrors.error('stock-note-attachment.too-many', { max: MOST_ATTACHMENTS });
      }
      if (added) tx.audit('stock-note', id);
      return this.read.byId(tx, id);
    });
  }
}

/** A PDF as it came, a picture drawn anew (ADR 24). What it is is read from its content. */
async function keptAs(name: string, content: Uint8Array) {
  if (content.length > MAX_OBJECT_BYTES) throw tooLarge();
  if (isPdf(content)) return { name, mediaType: 'application/pdf', content: Buffer.from(content) };
  const picture = await redrawn(content, PICTURE, MAX_OBJECT_BYTES).catch((error: { code?: string }) => {
    if (error.code !== 'platform.image.not-accepted') throw error;
    throw attachmentErrors.error('stock-note-attachment.not-accepted', { accepted: ACCEPTED }, [], error);
  });
  if (picture.length > MAX_OBJECT_BYTES) throw tooLarge();
  return { name: pngName(name), mediaType: 'image/png', content: picture };
}

const tooLarge = () => attachmentErrors.error('stock-note-attachment.too-large', { max: MAX_OBJECT_BYTES });
