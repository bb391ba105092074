import type { PersonalData } from '@navette/contracts/common/v1/common';
import { Database, personalData, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

const SOURCES = {
  party_ref: `select * from party_ref where station_id = $1 and id = any ($2::uuid[])`,
  customer_order: `select * from customer_order where station_id = $1 and customer_party_id = any ($2::uuid[])`,
  customer_order_line: `select l.* from customer_order_line l join customer_order o on o.station_id = $1 and o.id = l.order_id
    where l.station_id = $1 and o.customer_party_id = any ($2::uuid[])`,
  draft_invoice: `select * from draft_invoice where station_id = $1 and customer_party_id = any ($2::uuid[])`,
  document: `select * from document where station_id = $1 and customer_party_id = any ($2::uuid[])`,
  document_line: `select l.* from document_line l join document d on d.station_id = $1 and d.id = l.document_id
    where l.station_id = $1 and d.customer_party_id = any ($2::uuid[])`,
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
