import type { BillingTerms, PricingTerms } from '@navette/contracts/parties/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

/** How locked parties are billed, and what they pay and sell for. */
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

  async updateBillingTerms(tx: Tx, id: string, terms: BillingTerms): Promise<void> {
    await tx.run(
      `update party set billing_type = $3, payment_days = $4, end_of_month = $5, day_of_month = $6, payment_method = $7,
         ledger_account = $8, vat_regime = $9, version = version + 1, updated_at = $10
       where station_id = $1 and id = $2`,
      [
        tx.scope.stationId,
        id,
        terms.billingType,
        terms.paymentDays,
        terms.endOfMonth,
        terms.dayOfMonth,
        terms.paymentMethod,
        terms.ledgerAccount,
        terms.vatRegime,
        tx.now,
      ],
    );
  }

  async updatePricingTerms(tx: Tx, id: string, terms: PricingTerms): Promise<void> {
    const orNull = (value: string) => (value === '' ? null : value);
    await tx.run(
      `update party set professional_coefficient_1 = $3, professional_coefficient_2 = $4, lead_time_days = $5,
         minimum_order = $6, shipping_charge = $7, ordering_channel = $8, version = version + 1, updated_at = $9,
         coefficients_of = $10
       where station_id = $1 and id = $2`,
      [
        tx.scope.stationId,
        id,
        orNull(terms.professionalCoefficient1),
        orNull(terms.professionalCoefficient2),
        terms.leadTimeDays,
        orNull(terms.minimumOrder),
        orNull(terms.shippingCharge),
        terms.orderingChannel,
        tx.now,
        orNull(terms.coefficientsOfPartyId),
      ],
    );
    const { discounts } = terms;
    await tx.run('delete from part_discount where station_id = $1 and party_id = $2', [tx.scope.stationId, id]);
    await tx.run(
      `insert into part_discount (station_id, party_id, position, supplier_party_id, manufacturer_party_id, discount,
         coefficient)
       select $1, $2, position, supplier, manufacturer, discount, coefficient
       from unnest($3::uuid[], $4::uuid[], $5::numeric[], $6::numeric[]) with ordinality
         as x (supplier, manufacturer, discount, coefficient, position)`,
      [
        tx.scope.stationId,
        id,
        discounts.map(({ supplierPartyId }) => orNull(supplierPartyId)),
        discounts.map(({ manufacturerPartyId }) => orNull(manufacturerPartyId)),
        discounts.map(({ discount }) => orNull(discount)),
        discounts.map(({ coefficient }) => orNull(coefficient)),
      ],
    );
    await tx.run('delete from price_band where station_id = $1 and party_id = $2', [tx.scope.stationId, id]);
    await tx.run(
      `insert into price_band (station_id, party_id, from_price, coefficient)
       select $1, $2, x.from_price, x.coefficient from unnest($3::numeric[], $4::numeric[]) as x (from_price, coefficient)`,
      [tx.scope.stationId, id, terms.bands.map((band) => band.from), terms.bands.map((band) => band.coefficient)],
    );
  }
}
