import { PartyCreatedMessage } from '@navette/contracts';
import type { CreatePartyResponse, Party } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { StationRefRepository } from '../stations/station-ref.repository.js';
import { newParty, type PartySource } from './party.js';
import { PartyRepository } from './party.repository.js';

/** PA-1, PA-7: a party is created once the likely duplicates were offered, or accepted as different. */
@Injectable()
export class CreateParty {
  constructor(
    private readonly db: Database,
    private readonly parties: PartyRepository,
    private readonly stations: StationRefRepository,
  ) {}

  /**
   * @param source how the station comes by it
   * @throws DomainError `parties.party.invalid`
   */
  execute(
    scope: Scope,
    input: Party,
    acceptDuplicates: boolean,
    source: PartySource = 'by_hand',
  ): Promise<CreatePartyResponse> {
    return this.db.command(scope, async (tx) => {
      const { party, phones } = newParty(input, source, await this.stations.phoneRegion(tx));
      if (!acceptDuplicates) {
        const duplicates = await this.parties.duplicatesOf(tx, party, phones);
        if (duplicates.length > 0) {
          tx.audit('party-duplicates', duplicates[0]?.party.id ?? '');
          return { result: { $case: 'duplicates', value: { duplicates } } };
        }
      }
      const created: Party = { ...party, id: tx.newId(), version: '1' };
      await this.parties.insert(tx, created, phones);
      tx.publish(PartyCreatedMessage, { type: 'party', id: created.id, version: 1 }, { party: created });
      tx.audit('party', created.id);
      return { result: { $case: 'created', value: created } };
    });
  }
}
