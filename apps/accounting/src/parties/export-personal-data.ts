import type { PersonalData } from '@navette/contracts/common/v1/common';
import { Database, personalData, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

const SOURCES = {
  party_ref: `select * from party_ref where station_id = $1 and id = any ($2::uuid[])`,
  entry: `select * from entry where station_id = $1 and customer_party_id = any ($2::uuid[])`,
  entry_line: `select l.* from entry_line l join entry e on e.station_id = $1 and e.id = l.entry_id
    where l.station_id = $1 and e.customer_party_id = any ($2::uuid[])`,
};

/** PA-16: what is kept here about a person. */
@Injectable()
export class ExportPersonalData {
  constructor(private readonly db: Database) {}

  execute(scope: Scope, partyIds: readonly string[]): Promise<PersonalData> {
    return this.db.tenantRead(scope, (tx) => personalData(tx, SOURCES, partyIds));
  }
}
