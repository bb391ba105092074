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
  async save(tx: Tx, party: Party, version: number): Promise<void> {
    const address = billingAddress(party);
    await tx.run(
      `insert into party_ref (station_id, id, version, kinds, display_name, siret, vat_number, line1, line2, postcode, city,
         country)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       on conflict (station_id, id) do update set version = excluded.version, kinds = excluded.kinds,
         display_name = excluded.display_name, siret = excluded.siret, vat_number = excluded.vat_number,
         line1 = excluded.line1, line2 = excluded.line2, postcode = excluded.postcode, city = excluded.city,
         country = excluded.country
       where party_ref.version < excluded.version`,
      [
        tx.scope.stationId,
        party.id,
        version,
        party.kinds,
        displayName(party),
        party.siret,
        party.vatNumber,
        address.line1,
        address.line2,
        address.postcode,
        address.city,
        address.country,
      ],
    );
  }

  /** Keeps the newest version; an older one changes nothing. */
  async saveTerms(tx: Tx, partyId: string, terms: BillingTerms, version: number): Promise<void> {
    await tx.run(
      `insert into billing_terms_ref (station_id, party_id, version, billing_type, payment_days, end_of_month, day_of_month,
         ledger_account, vat_regime)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (station_id, party_id) do update set version = excluded.version, billing_type = excluded.billing_type,
         payment_days = excluded.payment_days, end_of_month = excluded.end_of_month,
         day_of_month = excluded.day_of_month, ledger_account = excluded.ledger_account, vat_regime = excluded.vat_regime
       where billing_terms_ref.version < excluded.version`,
      [
        tx.scope.stationId,
        partyId,
        version,
        terms.billingType,
        terms.paymentDays,
        terms.endOfMonth,
        terms.dayOfMonth,
        terms.ledgerAccount,
        terms.vatRegime,
      ],
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
         t.vat_regime as "vatRegime"
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
