import { migration } from '@navette/platform/database';

/** PA-17: orders, receipts and needs by each sort of their lists, and the orders that a need is on. */
export const sortedLists = migration('202611221046-sorted-lists', async (m) => {
  for (const table of ['supplier_order', 'goods_receipt'])
    await m.sql(`alter table ${table} alter column number type text collate "C"`);
  await m.sql('alter table goods_receipt alter column delivery_note type text collate "C"');
  await m.sql('create index supplier_order_number on supplier_order (station_id, number, id)');
  await m.sql('create index supplier_order_supplier on supplier_order (station_id, supplier_party_id, placed_at, id)');
  await m.sql('create index goods_receipt_number on goods_receipt (station_id, number, id)');
  await m.sql('create index goods_receipt_supplier on goods_receipt (station_id, supplier_party_id, created_at, id)');
  await m.sql('create index goods_receipt_line_order_line on goods_receipt_line (station_id, supplier_order_line_id)');
  await m.sql('create index need_created on need (station_id, created_at, id)');
  await m.sql('create index order_line_need_need on order_line_need (station_id, need_id)');
});
