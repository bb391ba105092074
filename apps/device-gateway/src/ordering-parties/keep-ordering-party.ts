import type { PartyClientChanged } from '@navette/contracts/parties/v1/events';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { actAs } from '../calling-client.js';
import { OrderingPartyRepository } from './ordering-party.repository.js';

/** GW-2: in whose name a client's mission orders come to a station, as the network's list of manufacturers says (ADR 71). */
@Injectable()
export class KeepOrderingParty {
  constructor(private readonly parties: OrderingPartyRepository) {}

  async execute(tx: Tx, { clientId, formerClientId, partyId }: PartyClientChanged, version: number): Promise<void> {
    const { stationId } = tx.scope;
    for (const client of [formerClientId, clientId]) {
      if (client === '') continue;
      await actAs(tx, client);
      const stands = client === clientId;
      const saved = await this.parties.save(tx, { clientId: client, stationId, partyId, stands, version });
      if (saved) tx.audit('ordering-party', partyId);
    }
    if (tx.audited.length === 0) tx.changesNothing();
  }
}
