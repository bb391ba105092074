import { migration } from '@navette/platform/database';

/** A French number, in any form in which people write one. */
const FRENCH = String.raw`^(?:\+33|0033|0)(?:\(0\))?([1-9])(\d\d)(\d\d)(\d\d)(\d\d)$`;
/** The owner sees rows only where policies are not forced upon it. */
const UNFORCED = ['party', 'party_phone', 'party_contact', 'party_word'];
const NATIONAL = String.raw`0\1 \2 \3 \4 \5`;

/**
 * PA-12: how a station reads and writes phones. `typed` holds the national form from now on; French numbers of before get
 * theirs, those of other countries stay as they were typed. All were kept in E.164 from the first; those of France beyond the
 * sea are found by the form in which they are dialled there, too.
 */
export const phones = migration('202611221235-phones', async (m) => {
  await m.sql(`create table station_ref (
    station_id uuid primary key,
    last_version bigint not null,
    phone_region text not null check (phone_region ~ '^[A-Z]{2}$'))`);
  await m.tenantTable('station_ref', { app: ['insert', 'update'] });
  for (const table of UNFORCED) await m.sql(`alter table ${table} no force row level security`);
  await m.sql(
    `update party_phone set typed = regexp_replace(e164, '${FRENCH}', '${NATIONAL}') where e164 ~ '${FRENCH}'`,
  );
  const digits = String.raw`regexp_replace(phone, '[\s./-]', '', 'g')`;
  await m.sql(`update party_contact set phone = regexp_replace(${digits}, '${FRENCH}', '${NATIONAL}')
    where ${digits} ~ '${FRENCH}'`);
  await m.sql(`insert into party_word (station_id, party_id, word, weight)
    select distinct t.station_id, t.party_id, '0' || substr(t.e164, 5), 3
    from party_phone t join party p on p.station_id = t.station_id and p.id = t.party_id and p.merged_into is null
    where t.e164 ~ '^[+](262|508|590|594|596)' on conflict do nothing`);
  for (const table of UNFORCED) await m.sql(`alter table ${table} force row level security`);
});
