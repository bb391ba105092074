import { isDeepStrictEqual } from 'node:util';
import { FamilyChangedMessage, RepresentativeChangedMessage } from '@navette/contracts';
import type { Family } from '@navette/contracts/parties/v1/service';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { setTimer } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { checkNamedParties, checkRepresentative, namedParties } from '../parties/terms.js';
import { TermsRepository } from '../parties/terms.repository.js';
import { checkedFamily, codeTaken, familyErrors } from './family.js';
import { checkScalesKnown } from '../representatives/commission-scale.js';
import { CommissionScaleRepository } from '../representatives/commission-scale.repository.js';
import { RepresentativeRepository } from '../representatives/representative.repository.js';
import { FamilyRepository } from '../parties/family.repository.js';
import { FOLLOW } from './follow-family.js';

/** PA-13: a family is replaced as a whole; its parties follow in transactions of their own (ADR 0036). */
@Injectable()
export class ChangeFamily {
  constructor(
    private readonly db: Database,
    private readonly families: FamilyRepository,
    private readonly terms: TermsRepository,
    private readonly scales: CommissionScaleRepository,
    private readonly representatives: RepresentativeRepository,
  ) {}

  /**
   * @throws DomainError `parties.family.invalid`, `parties.family.not-found`, `parties.family.changed-meanwhile`,
   *   `parties.terms.invalid` where a discount names who sells nothing or the representative is nobody active,
   *   `parties.commission-scale.invalid`
   */
  execute(scope: Scope, familyId: string, expected: number, input: Family): Promise<Family> {
    return this.db.command(scope, async (tx) => {
      const actual = await this.families.lockVersion(tx, familyId);
      const before = actual === undefined ? undefined : await this.families.byId(tx, familyId);
      if (actual === undefined || before === undefined) throw familyErrors.error('family.not-found');
      if (actual !== expected) throw familyErrors.error('family.changed-meanwhile', { expected, actual });
      const family = checkedFamily({ ...input, role: before.role }, before);
      const { billing, pricing } = family.terms;
      checkNamedParties(pricing, await this.terms.kindsOf(tx, namedParties(pricing)), '/pricingTerms');
      const isActive = await this.terms.isActiveRepresentative(tx, billing.representativeId);
      checkRepresentative(billing, before.billingTerms, isActive, '/billingTerms');
      checkScalesKnown(family.scaleIds, await this.scales.known(tx, family.scaleIds));
      if (await this.families.isCodeTaken(tx, family, familyId)) throw codeTaken(family);
      await this.families.update(tx, familyId, family);
      const after = (await this.families.byId(tx, familyId)) as Family;
      const termsOf = ({ billingTerms, pricingTerms }: Family) => ({ billingTerms, pricingTerms });
      if (!isDeepStrictEqual(termsOf(before), termsOf(after))) {
        await setTimer(tx, { kind: FOLLOW, key: familyId, dueAt: tx.now });
      }
      if (!isDeepStrictEqual(before.commissionScaleIds, after.commissionScaleIds)) await this.#tell(tx, familyId);
      tx.publish(FamilyChangedMessage, { type: 'family', id: familyId, version: actual + 1 }, { familyId });
      tx.audit('family', familyId);
      return after;
    });
  }
  /** Representatives are few: they follow at once. */
  async #tell(tx: Tx, familyId: string): Promise<void> {
    for (const { id, version, active } of await this.representatives.followFamily(tx, familyId)) {
      const message = { representativeId: id, active };
      tx.publish(RepresentativeChangedMessage, { type: 'representative', id, version }, message);
      tx.audit('representative', id);
    }
  }
}
