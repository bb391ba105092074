import { migration } from '@navette/platform/database';

/**
 * ST-22, BI-12: what a supplier order brings a line may become less, down to nothing. The word of it may overtake the order
 * itself, so that sums are below zero for a while. Of supplies noted before, the quantity is not known and stays so: they
 * bring their lines until they are exhausted.
 */
export const withdrawnSupplies = migration('202611220540-withdrawn-supplies', async (m) => {
  await m.sql('alter table order_line_supply add column quantity numeric(14,4)');
  await m.sql('alter table customer_order_line drop constraint customer_order_line_ordered_check');
});
