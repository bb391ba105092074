import type { Duplicates, Party } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { comparable } from './party.js';
import { PartyRepository } from './party.repository.js';

/** IN-2: who of the known parties the consumer of a mission order may be; a person decides. */
@Injectable()
export class FindKnownConsumers {
  constructor(
    private readonly db: Database,
    private readonly parties: PartyRepository,
  ) {}

  async execute(scope: Scope, input: Party): Promise<Duplicates> {
    const { party, phones } = comparable(input);
    const duplicates = await this.db.tenantRead(scope, (tx) => this.parties.duplicatesOf(tx, party, phones, true));
    return { duplicates };
  }
}
