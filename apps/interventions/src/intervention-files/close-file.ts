import { InterventionFileBilledMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AddFileStatus } from './add-file-status.js';
import { FileStatusRepository } from './file-status.repository.js';
import { InterventionFileRepository, type IssuedDocument } from './intervention-file.repository.js';

/** IN-16: billing has issued the documents; the file is billed, and a workshop's appliance handed back or to be. */
@Injectable()
export class CloseFile {
  constructor(
    private readonly files: InterventionFileRepository,
    private readonly addStatus: AddFileStatus,
    private readonly statuses: FileStatusRepository,
  ) {}

  async execute(tx: Tx, fileId: string, documents: readonly IssuedDocument[], handBack: boolean): Promise<void> {
    const file = await this.files.lockById(tx, fileId);
    if (file?.state !== 'billing') throw new Error(`file ${fileId} is ${file?.state ?? 'gone'}, not being billed`);
    await this.files.insertDocuments(tx, fileId, documents);
    const { version } = await this.files.change(tx, file, { state: 'billed' });
    tx.publish(
      InterventionFileBilledMessage,
      { type: 'intervention-file', id: fileId, version },
      { fileId, fileNumber: file.number },
    );
    const comment = documents.map(({ number }) => number).join(', ');
    await this.addStatus.execute(tx, 'billed', [{ fileId, cause: 'billed', at: tx.now, comment }]);
    // What was sent back before it was billed is not here any more.
    if (file.type === 'workshop' && !(await this.statuses.has(tx, fileId, 'shipped'))) {
      const next = handBack ? 'handed_back' : 'to_hand_back';
      await this.addStatus.execute(tx, next, [{ fileId, cause: 'billed', at: tx.now, comment: '' }]);
    }
    tx.audit('intervention-file', fileId);
  }
}
