import type { SupplierOrderPlaced } from '@navette/contracts/stock/v1/events';
import type { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AddFileStatus } from './add-file-status.js';
import { FILE_ORIGIN } from './file-part.js';
import { InterventionFileRepository } from './intervention-file.repository.js';

/** IN-22: 205 on every file whose parts a supplier order brings, once per order and file. */
@Injectable()
export class NoteSupplierOrder {
  constructor(
    private readonly files: InterventionFileRepository,
    private readonly addStatus: AddFileStatus,
  ) {}

  async execute(tx: Tx, { orderId, number, lines }: SupplierOrderPlaced, at: Temporal.Instant): Promise<void> {
    const needs = lines.flatMap((line) => line.needs).filter(({ originKind }) => originKind === FILE_ORIGIN);
    const files = await this.files.lockAll(tx, [...new Set(needs.map(({ originId }) => originId))]);
    const open = [...files.values()].filter(({ state }) => state === 'open');
    await this.addStatus.execute(
      tx,
      'parts_ordered',
      open.map(({ id }) => ({ fileId: id, cause: `order:${orderId}`, at, comment: number })),
    );
  }
}
