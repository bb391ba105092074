import { migration } from '@navette/platform/database';

/** ST-3, ADR 54: a movement `merge` has the other part as its origin. */
export const mergedStock = migration('202611230402-merged-stock', async (m) => {
  await m.sql(`alter table stock_movement drop constraint stock_movement_kind_check,
    add constraint stock_movement_kind_check check (kind in ('receipt', 'sale', 'repair_use', 'correction_in',
      'correction_out', 'transfer', 'inventory', 'disassembly', 'return', 'revaluation', 'merge'))`);
  await m.sql(`alter table stock_movement drop constraint stock_movement_origin_kind_check,
    add constraint stock_movement_origin_kind_check check (origin_kind in ('goods_receipt', 'correction',
      'intervention_file', 'customer_order', 'inventory', 'supplier_return', 'internal_transfer', 'part_merge'))`);
});
