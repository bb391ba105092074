import type { ListFilesOfPartyResponse, PartyFile } from '@navette/contracts/interventions/v1/service';
import type { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

interface Row extends Omit<PartyFile, 'openedAt'> {
  openedAt: Temporal.Instant;
  count: string;
  open_count: string;
}

@Injectable()
export class FilesOfPartyRepository {
  /** The files that name a party, the latest first, and how many there are. */
  async list(tx: Tx, partyId: string, limit: number): Promise<ListFilesOfPartyResponse> {
    const rows = await tx.rows<Row>(
      `with named as (
         select id, 'consumer' as role from intervention_file where station_id = $1 and consumer_party_id = $2
         union all
         select id, 'ordering_party' from intervention_file where station_id = $1 and ordering_party_id = $2
         union all
         select id, 'reseller' from intervention_file where station_id = $1 and reseller_party_id = $2),
       file as (select id, array_agg(role) as roles, count(*) over () as count from named group by id
                order by id desc limit $3),
       open as (select count(distinct f.id) as open_count from named join intervention_file f
                on f.station_id = $1 and f.id = named.id where f.state not in ('billed', 'cancelled'))
       select f.id, f.number, f.state, f.opened_at as "openedAt", file.roles, file.count, open.open_count,
         jsonb_build_object('category', f.product_category, 'brand', f.product_brand, 'commercialReference',
           f.product_reference, 'serialNumber', f.product_serial, 'purchaseDate',
           coalesce(f.product_purchased_on::text, '')) as product,
         coalesce(c.label_fr, o.label_fr, '') as "statusLabel", coalesce(c.label_en, o.label_en, '') as "statusLabelEn",
         coalesce(c.colour, o.colour, '') as "statusColour"
       from file join intervention_file f on f.station_id = $1 and f.id = file.id cross join open
       left join status_code c on c.code = f.status_code
       left join station_status_code o on o.station_id = $1 and o.code = f.status_code
       order by f.id desc`,
      [tx.scope.stationId, partyId, limit],
    );
    const files = rows.map(({ count: _count, open_count: _open, ...row }) => ({
      ...row,
      openedAt: row.openedAt.toString(),
    }));
    return { files, count: Number(rows[0]?.count ?? 0), openCount: Number(rows[0]?.open_count ?? 0) };
  }
}
