import type { PersonalData } from '@navette/contracts/common/v1/common';
import { Database, personalData, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

const SOURCES = {
  party_header: `select * from party_header where station_id = $1 and party_id = any ($2::uuid[])`,
  // Whom a file is for is not for the reseller to be told.
  intervention_file: `select (jsonb_populate_record(f, jsonb_build_object('header',
      case when f.consumer_party_id = any ($2::uuid[]) then f.header end))).*
    from intervention_file f where station_id = $1 and (consumer_party_id = any ($2::uuid[]) or ordering_party_id = any ($2::uuid[]) or reseller_party_id = any ($2::uuid[]))`,
  file_line: `select l.* from file_line l join intervention_file f on f.station_id = $1 and f.id = l.file_id
    where l.station_id = $1 and f.consumer_party_id = any ($2::uuid[])`,
  file_status: `select s.* from file_status s join intervention_file f on f.station_id = $1 and f.id = s.file_id
    where s.station_id = $1 and f.consumer_party_id = any ($2::uuid[])`,
  mission_order: `select m.* from mission_order m join intervention_file f on f.station_id = $1 and f.mission_order_id = m.id
    where m.station_id = $1 and f.consumer_party_id = any ($2::uuid[])`,
  suspension_override: `select * from suspension_override where station_id = $1 and party_id = any ($2::uuid[])`,
};

/** PA-16: what is kept here about a person. */
@Injectable()
export class ExportPersonalData {
  constructor(private readonly db: Database) {}

  execute(scope: Scope, partyIds: readonly string[]): Promise<PersonalData> {
    return this.db.tenantRead(scope, (tx) => personalData(tx, SOURCES, partyIds));
  }
}
