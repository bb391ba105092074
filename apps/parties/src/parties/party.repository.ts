import type { Address, ListQuery } from '@navette/contracts/common/v1/common';
import { Party, type ListPartiesResponse } from '@navette/contracts/parties/v1/service';
import { isUuid, Temporal } from '@navette/kernel';
import { listPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { partyList, TO_SET_UP } from './party.list.js';
import { normalised, normalisedEmail, partyErrors } from './party.js';
import type { Phone } from './phone.js';
import { cityOf, detailsOf, insertionOf, USAGES } from './party-insert.repository.js';
import { keepKindWord } from './party-word.repository.js';
import { billingTermsOf, pricingTermsOf, termsColumns, type TermsRow } from './terms.row.js';

/** One row per party, its phones, e-mails, addresses, contacts and bands gathered in it. */
const COLUMNS = `p.id, p.version, p.kinds, p.civility, p.name, p.first_name, p.siret, p.vat_number, p.language, p.tags, p.comment,
    p.refused_channels, p.source, p.suspension_reason, p.merged_into, p.erased_at,
    p.coefficients_of, p.alpha_code, ${TO_SET_UP} as pricing_to_set_up, p.customer_family_id, p.supplier_family_id,
    ${termsColumns('party')},
    coalesce((select array_agg(typed order by position) from party_phone x
      where x.station_id = p.station_id and x.party_id = p.id), '{}') as phones,
    coalesce((select array_agg(email order by position) from party_email x
      where x.station_id = p.station_id and x.party_id = p.id), '{}') as emails,
    coalesce((select jsonb_object_agg(usage, to_jsonb(x) - 'station_id' - 'party_id' - 'usage') from party_address x
      where x.station_id = p.station_id and x.party_id = p.id), '{}') as addresses,
    coalesce((select jsonb_agg(jsonb_build_object('name', name, 'role', role, 'phone', phone, 'email', email,
        'isDefault', is_default) order by position) from party_contact x
      where x.station_id = p.station_id and x.party_id = p.id), '[]') as contacts,
    coalesce((select jsonb_agg(jsonb_build_object('id', id, 'name', name, 'firstName', first_name, 'mergedAt', merged_at)
        order by merged_at desc, id) from party x
      where x.station_id = p.station_id and x.merged_into = p.id), '[]') as merged_parties`;
const PARTY = `select ${COLUMNS} from party p`;

interface PartyRow extends TermsRow {
  id: string;
  version: number;
  kinds: string[];
  civility: string;
  name: string;
  first_name: string;
  siret: string;
  vat_number: string;
  language: string;
  tags: string[];
  comment: string;
  refused_channels: string[];
  source: string;
  suspension_reason: string;
  merged_into: string | null;
  erased_at: Temporal.Instant | null;
  customer_family_id: string | null;
  supplier_family_id: string | null;
  phones: string[];
  emails: string[];
  addresses: Partial<Record<keyof typeof USAGES, Address>>;
  contacts: Party['contacts'];
  coefficients_of: string | null;
  alpha_code: string;
  pricing_to_set_up: boolean;
  merged_parties: Party['mergedParties'];
}

/** A known party that a description may speak of, and why it may. */
interface Likely {
  readonly party: Party;
  readonly reasons: string[];
}

@Injectable()
export class PartyRepository {
  async insert(tx: Tx, party: Party, phones: readonly Phone[]): Promise<void> {
    await insertionOf([{ party, phones }])(tx);
  }

  /** Replaces everything but the terms, of a locked party. */
  async update(tx: Tx, party: Party, phones: readonly Phone[]): Promise<void> {
    await tx.run(
      `update party set kinds = $3, civility = $4, name = $5, name_norm = $6, first_name = $7, first_name_norm = $8,
         siret = $9, vat_number = $10, language = $11, tags = $12, comment = $13, refused_channels = $14,
         version = version + 1, updated_at = $15, city_norm = $16, alpha_code = $17
       where station_id = $1 and id = $2`,
      [
        tx.scope.stationId,
        party.id,
        party.kinds,
        party.civility,
        party.name,
        normalised(party.name),
        party.firstName,
        normalised(party.firstName),
        party.siret,
        party.vatNumber,
        party.language,
        party.tags,
        party.comment,
        party.refusedChannels,
        tx.now,
        cityOf(party),
        party.alphaCode,
      ],
    );
    for (const table of ['party_phone', 'party_email', 'party_address', 'party_contact', 'party_word']) {
      await tx.run(`delete from ${table} where station_id = $1 and party_id = $2`, [tx.scope.stationId, party.id]);
    }
    await detailsOf([{ party, phones }])(tx);
  }

  async byId(tx: Tx, id: string): Promise<Party | undefined> {
    const row = await tx.first<PartyRow>(`${PARTY} where p.station_id = $1 and p.id = $2`, [tx.scope.stationId, id]);
    return row && toParty(row);
  }

  /** Puts a locked party into families; '' for none (PA-13). */
  async attach(tx: Tx, id: string, customerFamilyId: string, supplierFamilyId: string): Promise<void> {
    await tx.run(
      `update party set customer_family_id = $3, supplier_family_id = $4, version = version + 1, updated_at = $5
       where station_id = $1 and id = $2`,
      [tx.scope.stationId, id, customerFamilyId || null, supplierFamilyId || null, tx.now],
    );
  }

  /** Locks some of a family's parties, in the order of their ids, those after `after`; none that is frozen (PA-13). */
  async lockMembers(tx: Tx, familyId: string, after: string, limit: number): Promise<Party[]> {
    const rows = await tx.rows<PartyRow>(
      `${PARTY} where p.station_id = $1 and (p.customer_family_id = $2 or p.supplier_family_id = $2)
         and p.id > $3 and p.merged_into is null and p.erased_at is null
       order by p.id limit $4 for update`,
      [tx.scope.stationId, familyId, after, limit],
    );
    return rows.map(toParty);
  }

  /** Locks some of the parties that have terms for parts, in the order of their ids, those after `after` (PA-3, PA-18). */
  async lockWithPartTerms(tx: Tx, after: string, limit: number): Promise<Party[]> {
    const rows = await tx.rows<PartyRow>(
      `${PARTY} where p.station_id = $1 and p.id > $2 and p.merged_into is null and p.erased_at is null
         and (p.coefficients_of is not null
           or exists (select from part_discount d where d.station_id = p.station_id and d.party_id = p.id))
       order by p.id limit $3 for update`,
      [tx.scope.stationId, after, limit],
    );
    return rows.map(toParty);
  }

  /** Adds a kind to a party; its new version, or undefined where it is of that kind already or not there. */
  async addKind(tx: Tx, id: string, kind: string): Promise<number | undefined> {
    const row = await tx.first<{ version: number }>(
      `update party set kinds = kinds || $3, version = version + 1, updated_at = $4
       where station_id = $1 and id = $2 and not $3 = any (kinds) returning version`,
      [tx.scope.stationId, id, kind, tx.now],
    );
    if (row !== undefined) await keepKindWord(tx, id, kind);
    return row?.version;
  }

  /** Sets why a locked party is suspended; empty: it is not. */
  async setSuspension(tx: Tx, id: string, reason: string): Promise<void> {
    await tx.run(
      `update party set suspension_reason = $3, version = version + 1, updated_at = $4
       where station_id = $1 and id = $2`,
      [tx.scope.stationId, id, reason, tx.now],
    );
  }

  /**
   * Version of a party, which nobody else changes until this transaction ends.
   * @throws DomainError `parties.party.merged`, `parties.party.erased`
   */
  async lockVersion(tx: Tx, id: string): Promise<number | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await tx.first<{ version: number; merged: boolean; erased: boolean }>(
      `select version, merged_into is not null as merged, erased_at is not null as erased from party where station_id = $1 and id = $2 for update`,
      [tx.scope.stationId, id],
    );
    if (row?.merged === true) throw partyErrors.error('party.merged');
    if (row?.erased === true) throw partyErrors.error('party.erased');
    return row?.version;
  }

  /** The party itself, or the one that took its place (PA-8). */
  async survivorOf(tx: Tx, id: string): Promise<string> {
    const row = await tx.first<{ id: string }>(
      'select coalesce(merged_into, id) as id from party where station_id = $1 and id = $2',
      [tx.scope.stationId, id],
    );
    return row?.id ?? id;
  }

  /** Gives the place of a locked party, and of those merged into it before, to another; it is found no more (PA-8). */
  async merge(tx: Tx, mergedId: string, survivorId: string): Promise<void> {
    const params = [tx.scope.stationId, mergedId, survivorId];
    await tx.run('update party set merged_into = $3 where station_id = $1 and merged_into = $2', params);
    await tx.run(
      `update party set merged_into = $3, merged_at = $4, version = version + 1, updated_at = $4
       where station_id = $1 and id = $2`,
      [...params, tx.now],
    );
    await tx.run('delete from party_word where station_id = $1 and party_id = $2', params.slice(0, 2));
  }

  /**
   * Parties that share a phone, an e-mail, or a near name at the same postcode (PA-7), where wanted also those of the same
   * name (IN-2), with the reasons; the most alike first.
   */
  async duplicatesOf(tx: Tx, party: Party, phones: readonly Phone[], byName = false): Promise<Likely[]> {
    const rows = await tx.rows<{ id: string; reasons: string[] }>(
      `with found as (
         select party_id as id, 'same_phone' as reason from party_phone where station_id = $1 and e164 = any ($2)
         union select party_id, 'same_email' from party_email where station_id = $1 and email_norm = any ($3)
         union select p.id, 'near_name_same_postcode' from party_address a
           join party p on p.station_id = a.station_id and p.id = a.party_id
           where a.station_id = $1 and a.postcode = $4 and $4 <> ''
             and similarity(p.name_norm || ' ' || p.first_name_norm, $5) >= 0.5
         union (select id, 'same_name' from party
           where $6 and station_id = $1 and name_norm = $7 and $7 <> ''
             and ($8 = '' or first_name_norm in ('', $8))
           order by id limit 100))
       select coalesce(p.merged_into, p.id) as id, array_agg(distinct reason order by reason) as reasons
       from found join party p on p.station_id = $1 and p.id = found.id group by 1
       order by cardinality(array_agg(distinct reason)) desc, 1 limit 10`,
      [
        tx.scope.stationId,
        phones.map(({ e164 }) => e164),
        party.emails.map(normalisedEmail),
        party.mainAddress?.postcode ?? '',
        `${normalised(party.name)} ${normalised(party.firstName)}`,
        byName,
        normalised(party.name),
        normalised(party.firstName),
      ],
    );
    const found: Likely[] = [];
    for (const { id, reasons } of rows) {
      const known = await this.byId(tx, id);
      if (known !== undefined) found.push({ party: known, reasons });
    }
    return found;
  }

  async page(tx: Tx, query: ListQuery | undefined): Promise<ListPartiesResponse> {
    const { rows, nextCursor } = await listPage<PartyRow>(tx, partyList, query, {
      columns: COLUMNS,
      from: 'party p',
      where: 'p.station_id = $1 and p.merged_into is null and p.withdrawn_at is null',
      params: [tx.scope.stationId],
    });
    return { parties: rows.map(toParty), nextCursor };
  }

  /** The parties that answer these words, best first (PA-6). */
  async search(tx: Tx, words: readonly string[]): Promise<Party[]> {
    const rows = await tx.rows<PartyRow>(
      `${PARTY} join search_parties($2) with ordinality as found (id, place) on found.id = p.id
       where p.station_id = $1 order by found.place`,
      [tx.scope.stationId, words],
    );
    return rows.map(toParty);
  }
}

