import type { BillingTerms, PricingTerms } from '@navette/contracts/parties/v1/service';
import { isUuid } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { Terms } from './inherited-terms.js';
import { billingTermsOf, pricingTermsOf, TABLES, termsColumns, type TermsOwner, type TermsRow } from './terms.row.js';

const orNull = (value: string) => (value === '' ? null : value);

/** How locked parties are billed, and what they pay and sell for; and what families give of it (PA-13). */
@Injectable()
export class TermsRepository {
  /** Kinds of those of `ids` that are parties of the station and were not merged. */
  async kindsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string[]>> {
    const rows = await tx.rows<{ id: string; kinds: string[] }>(
      'select id, kinds from party where station_id = $1 and id = any ($2::uuid[]) and merged_into is null',
      [tx.scope.stationId, ids],
    );
    return new Map(rows.map(({ id, kinds }) => [id, kinds]));
  }

  /** Whether it is a representative of the station who may be chosen (PA-13). */
  async isActiveRepresentative(tx: Tx, id: string): Promise<boolean> {
    if (!isUuid(id)) return false;
    const row = await tx.first('select from representative where station_id = $1 and id = $2 and active', [
      tx.scope.stationId,
      id,
    ]);
    return row !== undefined;
  }

  async ofFamilies(tx: Tx, ids: readonly string[]): Promise<Map<string, Terms>> {
    const rows = await tx.rows<TermsRow & { id: string }>(
      `select p.id, ${termsColumns('family')} from party_family p where p.station_id = $1 and p.id = any ($2::uuid[])`,
      [tx.scope.stationId, ids],
    );
    return new Map(rows.map((row) => [row.id, { billing: billingTermsOf(row), pricing: pricingTermsOf(row, '') }]));
  }

  /** @returns the new version of a locked party */
  updateBillingTerms(tx: Tx, partyId: string, terms: BillingTerms): Promise<number> {
    return this.#update(tx, partyId, billingColumns(terms));
  }

  /** @returns the new version of a locked party */
  async updatePricingTerms(tx: Tx, partyId: string, terms: PricingTerms): Promise<number> {
    const columns = { ...pricingColumns(terms), coefficients_of: orNull(terms.coefficientsOfPartyId) };
    const version = await this.#update(tx, partyId, columns);
    await this.replaceLists(tx, 'party', partyId, terms);
    return version;
  }

  async #update(tx: Tx, partyId: string, columns: Readonly<Record<string, unknown>>): Promise<number> {
    const set = Object.keys(columns).map((name, i) => `${name} = $${i + 4}`);
    const row = await tx.first<{ version: number }>(
      `update party set ${set.join(', ')}, version = version + 1, updated_at = $3
       where station_id = $1 and id = $2 returning version`,
      [tx.scope.stationId, partyId, tx.now, ...Object.values(columns)],
    );
    return (row as { version: number }).version;
  }

  /** Replaces the bands and discounts of whom terms belong to. */
  async replaceLists(
    tx: Tx,
    of: TermsOwner,
    id: string,
    { bands: priceBands, discounts }: PricingTerms,
  ): Promise<void> {
    const { bands, discounts: partDiscounts, key } = TABLES[of];
    const params = [tx.scope.stationId, id];
    await tx.run(`delete from ${partDiscounts} where station_id = $1 and ${key} = $2`, params);
    await tx.run(
      `insert into ${partDiscounts} (station_id, ${key}, position, supplier_party_id, manufacturer_party_id, discount,
         coefficient)
       select $1, $2, position, supplier, manufacturer, discount, coefficient
       from unnest($3::uuid[], $4::uuid[], $5::numeric[], $6::numeric[]) with ordinality
         as x (supplier, manufacturer, discount, coefficient, position)`,
      [
        ...params,
        discounts.map(({ supplierPartyId }) => orNull(supplierPartyId)),
        discounts.map(({ manufacturerPartyId }) => orNull(manufacturerPartyId)),
        discounts.map(({ discount }) => orNull(discount)),
        discounts.map(({ coefficient }) => orNull(coefficient)),
      ],
    );
    await tx.run(`delete from ${bands} where station_id = $1 and ${key} = $2`, params);
    await tx.run(
      `insert into ${bands} (station_id, ${key}, from_price, coefficient)
       select $1, $2, x.from_price, x.coefficient from unnest($3::numeric[], $4::numeric[]) as x (from_price, coefficient)`,
      [...params, priceBands.map((band) => band.from), priceBands.map((band) => band.coefficient)],
    );
  }
}

/** Columns of the terms of a family, and what stands in them. */
export function familyColumns({ billing, pricing }: Terms): Readonly<Record<string, unknown>> {
  return { ...billingColumns(billing), ...pricingColumns(pricing) };
}

function billingColumns(terms: BillingTerms) {
  return {
    billing_type: terms.billingType,
    payment_days: terms.paymentDays,
    end_of_month: terms.endOfMonth,
    day_of_month: terms.dayOfMonth,
    payment_method: terms.paymentMethod,
    ledger_account: terms.ledgerAccount,
    vat_regime: terms.vatRegime,
    footer_discount: orNull(terms.footerDiscount),
    print_template: terms.printTemplate,
    print_copies: terms.printCopies,
    chorus_service_code: terms.chorusServiceCode,
    representative_id: orNull(terms.representativeId),
    inherited_billing: terms.inherited,
  };
}

function pricingColumns(terms: PricingTerms) {
  return {
    professional_coefficient_1: orNull(terms.professionalCoefficient1),
    professional_coefficient_2: orNull(terms.professionalCoefficient2),
    lead_time_days: terms.leadTimeDays,
    minimum_order: orNull(terms.minimumOrder),
    shipping_charge: orNull(terms.shippingCharge),
    ordering_channel: terms.orderingChannel,
    price_class: terms.priceClass,
    inherited_pricing: terms.inherited,
  };
}
