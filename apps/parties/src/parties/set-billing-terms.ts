import { PartyBillingTermsChangedMessage } from '@navette/contracts';
import type { BillingTerms, Party } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { expectVersion } from './expect-version.js';
import { PartyRepository } from './party.repository.js';
import { TermsRepository } from './terms.repository.js';
import { checkedBillingTerms } from './terms.js';

/** PA-2 */
@Injectable()
export class SetBillingTerms {
  constructor(
    private readonly db: Database,
    private readonly parties: PartyRepository,
    private readonly terms: TermsRepository,
  ) {}

  /** @throws DomainError `parties.terms.invalid`, `parties.party.not-found`, `parties.party.changed-meanwhile` */
  execute(scope: Scope, partyId: string, expectedVersion: number, input: BillingTerms): Promise<Party> {
    const terms = checkedBillingTerms(input);
    return this.db.command(scope, async (tx) => {
      const version = expectVersion(await this.parties.lockVersion(tx, partyId), expectedVersion) + 1;
      await this.terms.updateBillingTerms(tx, partyId, terms);
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
