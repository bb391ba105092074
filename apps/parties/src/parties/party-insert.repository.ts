import type { BillingTerms, Party, PricingTerms } from '@navette/contracts/parties/v1/service';
import type { Tx } from '@navette/platform/database';
import { normalised, normalisedEmail } from './party.js';
import type { Phone } from './phone.js';
import { wordsOfParties } from './party-word.repository.js';

/** Columns of `party_address.usage`, and where a party has each. */
export const USAGES = { main: 'mainAddress', billing: 'billingAddress', delivery: 'deliveryAddress' } as const;

/** A party to be kept, its phones as they are compared. */
export interface Kept {
  readonly party: Party;
  readonly phones: readonly Phone[];
}

/** What the row of a party takes from it and from its terms, and how SQL reads it. */
const COLUMNS = {
  id: 'uuid', kinds: 'text[]', civility: 'text', name: 'text', nameNorm: 'text', firstName: 'text', firstNameNorm: 'text',
  siret: 'text', vatNumber: 'text', language: 'text', tags: 'text[]', comment: 'text', billingType: 'text', paymentDays: 'int',
  endOfMonth: 'boolean', dayOfMonth: 'int', paymentMethod: 'text', ledgerAccount: 'text', vatRegime: 'text',
  leadTimeDays: 'int', orderingChannel: 'text', refusedChannels: 'text[]', source: 'text', cityNorm: 'text',
  alphaCode: 'text', inheritedBilling: 'text[]', inheritedPricing: 'text[]',
} as const; // prettier-ignore

/** Work that is made and has only to be sent. */
export type Prepared = (tx: Tx) => Promise<unknown>;

/**
 * What keeps new parties, in as many statements for a thousand as for one. Nothing of it is waited for by another part, so
 * that the database is busy with the first while the next are on their way (PA-15).
 */
export function insertionOf(parties: readonly Kept[]): Prepared {
  const rows = JSON.stringify(parties.map(({ party }) => rowOf(party)));
  const details = detailsOf(parties);
  return (tx) =>
    Promise.all([
      tx.run(
        `insert into party (station_id, version, created_at, updated_at, id, kinds, civility, name, name_norm, first_name,
           first_name_norm, siret, vat_number, language, tags, comment, billing_type, payment_days, end_of_month,
           day_of_month, payment_method, ledger_account, vat_regime, lead_time_days, ordering_channel, refused_channels,
           source, city_norm, alpha_code, inherited_billing, inherited_pricing)
         select $1, 1, $2, $2, x.* from jsonb_to_recordset($3::jsonb)
           as x (${Object.entries(COLUMNS).map(([name, type]) => `"${name}" ${type}`).join()})`, // prettier-ignore
        [tx.scope.stationId, tx.now, rows],
      ),
      details(tx),
    ]);
}

/** What keeps what stands beside the rows of parties, once their former details are gone. */
export function detailsOf(parties: readonly Kept[]): Prepared {
  const rows = <T>(of: (kept: Kept) => readonly T[]) => {
    const found = parties.flatMap((kept) =>
      of(kept).map((one, position) => ({ party_id: kept.party.id, position, ...one })),
    );
    return JSON.stringify(found);
  };
  const phones = rows((kept) => kept.phones);
  const emails = rows(({ party }) => party.emails.map((email) => ({ email, norm: normalisedEmail(email) })));
  const addresses = rows(({ party }) => addressesOf(party));
  const contacts = rows(({ party }) => party.contacts);
  const words = wordsOfParties(parties);
  return (tx) => {
    const { stationId } = tx.scope;
    return Promise.all([
      tx.run(
        `insert into party_phone (station_id, party_id, position, typed, e164)
         select $1, party_id, position + 1, national, e164
         from jsonb_to_recordset($2::jsonb) as x (party_id uuid, position int, national text, e164 text)`,
        [stationId, phones],
      ),
      tx.run(
        `insert into party_email (station_id, party_id, position, email, email_norm)
         select $1, party_id, position + 1, email, norm
         from jsonb_to_recordset($2::jsonb) as x (party_id uuid, position int, email text, norm text)`,
        [stationId, emails],
      ),
      tx.run(
        `insert into party_address (station_id, party_id, usage, line1, line2, postcode, city, country)
         select $1, party_id, usage, line1, line2, postcode, city, country
         from jsonb_to_recordset($2::jsonb)
           as x (party_id uuid, usage text, line1 text, line2 text, postcode text, city text, country text)`,
        [stationId, addresses],
      ),
      tx.run(
        `insert into party_contact (station_id, party_id, position, name, role, phone, email, is_default)
         select $1, party_id, position, name, role, phone, email, "isDefault"
         from jsonb_to_recordset($2::jsonb)
           as x (party_id uuid, position int, name text, role text, phone text, email text, "isDefault" boolean)`,
        [stationId, contacts],
      ),
      words(tx),
    ]);
  };
}

/** By which a list of parties is put in the order of their towns. */
export function cityOf({ mainAddress }: Party): string {
  return normalised(mainAddress?.city ?? '');
}

function addressesOf(party: Party) {
  return Object.entries(USAGES).flatMap(([usage, field]) => {
    const address = party[field];
    return address === undefined ? [] : [{ usage, ...address }];
  });
}

function rowOf(party: Party): Record<string, unknown> {
  const billing = party.billingTerms as BillingTerms;
  const pricing = party.pricingTerms as PricingTerms;
  const computed = {
    nameNorm: normalised(party.name),
    firstNameNorm: normalised(party.firstName),
    cityNorm: cityOf(party),
    inheritedBilling: billing.inherited,
    inheritedPricing: pricing.inherited,
  };
  const row: Record<string, unknown> = {};
  // A copy of all four objects would take longer than everything else that is done for a party.
  for (const name in COLUMNS) row[name] = from(computed, name) ?? from(party, name) ?? from(billing, name) ?? from(pricing, name); // prettier-ignore
  return row;
}

const from = (source: object, name: string): unknown => (source as Record<string, unknown>)[name];
