import { PartyPricingTermsChangedMessage } from '@navette/contracts';
import type { Party, PricingTerms } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { expectVersion } from './expect-version.js';
import { PartyRepository } from './party.repository.js';
import { checkedPricingTerms } from './terms.js';

/** PA-9: stored and sent; prices are computed by stock. */
@Injectable()
export class SetPricingTerms {
  constructor(
    private readonly db: Database,
    private readonly parties: PartyRepository,
  ) {}

  /** @throws DomainError `parties.terms.invalid`, `parties.party.not-found`, `parties.party.changed-meanwhile` */
  execute(scope: Scope, partyId: string, expectedVersion: number, input: PricingTerms): Promise<Party> {
    const terms = checkedPricingTerms(input);
    return this.db.command(scope, async (tx) => {
      const version = expectVersion(await this.parties.lockVersion(tx, partyId), expectedVersion) + 1;
      await this.parties.updatePricingTerms(tx, partyId, terms);
      tx.publish(
        PartyPricingTermsChangedMessage,
        { type: 'party', id: partyId, version },
        { partyId, version: String(version), terms },
      );
      tx.audit('party', partyId);
      return (await this.parties.byId(tx, partyId)) as Party;
    });
  }
}
