import { PartyChangedMessage } from '@navette/contracts';
import type { Party } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { StationRefRepository } from '../stations/station-ref.repository.js';
import { expectVersion } from './expect-version.js';
import { checkedParty, refuseUnlisted } from './party.js';
import { PartyRepository } from './party.repository.js';

/** PA-1: the common data of a party are replaced as a whole; its terms have operations of their own. */
@Injectable()
export class ChangeParty {
  constructor(
    private readonly db: Database,
    private readonly parties: PartyRepository,
    private readonly stations: StationRefRepository,
  ) {}

  /** @throws DomainError `parties.party.invalid`, `parties.party.not-found`, `parties.party.changed-meanwhile` */
  execute(scope: Scope, partyId: string, expectedVersion: number, input: Party): Promise<Party> {
    return this.db.command(scope, async (tx) => {
      const { party, phones } = checkedParty(input, await this.stations.phoneRegion(tx));
      const version = expectVersion(await this.parties.lockVersion(tx, partyId), expectedVersion) + 1;
      refuseUnlisted((await this.parties.byId(tx, partyId)) as Party, party);
      await this.parties.update(tx, { ...party, id: partyId }, phones);
      const changed = (await this.parties.byId(tx, partyId)) as Party;
      tx.publish(PartyChangedMessage, { type: 'party', id: partyId, version }, { party: changed });
      tx.audit('party', partyId);
      return changed;
    });
  }
}
