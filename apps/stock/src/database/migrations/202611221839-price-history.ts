import { migration } from '@navette/platform/database';

/** ST-4, ST-6: every change of a part's purchase, list and fixed price, with its date and where it comes from; never edited. */
export const priceHistory = migration('202611221839-price-history', async (m) => {
  await m.sql(`create table part_price_change (
    station_id uuid not null,
    seq bigint not null generated always as identity,
    part_id uuid not null,
    kind text not null check (kind in ('purchase', 'list', 'fixed')),
    before numeric(14,4),
    after numeric(14,4),
    origin_kind text not null check (origin_kind in ('typed', 'first_use', 'goods_receipt', 'price_list')),
    origin_id uuid,
    actor_kind text not null,
    actor_id text not null,
    occurred_at timestamptz not null,
    primary key (station_id, seq),
    foreign key (station_id, part_id) references part (station_id, id),
    check (before is distinct from after),
    check ((origin_id is not null) = (origin_kind in ('goods_receipt', 'price_list'))))`);
  await m.sql('create index part_price_change_part on part_price_change (station_id, part_id, seq)');
  await m.tenantTable('part_price_change', { app: ['insert'] });
});
