import { randomUUID } from 'node:crypto';

/** Rows of each kind in a station: where they are, $1 being the station. */
export const ROWS = {
  station: ['identity', 'select $1::uuid as id'],
  company: ['identity', 'select company_id as id from station where station_id = $1'],
  signInProvider: ['identity', 'select network_id as id from station where station_id = $1'],
  user: ['identity', `select user_id as id from user_station where station_id = $1 and position > 50`],
  passwordLink: ['identity', 'select id from password_link where mailed_from_station_id = $1'],
  session: ['identity', `select id from user_session where station_id = $1 order by started_at desc`],
  machineClient: ['identity', 'select client_id as id from machine_client where home_station_id = $1 and created_at is not null'], // prettier-ignore
  // One of the seed: nothing was done for it.
  party: ['parties', `select id from party where station_id = $1 and 'consumer' = any (kinds) order by created_at, id`],
  listedParty: ['parties', 'select id from party where station_id = $1 and listed_id is not null'],
  partyEmail: ['parties', `select email as id from party_email where station_id = $1 and email not like 'client.%' and email like '%@exemple.example'`], // prettier-ignore
  manufacturer: [
    'parties',
    'select m.id from manufacturer m join network_member using (network_id) where station = $1',
  ],
  partyImport: ['parties', 'select id from party_import where station_id = $1'],
  family: ['parties', `select id from party_family where station_id = $1 and role = 'customer'`],
  supplierFamily: ['parties', `select id from party_family where station_id = $1 and role = 'supplier'`],
  representative: ['parties', 'select id from representative where station_id = $1'],
  commissionScale: ['parties', 'select id from commission_scale where station_id = $1'],
  supplier: ['stock', `select supplier_party_id as id from supplier_order where station_id = $1 and state = 'sent'`],
  interventionFile: ['interventions', `select id from intervention_file where station_id = $1 and state = 'open'`],
  fileLine: ['interventions', `select l.id from file_line l join intervention_file f on f.id = l.file_id where l.station_id = $1 and l.kind = 'part' and f.state = 'open'`], // prettier-ignore
  missionOrder: ['interventions', `select id from mission_order where station_id = $1 and state = 'received'`],
  part: ['stock', `select part_id as id from need where station_id = $1 and state <> 'closed'`],
  otherPart: ['stock', `select id from part where station_id = $1 and reference like 'MARCHE-%'`],
  partReference: ['stock', `select reference as id from part where station_id = $1 and reference like 'MARCHE-%'`],
  partImage: [
    'stock',
    `select i.id from part_image i join need n on n.part_id = i.part_id where i.station_id = $1 and n.state <> 'closed' and i.part_id = (select part_id from need where station_id = $1 and state <> 'closed' limit 1)`,
  ],
  priceList: ['stock', 'select id from price_list where station_id = $1'],
  catalogueEntry: ['stock', `select id from catalogue_entry where station_id = $1 and kind = 'brand' order by code`],
  applianceType: ['stock', `select id from catalogue_entry where station_id = $1 and kind = 'appliance_type' order by code`], // prettier-ignore
  product: ['stock', 'select id from product where station_id = $1'],
  need: ['stock', `select id from need where station_id = $1 order by created_at desc`],
  plannedSupplier: ['stock', `select supplier_party_id as id from need n join part p on p.id = n.part_id where n.station_id = $1 order by n.created_at desc`], // prettier-ignore
  allocation: ['stock', 'select id from allocation where station_id = $1'],
  reservedFile: ['stock', `select origin_id as id from need where station_id = $1 and origin_kind = 'intervention_file' and quantity > consumed + cancelled`], // prettier-ignore
  reservedOrigin: ['stock', `select n.origin_id as id from allocation a join need n on n.id = a.need_id where a.station_id = $1 and a.state = 'confirmed'`], // prettier-ignore
  supplierOrder: ['stock', `select id from supplier_order where station_id = $1 and state = 'sent'`],
  supplierOrderLine: ['stock', `select l.id from supplier_order_line l join supplier_order o on o.id = l.order_id where l.station_id = $1 and o.state = 'sent'`], // prettier-ignore
  supplierOrderNumber: ['stock', `select number as id from supplier_order where station_id = $1 and state = 'sent'`],
  supplierReturn: ['stock', 'select id from supplier_return where station_id = $1'],
  returnedReceipt: ['stock', 'select goods_receipt_id as id from supplier_return where station_id = $1'],
  stationTransfer: ['stock', `select id from station_transfer where station_id = $1 and side = 'incoming'`],
  transferredPart: ['stock', `select part_id as id from station_transfer where station_id = $1 and side = 'incoming'`],
  transferredNeed: ['stock', `select need_id as id from station_transfer where station_id = $1 and side = 'incoming'`],
  shuttleNote: ['stock', 'select id from shuttle_note where station_id = $1'],
  shippedFile: ['stock', 'select origin_id as id from shuttle_note where station_id = $1'],
  goodsReceipt: ['stock', `select id from goods_receipt where station_id = $1 and state = 'draft'`],
  goodsReceiptLine: ['stock', `select l.id from goods_receipt_line l join goods_receipt r on r.id = l.receipt_id where l.station_id = $1 and r.state = 'draft'`], // prettier-ignore
  goodsReceiptScan: ['stock', `select s.id from goods_receipt_scan s join goods_receipt r on r.id = s.receipt_id where s.station_id = $1 and r.state = 'draft'`], // prettier-ignore
  discrepancyReason: ['stock', `select id from catalogue_entry where station_id = $1 and kind = 'discrepancy_reason' order by code`], // prettier-ignore
  stockPlace: ['stock', `select id from catalogue_entry where station_id = $1 and kind = 'stock_place'`],
  stockNoteNumber: ['stock', 'select number as id from stock_note where station_id = $1'],
  stockNote: ['stock', 'select id from stock_note where station_id = $1'],
  stockNoteAttachment: ['stock', 'select id from stock_note_attachment where station_id = $1'],
  inventory: ['stock', `select id from inventory where station_id = $1 and state = 'counting'`],
  inventoryLine: ['stock', 'select id from inventory_line where station_id = $1 and not is_removed'],
  countLink: ['stock', 'select id from count_link where station_id = $1'],
  countDevice: ['stock', 'select id from count_device where station_id = $1'],
  customerOrder: ['billing', 'select id from customer_order where station_id = $1'],
  customerOrderLine: ['billing', 'select id from customer_order_line where station_id = $1'],
  document: ['billing', 'select id from document where station_id = $1'],
  draftInvoice: ['billing', `select id from draft_invoice where station_id = $1 and state = 'draft'`],
  billedFile: ['billing', 'select origin_id as id from document where station_id = $1'],
  billedReference: ['billing', `select reference as id from document_line where station_id = $1 and reference like 'MO-MARCHE-%'`], // prettier-ignore
  draftedFile: ['billing', 'select origin_id as id from draft_invoice where station_id = $1'],
  draftInvoiceLine: ['billing', 'select id from draft_invoice_line where station_id = $1'],
  message: ['notifications', 'select id from message where station_id = $1'],
  mailedAbout: [
    'notifications',
    `select about_id as id from message where station_id = $1 and kind = 'status:parts_received'`,
  ],
  sentOrder: [
    'device-gateway',
    `select id from mission_order where for_station_id = $1 order by client_id = 'electrobel'`,
  ],
  partsOrder: ['device-gateway', 'select id from parts_order where for_station_id = $1'],
  saga: ['interventions', `select id from saga where station_id = $1 and type = 'walk'`],
  deadLetter: ['interventions', 'select id from dead_letter where station_id = $1'],
} as const satisfies Record<string, readonly [service: string, sql: string]>;

export type Entity = keyof typeof ROWS;
/** An id of each kind of row. */
export type World = Readonly<Record<Entity, string>>;

/** An id of each kind that no row has. */
export const NOTHING: World = Object.fromEntries(
  Object.keys(ROWS).map((entity) => {
    if (entity === 'partyEmail') return [entity, `${randomUUID()}@exemple.example`];
    if (entity === 'supplierOrderNumber') return [entity, 'LIL-CF-2026-999999'];
    if (entity === 'stockNoteNumber') return [entity, 'LIL-BE-2026-999999'];
    return [entity, entity === 'machineClient' ? 'client-of-nobody-0123456789' : randomUUID()];
  }),
) as World;
