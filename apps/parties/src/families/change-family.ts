import { isDeepStrictEqual } from 'node:util';
import { FamilyChangedMessage } from '@navette/contracts';
import type { Family } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { setTimer } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { checkNamedParties, namedParties } from '../parties/terms.js';
import { TermsRepository } from '../parties/terms.repository.js';
import { checkedFamily, codeTaken, familyErrors } from './family.js';
import { FamilyRepository } from '../parties/family.repository.js';
import { FOLLOW } from './follow-family.js';

/** PA-13: a family is replaced as a whole; its parties follow in transactions of their own (ADR 0036). */
@Injectable()
export class ChangeFamily {
  constructor(
    private readonly db: Database,
    private readonly families: FamilyRepository,
    private readonly terms: TermsRepository,
  ) {}

  /**
   * @throws DomainError `parties.family.invalid`, `parties.family.not-found`, `parties.family.changed-meanwhile`,
   *   `parties.terms.invalid` where a discount names who sells nothing
   */
  execute(scope: Scope, familyId: string, expected: number, input: Family): Promise<Family> {
    return this.db.command(scope, async (tx) => {
      const actual = await this.families.lockVersion(tx, familyId);
      const before = actual === undefined ? undefined : await this.families.byId(tx, familyId);
      if (actual === undefined || before === undefined) throw familyErrors.error('family.not-found');
      if (actual !== expected) throw familyErrors.error('family.changed-meanwhile', { expected, actual });
      const family = checkedFamily({ ...input, role: before.role }, before);
      const { pricing } = family.terms;
      checkNamedParties(pricing, await this.terms.kindsOf(tx, namedParties(pricing)), '/pricingTerms');
      if (await this.families.isCodeTaken(tx, family, familyId)) throw codeTaken(family);
      await this.families.update(tx, familyId, family);
      const after = (await this.families.byId(tx, familyId)) as Family;
      const termsOf = ({ billingTerms, pricingTerms }: Family) => ({ billingTerms, pricingTerms });
      if (!isDeepStrictEqual(termsOf(before), termsOf(after))) {
        await setTimer(tx, { kind: FOLLOW, key: familyId, dueAt: tx.now });
      }
      tx.publish(FamilyChangedMessage, { type: 'family', id: familyId, version: actual + 1 }, { familyId });
      tx.audit('family', familyId);
      return after;
    });
  }
}
