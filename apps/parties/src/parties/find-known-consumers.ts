import type { Duplicates, Party } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { StationRefRepository } from '../stations/station-ref.repository.js';
import { comparable } from './party.js';
import { PartyRepository } from './party.repository.js';

/** IN-2: who of the known parties the consumer of a mission order may be; a person decides. */
@Injectable()
export class FindKnownConsumers {
  constructor(
    private readonly db: Database,
    private readonly parties: PartyRepository,
    private readonly stations: StationRefRepository,
  ) {}

  execute(scope: Scope, input: Party): Promise<Duplicates> {
    return this.db.tenantRead(scope, async (tx) => {
      const { party, phones } = comparable(input, await this.stations.phoneRegion(tx));
      return { duplicates: await this.parties.duplicatesOf(tx, party, phones, true) };
    });
  }
}
