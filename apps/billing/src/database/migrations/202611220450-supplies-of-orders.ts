import { migration } from '@navette/platform/database';

/**
 * BI-12: a line is exhausted when no supplier order brings it any more; ordered elsewhere, it waits again. The column of the
 * line is read for orders that came before, and written no more.
 */
export const suppliesOfOrders = migration('202611220450-supplies-of-orders', async (m) => {
  await m.sql(`create table order_line_supply (
    station_id uuid not null,
    order_id uuid not null,
    line_id uuid not null,
    supplier_order_id uuid not null,
    exhausted boolean not null,
    primary key (station_id, line_id, supplier_order_id),
    foreign key (station_id, order_id, line_id) references customer_order_line (station_id, order_id, id))`);
  await m.tenantTable('order_line_supply', { app: ['insert', 'update'] });
});
