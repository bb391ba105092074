import { migration } from '@navette/platform/database';

/** E-033, E-034: scales of the WEEE fee are one more list of the station, with the amount of a unit; a part names its scale. */
export const ecoFees = migration('202611231631-eco-fees', async (m) => {
  await m.sql(`alter table catalogue_entry drop constraint catalogue_entry_kind_check,
    add constraint catalogue_entry_kind_check check (kind in ('brand', 'appliance_type', 'part_family', 'unit',
      'storage_location', 'discrepancy_reason', 'stock_place', 'eco_fee')),
    add amount numeric(6,2) check (amount >= 0),
    add constraint catalogue_entry_amount check ((kind = 'eco_fee') = (amount is not null))`);
  await m.sql(`alter table catalogue_counter drop constraint catalogue_counter_kind_check,
    add constraint catalogue_counter_kind_check check (kind in ('part', 'part_family', 'barcode', 'eco_fee'))`);
  await m.sql(`alter table part add eco_fee_id uuid,
    add eco_fee_kind text not null default 'eco_fee' check (eco_fee_kind = 'eco_fee'),
    add foreign key (station_id, eco_fee_id, eco_fee_kind) references catalogue_entry (station_id, id, kind),
    add constraint part_eco_fee check (eco_fee_id is null or kind = 'part')`);
});
