import { PartyPricingTermsChangedMessage } from '@navette/contracts';
import type { Party, PricingTerms } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { expectVersion } from './expect-version.js';
import { PartyRepository } from './party.repository.js';
import { TermsRepository } from './terms.repository.js';
import { checkedPricingTerms, checkNamedParties, namedParties } from './terms.js';

/** PA-3, PA-9, PA-18: stored and sent; prices are computed by stock. */
@Injectable()
export class SetPricingTerms {
  constructor(
    private readonly db: Database,
    private readonly parties: PartyRepository,
    private readonly terms: TermsRepository,
  ) {}

  /** @throws DomainError `parties.terms.invalid`, `parties.party.not-found`, `parties.party.changed-meanwhile` */
  execute(scope: Scope, partyId: string, expectedVersion: number, input: PricingTerms): Promise<Party> {
    const terms = checkedPricingTerms(input);
    return this.db.command(scope, async (tx) => {
      const version = expectVersion(await this.parties.lockVersion(tx, partyId), expectedVersion) + 1;
      checkNamedParties(terms, await this.terms.kindsOf(tx, namedParties(terms)));
      await this.terms.updatePricingTerms(tx, partyId, terms);
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
