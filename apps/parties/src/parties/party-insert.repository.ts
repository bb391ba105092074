import type { BillingTerms, Party, PricingTerms } from '@navette/contracts/parties/v1/service';
import type { Tx } from '@navette/platform/database';
import { normalised, normalisedEmail } from './party.js';
import type { Phone } from './phone.js';
import { keepWords } from './party-word.repository.js';

/** Columns of `party_address.usage`, and where a party has each. */
export const USAGES = { main: 'mainAddress', billing: 'billingAddress', delivery: 'deliveryAddress' } as const;

/** A party to be kept, its phones as they are compared. */
export interface Kept {
  readonly party: Party;
  readonly phones: readonly Phone[];
}

/** Keeps new parties, in as many statements for a thousand as for one (PA-15). */
export async function insertParties(tx: Tx, parties: readonly Kept[]): Promise<void> {
  await tx.run(
    `insert into party (station_id, version, created_at, updated_at, id, kinds, civility, name, name_norm, first_name,
       first_name_norm, siret, vat_number, language, tags, comment, billing_type, payment_days, end_of_month, day_of_month,
       payment_method, ledger_account, vat_regime, lead_time_days, ordering_channel, refused_channels, source, city_norm,
       alpha_code, inherited_billing, inherited_pricing)
     select $1, 1, $2, $2, x.* from jsonb_to_recordset($3::jsonb) as x (id uuid, kinds text[], civility text, name text,
       "nameNorm" text, "firstName" text, "firstNameNorm" text, siret text, "vatNumber" text, language text, tags text[],
       comment text, "billingType" text, "paymentDays" int, "endOfMonth" boolean, "dayOfMonth" int, "paymentMethod" text,
       "ledgerAccount" text, "vatRegime" text, "leadTimeDays" int, "orderingChannel" text, "refusedChannels" text[],
       source text, "cityNorm" text, "alphaCode" text, "inheritedBilling" text[], "inheritedPricing" text[])`,
    [tx.scope.stationId, tx.now, JSON.stringify(parties.map(({ party }) => rowOf(party)))],
  );
  await insertDetails(tx, parties);
}

/** Keeps what stands beside the row of a party, once its former details are gone. */
export async function insertDetails(tx: Tx, parties: readonly Kept[]): Promise<void> {
  const rows = <T>(of: (kept: Kept) => readonly T[]) => {
    const found = parties.flatMap((kept) =>
      of(kept).map((one, position) => ({ party_id: kept.party.id, position, ...one })),
    );
    return JSON.stringify(found);
  };
  await tx.run(
    `insert into party_phone (station_id, party_id, position, typed, e164)
     select $1, party_id, position + 1, national, e164
     from jsonb_to_recordset($2::jsonb) as x (party_id uuid, position int, national text, e164 text)`,
    [tx.scope.stationId, rows(({ phones }) => phones)],
  );
  await tx.run(
    `insert into party_email (station_id, party_id, position, email, email_norm)
     select $1, party_id, position + 1, email, norm
     from jsonb_to_recordset($2::jsonb) as x (party_id uuid, position int, email text, norm text)`,
    [tx.scope.stationId, rows(({ party }) => party.emails.map((email) => ({ email, norm: normalisedEmail(email) })))],
  );
  await tx.run(
    `insert into party_address (station_id, party_id, usage, line1, line2, postcode, city, country)
     select $1, party_id, usage, line1, line2, postcode, city, country
     from jsonb_to_recordset($2::jsonb)
       as x (party_id uuid, usage text, line1 text, line2 text, postcode text, city text, country text)`,
    [tx.scope.stationId, rows(({ party }) => addressesOf(party))],
  );
  await tx.run(
    `insert into party_contact (station_id, party_id, position, name, role, phone, email, is_default)
     select $1, party_id, position, name, role, phone, email, "isDefault"
     from jsonb_to_recordset($2::jsonb)
       as x (party_id uuid, position int, name text, role text, phone text, email text, "isDefault" boolean)`,
    [tx.scope.stationId, rows(({ party }) => party.contacts)],
  );
  await keepWords(tx, parties);
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

function rowOf(party: Party) {
  return {
    ...(party.billingTerms as BillingTerms),
    ...(party.pricingTerms as PricingTerms),
    ...party,
    nameNorm: normalised(party.name),
    firstNameNorm: normalised(party.firstName),
    cityNorm: cityOf(party),
    inheritedBilling: party.billingTerms?.inherited,
    inheritedPricing: party.pricingTerms?.inherited,
  };
}
