import { PartyPricingTermsChangedMessage } from '@navette/contracts';
import type { PricingTerms } from '@navette/contracts/parties/v1/service';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import type { Timer, TimerHandler } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { PartyRepository } from './party.repository.js';

/** Parties in one transaction. */
const BATCH = 200;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * PA-3, PA-18: tells again what was told when nobody kept it: discounts, coefficients of a customer, and whose coefficients
 * apply to a manufacturer's parts. Each party is told in the version that it has, so that who knows it already leaves it;
 * begun anew it tells twice and nothing more (ADR 0039).
 */
@Injectable()
export class TellPartTerms implements TimerHandler {
  readonly kind = 'tell-part-terms';

  constructor(
    private readonly db: Database,
    private readonly parties: PartyRepository,
  ) {}

  readonly fire = async (_timer: Timer, scope: Scope, done: (tx: Tx) => Promise<void>): Promise<void> => {
    for (let after: string | undefined = FIRST; after !== undefined; after = await this.#next(after, scope, done));
  };

  #next(after: string, scope: Scope, done: (tx: Tx) => Promise<void>): Promise<string | undefined> {
    return this.db.tenantTx(scope, async (tx) => {
      const told = await this.parties.lockWithPartTerms(tx, after, BATCH);
      for (const { id, version, pricingTerms } of told) {
        const message = { partyId: id, version, terms: pricingTerms as PricingTerms };
        tx.publish(PartyPricingTermsChangedMessage, { type: 'party', id, version: Number(version) }, message);
        tx.audit('party', id);
      }
      if (told.length === BATCH) return told.at(-1)?.id;
      await done(tx);
      return undefined;
    });
  }
}
