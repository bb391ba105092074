import type { PriceExplanation, PriceTerm } from '@navette/contracts/common/v1/common';
import type { UnitPrice } from '@navette/kernel';
import type { AppliedTerm, ExplainedPrice } from './sale-price.js';

/** Two decimals, as a computed price has; four where it was typed with more. Empty where there is none. */
export function shownPrice(value: UnitPrice | undefined): string {
  return value?.toString().replace(/00$/, '') ?? '';
}

/** ST-5: "why this price", as other contexts keep it beside a price and screens show it. */
export function explanationOf(explained: ExplainedPrice): PriceExplanation {
  return {
    price: shownPrice(explained.price),
    basis: explained.basis,
    basisPrice: explained.basisPrice?.toString() ?? '',
    rule: explained.rule ?? '',
    coefficient: shownTerm(explained.coefficient),
    bandFrom: explained.bandFrom?.toString() ?? '',
    chosenByPartyId: explained.chosenBy,
    discount: shownTerm(explained.discount),
    priceClass: explained.priceClass,
  };
}

function shownTerm(term: AppliedTerm | undefined): PriceTerm | undefined {
  return (
    term && {
      value: term.value.toString(),
      partyId: term.partyId,
      version: term.version,
      supplierPartyId: term.supplierPartyId ?? '',
      manufacturerPartyId: term.manufacturerPartyId ?? '',
    }
  );
}
