import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { suspensionErrors } from './suspension.js';
import { SuspensionRepository } from './suspension.repository.js';

/** PA-4: a suspended party is put on nothing new, unless somebody who may says why. */
@Injectable()
export class RefuseSuspended {
  constructor(private readonly suspensions: SuspensionRepository) {}

  /**
   * @param chosen parties by the field that names them; empty ones don't count
   * @param reason why to go on; empty where nobody said so
   * @throws DomainError `interventions.suspension.party-suspended` naming each field
   */
  async execute(
    tx: Tx,
    entity: { type: string; id: string },
    chosen: Readonly<Record<string, string>>,
    reason: string,
  ): Promise<void> {
    const named = Object.entries(chosen).filter(([, partyId]) => partyId !== '');
    const suspended = await this.suspensions.suspended(
      tx,
      named.map(([, partyId]) => partyId),
    );
    if (suspended.size === 0) return;
    if (reason === '') {
      const fields = named
        .filter(([, partyId]) => suspended.has(partyId))
        .map(([field]) => suspensionErrors.field(`/${field}`, 'suspension.party-suspended'));
      throw suspensionErrors.error('suspension.party-suspended', {}, fields);
    }
    for (const partyId of suspended) await this.suspensions.override(tx, partyId, entity, reason);
  }
}
