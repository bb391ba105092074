import { isDeepStrictEqual } from 'node:util';
import { PartyBillingTermsChangedMessage, PartyPricingTermsChangedMessage } from '@navette/contracts';
import type { BillingTerms, Party, PricingTerms } from '@navette/contracts/parties/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { FamilyRepository } from './family.repository.js';
import { applyingBilling, applyingPricing, type FamilyTerms, type Terms } from './inherited-terms.js';
import { TermsRepository } from './terms.repository.js';

/** PA-13: what parties inherit of their families. */
@Injectable()
export class InheritTerms {
  constructor(
    private readonly families: FamilyRepository,
    private readonly terms: TermsRepository,
  ) {}

  /** Terms of the families of a locked party, which nobody changes until this transaction ends. */
  async termsFor(tx: Tx, party: Party): Promise<FamilyTerms> {
    return of(party, await this.families.lockTerms(tx, [party.customerFamilyId, party.supplierFamilyId]));
  }

  /**
   * Gives locked parties the terms that apply to them now. Each that changes is told; who has them already is left alone, so
   * that it may be done again.
   * @returns the ids of those that changed, to be audited
   */
  async execute(tx: Tx, parties: readonly Party[]): Promise<string[]> {
    const ids = parties.flatMap(({ customerFamilyId, supplierFamilyId }) => [customerFamilyId, supplierFamilyId]);
    const known = await this.families.lockTerms(tx, ids);
    const changed = await Promise.all(parties.map((party) => this.#follow(tx, party, of(party, known))));
    return parties.flatMap(({ id }, i) => (changed[i] === true ? [id] : []));
  }

  async #follow(tx: Tx, party: Party, families: FamilyTerms): Promise<boolean> {
    const {
      id: partyId,
      billingTerms,
      pricingTerms,
    } = party as Party & {
      billingTerms: BillingTerms;
      pricingTerms: PricingTerms;
    };
    const billing = applyingBilling(billingTerms, families);
    const bills = !isDeepStrictEqual(billing, billingTerms);
    if (bills) {
      const version = await this.terms.updateBillingTerms(tx, partyId, billing);
      const message = { partyId, version: String(version), terms: billing };
      tx.publish(PartyBillingTermsChangedMessage, { type: 'party', id: partyId, version }, message);
    }
    const pricing = applyingPricing(pricingTerms, families);
    const prices = !isDeepStrictEqual(pricing, pricingTerms);
    if (prices) {
      const version = await this.terms.updatePricingTerms(tx, partyId, pricing);
      const message = { partyId, version: String(version), terms: pricing };
      tx.publish(PartyPricingTermsChangedMessage, { type: 'party', id: partyId, version }, message);
    }
    return bills || prices;
  }
}

function of({ customerFamilyId, supplierFamilyId }: Party, known: ReadonlyMap<string, Terms>): FamilyTerms {
  return { customer: known.get(customerFamilyId), supplier: known.get(supplierFamilyId) };
}