function toParty(row: PartyRow): Party {
  const addresses = Object.entries(USAGES).map(([usage, field]) => [
    field,
    row.addresses[usage as keyof typeof USAGES],
  ]);
  return Party.fromPartial({
    id: row.id,
    version: String(row.version),
    kinds: row.kinds,
    civility: row.civility,
    name: row.name,
    firstName: row.first_name,
    siret: row.siret,
    vatNumber: row.vat_number,
    language: row.language,
    phones: row.phones,
    emails: row.emails,
    ...Object.fromEntries(addresses.filter(([, address]) => address !== undefined)),
    contacts: row.contacts,
    tags: row.tags,
    comment: row.comment,
    refusedChannels: row.refused_channels,
    source: row.source,
    alphaCode: row.alpha_code,
    pricingToSetUp: row.pricing_to_set_up,
    suspended: row.suspension_reason !== '',
    suspensionReason: row.suspension_reason,
    mergedInto: row.merged_into ?? '',
    erasedAt: row.erased_at?.toString() ?? '',
    mergedParties: row.merged_parties.map((one) => ({
      ...one,
      mergedAt: Temporal.Instant.from(one.mergedAt).toString(),
    })),
    customerFamilyId: row.customer_family_id ?? '',
    supplierFamilyId: row.supplier_family_id ?? '',
    billingTerms: billingTermsOf(row),
    pricingTerms: pricingTermsOf(row, row.coefficients_of ?? ''),
  });
}
