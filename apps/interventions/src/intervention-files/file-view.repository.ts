import type { ListQuery } from '@navette/contracts/common/v1/common';
import { InterventionFile, type ListInterventionFilesResponse } from '@navette/contracts/interventions/v1/service';
import { Temporal } from '@navette/kernel';
import { listPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { FILE_HEADER } from './file-header.row.js';
import { interventionFileList } from './intervention-file.list.js';

/**
 * A file as the contract shows it: one row, its lines, timeline, arrivals and documents gathered in it. Numbers are text
 * (JSON's would be floats).
 */
const COLUMNS = `
  f.id, f.version::text, f.number, f.type, f.state, f.consumer_party_id as "consumerPartyId",
    f.ordering_party_kind as "orderingPartyKind", coalesce(f.ordering_party_id::text, '') as "orderingPartyId",
    coalesce(f.reseller_party_id::text, '') as "resellerPartyId",
    coalesce(f.mission_order_id::text, '') as "missionOrderId", f.mission_external_number as "missionExternalNumber",
    jsonb_build_object('category', f.product_category, 'brand', f.product_brand, 'commercialReference',
      f.product_reference, 'serialNumber', f.product_serial, 'purchaseDate',
      coalesce(f.product_purchased_on::text, '')) as product,
    ${FILE_HEADER} as header,
    f.symptom, f.comment, f.opened_at as "openedAt", f.billing_refusal as "billingRefusal",
    f.billing_refusal_params as "billingRefusalParams",
    coalesce((select jsonb_agg(jsonb_build_object('id', l.id, 'kind', l.kind, 'partId', l.item_id, 'reference', l.reference,
        'designation', l.designation, 'quantity', l.quantity::text,
        'quantityAllocated', coalesce((select sum(a.held) from file_allocation a
          where a.station_id = l.station_id and a.line_id = l.id), 0.0000)::text,
        'quantityUsed', coalesce(l.quantity_used::text, ''), 'unitPrice', l.unit_price::text, 'discount', l.discount::text,
        'payer', l.payer, 'state', l.state, 'offStock', l.off_stock, 'ventilationCode', l.ventilation_code,
        'vatCategory', l.vat_category, 'note', l.note, 'priceExplanation', l.price_explanation) order by l.id)
      from file_line l where l.station_id = f.station_id and l.file_id = f.id), '[]') as lines,
    coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'code', s.code, 'key', coalesce(c.key, ''),
        'label', coalesce(c.label_fr, o.label_fr, ''), 'labelEn', coalesce(c.label_en, o.label_en, ''),
        'colour', coalesce(c.colour, o.colour, ''), 'phase', coalesce(c.phase, o.phase, ''), 'at', s.at, 'by', s.set_by,
        'comment', s.comment) order by s.at, s.id)
      from file_status s left join status_code c on c.code = s.code
      left join station_status_code o on o.station_id = s.station_id and o.code = s.code
      where s.station_id = f.station_id and s.file_id = f.id), '[]') as statuses,
    coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind, 'number', d.number, 'total', d.total::text)
        order by d.id)
      from file_document d where d.station_id = f.station_id and d.file_id = f.id), '[]') as documents,
    coalesce((select jsonb_agg(jsonb_build_object('allocationId', a.allocation_id, 'lineId', a.line_id,
        'quantity', a.quantity::text, 'at', a.arrived_at,
        'state', case when a.held > 0 then 'confirmed' else 'withdrawn' end)
        order by a.arrived_at, a.allocation_id)
      from file_allocation a
      where a.station_id = f.station_id and a.file_id = f.id and a.arrived_at is not null), '[]') as arrivals`;

type Row = Omit<InterventionFile, 'openedAt'> & { openedAt: Temporal.Instant };

@Injectable()
export class FileViewRepository {
  async byId(tx: Tx, id: string): Promise<InterventionFile | undefined> {
    const row = await tx.first<Row>(
      `select ${COLUMNS} from intervention_file f where f.station_id = $1 and f.id = $2`,
      [tx.scope.stationId, id],
    );
    return row && toView(row);
  }

  async page(tx: Tx, query: ListQuery | undefined): Promise<ListInterventionFilesResponse> {
    const { rows, nextCursor } = await listPage<Row>(tx, interventionFileList, query, {
      columns: COLUMNS,
      from: 'intervention_file f',
      where: 'f.station_id = $1',
      params: [tx.scope.stationId],
    });
    return { files: rows.map(toView), nextCursor };
  }
}

function toView(row: Row): InterventionFile {
  const instant = <T extends { at: string }>(entry: T): T => ({
    ...entry,
    at: Temporal.Instant.from(entry.at).toString(),
  });
  return InterventionFile.fromPartial({
    ...row,
    openedAt: row.openedAt.toString(),
    statuses: row.statuses.map(instant),
    arrivals: row.arrivals.map(instant),
  });
}
