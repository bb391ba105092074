import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { SuspensionRepository } from './suspension.repository.js';

/** PA-4: keeps who is suspended; what comes late changes nothing. */
@Injectable()
export class KeepSuspension {
  constructor(private readonly suspensions: SuspensionRepository) {}

  async execute(tx: Tx, partyId: string, suspended: boolean, version: number): Promise<void> {
    if (await this.suspensions.save(tx, partyId, suspended, version)) tx.audit('party', partyId);
    else tx.changesNothing();
  }
}
