import type { OrderedQuantityWithdrawn } from '@navette/contracts/stock/v1/events';
import type { Tx } from '@navette/platform/database';
import type { Received } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { AddFileStatus } from './add-file-status.js';
import { FILE_ORIGIN } from './file-part.js';
import { FilePartRepository } from './file-part.repository.js';
import { InterventionFileRepository } from './intervention-file.repository.js';

/**
 * ST-22, IN-6: an ordered part will not come: it is to be ordered again, once per change of the supplier order. The status
 * is of the time of that change, so that told late it does not hide the order that was placed instead.
 */
@Injectable()
export class NoteWithdrawnQuantity {
  constructor(
    private readonly files: InterventionFileRepository,
    private readonly parts: FilePartRepository,
    private readonly addStatus: AddFileStatus,
  ) {}

  async execute(tx: Tx, { message, envelope }: Received<OrderedQuantityWithdrawn>): Promise<void> {
    const needs = message.needs.filter(({ originKind }) => originKind === FILE_ORIGIN);
    const files = await this.files.lockAll(tx, [...new Set(needs.map(({ originId }) => originId))]);
    const lines = await this.parts.linesById(tx, [...new Set(needs.map(({ needId }) => needId))]);
    const waiting = needs
      .filter(({ originId, needId }) => {
        const line = lines.get(needId);
        return line?.fileId === originId && line.state === 'open' && line.wantsPart;
      })
      .map(({ originId }) => originId);
    const open = [...new Set(waiting)].filter((fileId) => files.get(fileId)?.state === 'open');
    const cause = `withdrawn:${message.orderId}:${envelope.aggregate.version}`;
    await this.addStatus.execute(
      tx,
      'part_to_order',
      open.map((fileId) => ({ fileId, cause, at: envelope.occurredAt, comment: message.number })),
    );
  }
}
