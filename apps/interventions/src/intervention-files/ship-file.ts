import { InterventionFileShippedMessage } from '@navette/contracts';
import type { InterventionFile, ShipFileRequest } from '@navette/contracts/interventions/v1/service';
import type { Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { COMMENT_MAX, statusErrors } from '../status-codes/status-code.js';
import { AddFileStatus } from './add-file-status.js';
import { ChangeFile } from './change-file.js';
import { FileStatusRepository } from './file-status.repository.js';
import { assertState, fileErrors, type FileState } from './intervention-file.js';
import { InterventionFileRepository } from './intervention-file.repository.js';

const SHIPPABLE: readonly FileState[] = ['finished', 'billed'];

/**
 * IN-17, ST-17: the appliance is sent back. Said here, where the file's state is known under its lock; stock hears of it and
 * makes the shuttle note, which it has no reason to refuse (ADR 0057).
 */
@Injectable()
export class ShipFile {
  constructor(
    private readonly files: InterventionFileRepository,
    private readonly change: ChangeFile,
    private readonly statuses: FileStatusRepository,
    private readonly addStatus: AddFileStatus,
  ) {}

  /**
   * Sent already, it answers the same, and the first comment stays.
   * @throws DomainError `interventions.file.not-found`, `….ship-workshop-only`, `….state-not-accepted`, `….handed-back-already`,
   *   `interventions.status-code.comment-too-long`
   */
  execute(scope: Scope, { fileId, comment }: ShipFileRequest): Promise<InterventionFile> {
    const text = comment.trim();
    if (text.length > COMMENT_MAX) throw statusErrors.error('status-code.comment-too-long', { max: COMMENT_MAX });
    return this.change.execute(scope, fileId, async (tx, file) => {
      if (await this.statuses.has(tx, fileId, 'shipped')) return;
      if (file.type !== 'workshop') throw fileErrors.error('file.ship-workshop-only');
      assertState(file, SHIPPABLE);
      if (await this.statuses.has(tx, fileId, 'handed_back')) throw fileErrors.error('file.handed-back-already');
      const { version, product, number: fileNumber } = await this.files.change(tx, file, {});
      tx.publish(
        InterventionFileShippedMessage,
        { type: 'intervention-file', id: fileId, version },
        {
          fileId,
          fileNumber,
          productCategory: product.category,
          productBrand: product.brand,
          productReference: product.commercialReference,
          productSerialNumber: product.serialNumber,
        },
      );
      await this.addStatus.execute(tx, 'shipped', [{ fileId, cause: 'shipped', at: tx.now, comment: text }]);
    });
  }
}
