import type { PersonalData } from '@navette/contracts/common/v1/common';
import { personalData, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { wordsOf } from './party-words.js';

const DETAILS = ['party_phone', 'party_email', 'party_address', 'party_contact', 'part_discount'] as const;

/** What stands where a name was. */
const ERASED = '—';

/** What tells of a person, over all tables (PA-16). */
@Injectable()
export class PersonRepository {
  /** A person and those merged into it, itself first; with their versions. */
  async ids(tx: Tx, partyId: string): Promise<{ id: string; version: number }[]> {
    return tx.rows(
      `select id, version from party where station_id = $1 and (id = $2 or merged_into = $2)
       order by merged_into is not null, id`,
      [tx.scope.stationId, partyId],
    );
  }

  export(tx: Tx, partyIds: readonly string[]): Promise<PersonalData> {
    const of = (table: string, id = 'party_id') =>
      `select * from ${table} where station_id = $1 and ${id} = any ($2::uuid[])`;
    const details = [...DETAILS, 'party_import_line'].map((table) => [table, of(table)] as const);
    return personalData(tx, { party: of('party', 'id'), ...Object.fromEntries(details) }, partyIds);
  }

  /** Overwrites all that tells of locked parties, and takes away the spellings that nobody else has. */
  async erase(tx: Tx, partyIds: readonly string[]): Promise<void> {
    const params = [tx.scope.stationId, partyIds];
    // The words of a merged one went when it was merged, its spellings did not.
    const named = await tx.rows<{ text: string }>(
      `select name || ' ' || first_name as text from party where station_id = $1 and id = any ($2::uuid[])
       union all select city from party_address where station_id = $1 and party_id = any ($2::uuid[])`,
      params,
    );
    for (const table of [...DETAILS, 'party_word']) {
      await tx.run(`delete from ${table} where station_id = $1 and party_id = any ($2::uuid[])`, params);
    }
    await tx.run(
      `update party_import_line set before = null, cells = '{}' where station_id = $1 and party_id = any ($2::uuid[])`,
      params,
    );
    await tx.run(
      `delete from party_spelling s where station_id = $1 and word = any ($2::text[])
         and not exists (select from party_word w where w.station_id = $1 and w.word = s.word)`,
      [tx.scope.stationId, named.flatMap(({ text }) => wordsOf(text))],
    );
    await tx.run(
      `update party set civility = '', name = $3, name_norm = '', first_name = '', first_name_norm = '', siret = '',
         vat_number = '', city_norm = '', tags = '{}', comment = '', suspension_reason = '', ledger_account = '',
         refused_channels = '{mail,sms}', erased_at = $4, updated_at = $4, version = version + 1
       where station_id = $1 and id = any ($2::uuid[])`,
      [...params, ERASED, tx.now],
    );
  }
}
