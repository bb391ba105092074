import { migration } from '@navette/platform/database';

/**
 * ST-17: types of orders, and the slips that parts leave by. A slip is its document; until stock has answered it is in
 * progress, and an order has one such at a time.
 */
export const deliverySlips = migration('202611230201-delivery-slips', async (m) => {
  await m.sql(`alter table customer_order
    add type text not null default 'counter' check (type ~ '^[a-z_]{1,20}$')`);
  await m.sql('create index customer_order_type on customer_order (station_id, type, placed_at, id)');

  await m.sql(`create table delivery_slip (
    station_id uuid not null,
    document_id uuid not null,
    order_id uuid not null,
    asked_at timestamptz not null,
    delivered_at timestamptz check (delivered_at >= asked_at),
    primary key (station_id, document_id),
    foreign key (station_id, document_id) references document (station_id, id),
    foreign key (station_id, order_id) references customer_order (station_id, id))`);
  await m.sql(
    'create unique index delivery_slip_in_progress on delivery_slip (station_id, order_id) where delivered_at is null',
  );
  await m.tenantTable('delivery_slip', { app: ['insert', 'update'] });
});
