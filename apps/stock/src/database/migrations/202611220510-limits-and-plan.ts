import { migration } from '@navette/platform/database';

/** ST-20: minimum and maximum of a part, and needs found by the number of their file. ST-23: a draft that is thrown away. */
export const limitsAndPlan = migration('202611220510-limits-and-plan', async (m) => {
  await m.sql(`alter table part
    add column min_quantity numeric(14,4) check (min_quantity > 0),
    add column max_quantity numeric(14,4),
    add column has_minimum boolean not null generated always as (min_quantity is not null) stored,
    add constraint part_limits check (max_quantity is null or max_quantity >= min_quantity and min_quantity is not null),
    add constraint part_limits_of_parts check (min_quantity is null or kind = 'part')`);
  await m.sql('create index part_minimum on part (station_id, reference_norm) where has_minimum');

  await m.sql('alter table need alter column origin_number type text collate "C"');
  await m.sql(
    'create index need_origin_number on need (station_id, origin_number, created_at) where is_waiting and not frozen',
  );

  // Of a receipt per supplier, too, a delivery note is received once.
  await m.sql(`create unique index goods_receipt_supplier_note on goods_receipt (station_id, supplier_party_id, delivery_note)
    where supplier_order_id is null and delivery_note <> '' and state <> 'voided'`);
  // A draft that is thrown away was never validated, and there is nothing to reverse.
  await m.sql(`alter table goods_receipt drop constraint goods_receipt_check,
    add constraint goods_receipt_validated check (case state
      when 'draft' then validated_at is null
      when 'validated' then validated_at is not null
      else validated_at is not null or reversed_at is not null end)`);
});
