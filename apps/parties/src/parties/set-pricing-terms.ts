import { PartyPricingTermsChangedMessage } from '@navette/contracts';
import type { Party, PricingTerms } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { expectVersion } from './expect-version.js';
import { InheritTerms } from './inherit-terms.js';
import { applyingPricing, chosenTerms } from './inherited-terms.js';
import { PartyRepository } from './party.repository.js';
import { TermsRepository } from './terms.repository.js';
import { checkedPricingTerms, checkNamedParties, namedParties } from './terms.js';

/** PA-3, PA-9, PA-13, PA-18: stored and sent; prices are computed by stock. */
@Injectable()
export class SetPricingTerms {
  constructor(
    private readonly db: Database,
    private readonly parties: PartyRepository,
    private readonly terms: TermsRepository,
    private readonly inherit: InheritTerms,
  ) {}

  /** @throws DomainError `parties.terms.invalid`, `parties.party.not-found`, `parties.party.changed-meanwhile` */
  execute(scope: Scope, partyId: string, expectedVersion: number, input: PricingTerms): Promise<Party> {
    return this.db.command(scope, async (tx) => {
      expectVersion(await this.parties.lockVersion(tx, partyId), expectedVersion);
      const party = (await this.parties.byId(tx, partyId)) as Party;
      const own = checkedPricingTerms(chosenTerms(input, party.pricingTerms as PricingTerms));
      checkNamedParties(own, await this.terms.kindsOf(tx, namedParties(own)));
      const terms = applyingPricing(own, await this.inherit.termsFor(tx, party));
      const version = await this.terms.updatePricingTerms(tx, partyId, terms);
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
