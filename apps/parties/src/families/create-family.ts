import { FamilyChangedMessage } from '@navette/contracts';
import type { Family } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { checkNamedParties, checkRepresentative, namedParties } from '../parties/terms.js';
import { TermsRepository } from '../parties/terms.repository.js';
import { checkedFamily, codeTaken } from './family.js';
import { checkScalesKnown } from '../representatives/commission-scale.js';
import { CommissionScaleRepository } from '../representatives/commission-scale.repository.js';
import { FamilyRepository } from '../parties/family.repository.js';

/** PA-13 */
@Injectable()
export class CreateFamily {
  constructor(
    private readonly db: Database,
    private readonly families: FamilyRepository,
    private readonly terms: TermsRepository,
    private readonly scales: CommissionScaleRepository,
  ) {}

  /**
   * @throws DomainError `parties.family.invalid`, `parties.terms.invalid` where a discount names who sells nothing or the
   *   representative is nobody active, `parties.commission-scale.invalid`
   */
  execute(scope: Scope, input: Family): Promise<Family> {
    const family = checkedFamily(input);
    const { billing, pricing } = family.terms;
    return this.db.command(scope, async (tx) => {
      checkNamedParties(pricing, await this.terms.kindsOf(tx, namedParties(pricing)), '/pricingTerms');
      const isActive = await this.terms.isActiveRepresentative(tx, billing.representativeId);
      checkRepresentative(billing, undefined, isActive, '/billingTerms');
      checkScalesKnown(family.scaleIds, await this.scales.known(tx, family.scaleIds));
      const id = tx.newId();
      if (!(await this.families.insert(tx, id, family))) throw codeTaken(family);
      tx.publish(FamilyChangedMessage, { type: 'family', id, version: 1 }, { familyId: id });
      tx.audit('family', id);
      return (await this.families.byId(tx, id)) as Family;
    });
  }
}
