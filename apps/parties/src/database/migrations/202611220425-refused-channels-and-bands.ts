import { migration } from '@navette/platform/database';

export const refusedChannelsAndBands = migration('202611220425-refused-channels-and-bands', async (m) => {
  // NO-5: by these channels the party does not want to be written to.
  await m.sql(`alter table party add refused_channels text[] not null default '{}'
    check (refused_channels <@ array['mail', 'sms'])`);

  // PA-9: that bands start at 0 was only held while some were added; taking the first one away left a hole.
  await m.sql(`create or replace function price_band_starts_at_zero() returns trigger language plpgsql as $$
    declare
      changed price_band := coalesce(new, old);
    begin
      if exists (select from price_band where station_id = changed.station_id and party_id = changed.party_id)
        and not exists (select from price_band where station_id = changed.station_id
                        and party_id = changed.party_id and from_price = 0) then
        raise exception 'price bands of % do not start at 0', changed.party_id using errcode = 'check_violation',
          constraint = 'price_band_starts_at_zero';
      end if;
      return null;
    end $$`);
  await m.sql('drop trigger price_band_starts_at_zero on price_band');
  await m.sql(`create constraint trigger price_band_starts_at_zero after insert or update or delete on price_band
    deferrable initially deferred for each row execute function price_band_starts_at_zero()`);
});
