import type { PersonalData } from '@navette/contracts/common/v1/common';
import { Database, personalData, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

const SOURCES = {
  message: `select * from message where station_id = $1 and party_id = any ($2::uuid[])`,
};

/** PA-16: what is kept here about a person. */
@Injectable()
export class ExportPersonalData {
  constructor(private readonly db: Database) {}

  execute(scope: Scope, partyIds: readonly string[]): Promise<PersonalData> {
    return this.db.tenantRead(scope, (tx) => personalData(tx, SOURCES, partyIds));
  }
}
