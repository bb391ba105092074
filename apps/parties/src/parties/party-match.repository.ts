import type { Party } from '@navette/contracts/parties/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { normalised, normalisedEmail } from './party.js';
import type { Phone } from './phone.js';

/** From here on two names are spellings of one (pg_trgm similarity, as for the duplicates that a person is offered). */
const NEAR_NAME = 0.5;

/** Finds the party that a description speaks of without asking a person; stricter than the duplicates of PA-7. */
@Injectable()
export class PartyMatchRepository {
  /**
   * Makes whoever looks for the same e-mail or phone, or for the same reseller, wait until this transaction ends, so that two
   * orders of one consumer don't make two parties. Keys are locked in order, so that no two wait for each other.
   */
  async lock(tx: Tx, party: Party, phones: readonly Phone[]): Promise<void> {
    const contacts = [...party.emails.map(normalisedEmail), ...phones.map(({ e164 }) => e164)];
    if (isReseller(party)) contacts.push(normalised(party.name), party.siret);
    await tx.run(
      `select pg_advisory_xact_lock(k.key) from (
         select distinct hashtextextended($1 || '/' || contact, 0) as key from unnest($2::text[]) as contact order by 1) k`,
      [tx.scope.stationId, contacts],
    );
  }

  /**
   * Id of the party with the same e-mail (of the one that took its place, where it was merged), else with the same phone and a near name; the oldest of several. Two who have a
   * phone in common and e-mails of their own live together: one would get what is written to the other. A reseller is
   * first known by its SIRET, and at last by its name, unless its SIRET or postcode is another.
   */
  async find(tx: Tx, party: Party, phones: readonly Phone[]): Promise<string | undefined> {
    const row = await tx.first<{ id: string }>(
      `select coalesce(p.merged_into, p.id) as id from (
         select 1 as rank, e.party_id as id from party_email e where e.station_id = $1 and e.email_norm = any ($2)
         union all
         select 2, p.id from party_phone t join party p on p.station_id = t.station_id and p.id = t.party_id
         where t.station_id = $1 and t.e164 = any ($3)
           and similarity(p.name_norm || ' ' || p.first_name_norm, $4) >= $5
           and (cardinality($2::text[]) = 0
             or not exists (select from party_email o where o.station_id = $1 and o.party_id = p.id))
         union all
         select 0, id from party where $6 and station_id = $1 and siret = $7 and siret <> ''
         union all
         select 3, p.id from party p
         where $6 and p.station_id = $1 and p.name_norm = $8 and 'reseller' = any (p.kinds)
           and (p.siret = '' or $7 = '')
           and not exists (select from party_address a where a.station_id = $1 and a.party_id = p.id
             and a.usage = 'main' and a.postcode not in ('', $9) and $9 <> '')) as found
       join party p on p.station_id = $1 and p.id = found.id
       order by found.rank, found.id limit 1`,
      [
        tx.scope.stationId,
        party.emails.map(normalisedEmail),
        phones.map(({ e164 }) => e164),
        `${normalised(party.name)} ${normalised(party.firstName)}`,
        NEAR_NAME,
        isReseller(party),
        party.siret,
        normalised(party.name),
        party.mainAddress?.postcode ?? '',
      ],
    );
    return row?.id;
  }
}

function isReseller({ kinds }: Party): boolean {
  return kinds.includes('reseller');
}
