import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { InterventionFileRepository } from './intervention-file.repository.js';
import { tellFileChanged } from './intervention-file.events.js';

/** IN-16: billing was refused; the file is finished again, with the reason. */
@Injectable()
export class ReopenFile {
  constructor(private readonly files: InterventionFileRepository) {}

  /** @param refusal error code; @param params what its text fills in */
  async execute(tx: Tx, fileId: string, refusal: string, params: Readonly<Record<string, string>>): Promise<void> {
    const file = await this.files.lockById(tx, fileId);
    if (file?.state !== 'billing') throw new Error(`file ${fileId} is ${file?.state ?? 'gone'}, not being billed`);
    const { version } = await this.files.change(tx, file, {
      state: 'finished',
      billingRefusal: refusal,
      billingRefusalParams: params,
    });
    tx.audit('intervention-file', fileId);
    tellFileChanged(tx, fileId, version);
  }
}
