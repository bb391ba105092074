import type { BillingTerms, Party } from '@navette/contracts/parties/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { billingAddress, displayName, type Customer } from './customer.js';

interface CustomerRow extends Omit<Customer, 'address'> {
  asked: string;
  line1: string;
  line2: string;
  postcode: string;
  city: string;
  country: string;
}

/** Copies of parties, true by parties' events. */
@Injectable()
export class PartyRepository {
  /** Keeps the newest version; an older one changes nothing. */
  async save(tx: Tx, parties: readonly Party[], version: number): Promise<void> {
    const rows = parties.map((party) => ({
      ...billingAddress(party),
      id: party.id,
      kinds: party.kinds,
      name: displayName(party),
      siret: party.siret,
      vatNumber: party.vatNumber,
    }));
    await tx.run(
      `insert into party_ref (station_id, id, version, kinds, display_name, siret, vat_number, line1, line2, postcode, city,
         country)
       select $1, id, $3, kinds, name, siret, "vatNumber", line1, line2, postcode, city, country
       from jsonb_to_recordset($2::jsonb) as x (id uuid, kinds text[], name text, siret text, "vatNumber" text, line1 text,
         line2 text, postcode text, city text, country text)
       on conflict (station_id, id) do update set version = excluded.version, kinds = excluded.kinds,
         display_name = excluded.display_name, siret = excluded.siret, vat_number = excluded.vat_number,
         line1 = excluded.line1, line2 = excluded.line2, postcode = excluded.postcode, city = excluded.city,
         country = excluded.country
       where party_ref.version < excluded.version`,
      [tx.scope.stationId, JSON.stringify(rows), version],
    );
  }

  /** Keeps the newest version; an older one changes nothing. */
  async saveTerms(
    tx: Tx,
    parties: readonly { readonly id: string; readonly terms: BillingTerms }[],
    version: number,
  ): Promise<void> {
    await tx.run(
      `insert into billing_terms_ref (station_id, party_id, version, billing_type, payment_days, end_of_month, day_of_month,
         ledger_account, vat_regime, footer_discount)
       select $1, id, $3, "billingType", "paymentDays", "endOfMonth", "dayOfMonth", "ledgerAccount", "vatRegime",
         nullif("footerDiscount", '')::numeric
       from jsonb_to_recordset($2::jsonb) as x (id uuid, "billingType" text, "paymentDays" int, "endOfMonth" boolean,
         "dayOfMonth" int, "ledgerAccount" text, "vatRegime" text, "footerDiscount" text)
       on conflict (station_id, party_id) do update set version = excluded.version, billing_type = excluded.billing_type,
         payment_days = excluded.payment_days, end_of_month = excluded.end_of_month,
         day_of_month = excluded.day_of_month, ledger_account = excluded.ledger_account, vat_regime = excluded.vat_regime,
         footer_discount = excluded.footer_discount
       where billing_terms_ref.version < excluded.version`,
      [tx.scope.stationId, JSON.stringify(parties.map(({ id, terms }) => ({ ...terms, id }))), version],
    );
  }

  async exists(tx: Tx, id: string): Promise<boolean> {
    const row = await tx.first('select 1 from party_ref where station_id = $1 and id = $2', [tx.scope.stationId, id]);
    return row !== undefined;
  }

  /** Those of `ids` that are known with their terms, by id; of a merged one, who took its place (PA-8). */
  async customers(tx: Tx, ids: readonly string[]): Promise<Map<string, Customer>> {
    const rows = await tx.rows<CustomerRow>(
      `select named.id as asked, p.id, p.kinds, p.display_name as name, p.siret, p.vat_number as "vatNumber", p.line1, p.line2, p.postcode,
         p.city, p.country, t.billing_type as "billingType", t.payment_days as "paymentDays",
         t.end_of_month as "endOfMonth", t.day_of_month as "dayOfMonth", t.ledger_account as "ledgerAccount",
         t.vat_regime as "vatRegime", coalesce(t.footer_discount::text, '') as "footerDiscount"
       from unnest($2::uuid[]) as named (id)
       left join merged_party m on m.station_id = $1 and m.party_id = named.id
       join party_ref p on p.station_id = $1 and p.id = coalesce(m.survivor_id, named.id)
       join billing_terms_ref t on t.station_id = p.station_id and t.party_id = p.id`,
      [tx.scope.stationId, ids],
    );
    return new Map(
      rows.map(({ asked, line1, line2, postcode, city, country, ...rest }) => [
        asked,
        { ...rest, address: { line1, line2, postcode, city, country } },
      ]),
    );
  }
}
