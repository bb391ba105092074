import { PartyChangedMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartyRepository } from './party.repository.js';

/** IN-2, PA-1: whoever is put on a file as its consumer or reseller is one from then on. */
@Injectable()
export class TakeRole {
  constructor(private readonly parties: PartyRepository) {}

  /** @returns false when the party had that kind already, or is not known */
  async execute(tx: Tx, named: string, kind: 'consumer' | 'reseller'): Promise<boolean> {
    const partyId = await this.parties.survivorOf(tx, named);
    const version = await this.parties.addKind(tx, partyId, kind);
    if (version === undefined) return false;
    const party = await this.parties.byId(tx, partyId);
    tx.publish(PartyChangedMessage, { type: 'party', id: partyId, version }, { party });
    tx.audit('party', partyId);
    return true;
  }
}
