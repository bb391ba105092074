import { PartyBillingTermsChangedMessage } from '@navette/contracts';
import type { BillingTerms, Party } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { expectVersion } from './expect-version.js';
import { InheritTerms } from './inherit-terms.js';
import { applyingBilling, chosenTerms } from './inherited-terms.js';
import { PartyRepository } from './party.repository.js';
import { TermsRepository } from './terms.repository.js';
import { checkedBillingTerms, checkRepresentative } from './terms.js';

/** PA-2, PA-13: a party's own terms, and which it takes from its family. */
@Injectable()
export class SetBillingTerms {
  constructor(
    private readonly db: Database,
    private readonly parties: PartyRepository,
    private readonly terms: TermsRepository,
    private readonly inherit: InheritTerms,
  ) {}

  /** @throws DomainError `parties.terms.invalid`, `parties.party.not-found`, `parties.party.changed-meanwhile` */
  execute(scope: Scope, partyId: string, expectedVersion: number, input: BillingTerms): Promise<Party> {
    return this.db.command(scope, async (tx) => {
      expectVersion(await this.parties.lockVersion(tx, partyId), expectedVersion);
      const party = (await this.parties.byId(tx, partyId)) as Party;
      const before = party.billingTerms as BillingTerms;
      const own = checkedBillingTerms(chosenTerms(input, before));
      checkRepresentative(own, before, await this.terms.isActiveRepresentative(tx, own.representativeId));
      const terms = applyingBilling(own, await this.inherit.termsFor(tx, party));
      const version = await this.terms.updateBillingTerms(tx, partyId, terms);
      tx.publish(
        PartyBillingTermsChangedMessage,
        { type: 'party', id: partyId, version },
        { partyId, version: String(version), terms },
      );
      tx.audit('party', partyId);
      return (await this.parties.byId(tx, partyId)) as Party;
    });
  }
}
