import { migration } from '@navette/platform/database';

/** Parts whose words fit that are looked at, at most, to put them in order; written out, for the planner to know it. */
const BOUND = 500;

/**
 * ST-1: parts by reference however it is written (`WS-480 12` = `ws48012`), by barcode and by words of the designation
 * (ADR 0043). The columns are generated, so that whoever writes a part keeps them.
 */
export const catalogueSearch = migration('202611221851-catalogue-search', async (m) => {
  await m.sql('create extension if not exists btree_gin');
  // `é` → `e`, `œ` → `oe`, anything but letters and digits → a blank.
  await m.sql(`create function catalogue_words(given text) returns text language sql immutable strict parallel safe
    return pg_catalog.regexp_replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.lower(pg_catalog.regexp_replace(
      pg_catalog.replace(pg_catalog.replace(normalize(given, NFKD), 'Œ', 'oe'), 'Æ', 'ae'), '[\\u0300-\\u036f]', '', 'g')),
      'œ', 'oe'), 'æ', 'ae'), '[^[:alnum:]]+', ' ', 'g')`);
  const loose = `regexp_replace(upper(reference collate "C"), '[^A-Z0-9]+', '', 'g')`;
  await m.sql(`alter table part
    add reference_loose text collate "C" not null generated always as (${loose}) stored,
    add words tsvector not null generated always as (strip(
      to_tsvector('pg_catalog.french'::regconfig, catalogue_words(designation))
      || to_tsvector('pg_catalog.simple'::regconfig, lower(${loose})))) stored`);
  await m.sql('create index part_reference_loose on part (station_id, reference_loose, id)');
  await m.sql('create index part_words on part using gin (station_id, words)');

  // Under the policies no text index is used, hence the search role. Each step reads a bounded part of an index.
  await m.sql(`create function search_parts(asked text, of_kind text) returns setof uuid
    language plpgsql stable security definer rows 20
    set search_path = pg_catalog, public, pg_temp
    set enable_seqscan = off set jit = off set plan_cache_mode = force_custom_plan as $$
    declare
      station constant uuid := nullif(current_setting('app.station_id', true), '')::uuid;
      wanted constant int := 20;
      loose constant text := regexp_replace(upper(asked collate "C"), '[^A-Z0-9]+', '', 'g');
      fitting tsquery;
      found uuid[];
    begin
      found := array(
        select p.id from part_barcode b join part p on p.station_id = station and p.id = b.part_id
        where b.station_id = station and b.code = upper(btrim(asked)) and (of_kind = '' or p.kind = of_kind));

      if loose <> '' then
        found := found || array(
          select p.id from part p
          where p.station_id = station and p.reference_loose >= loose and p.reference_loose < loose || chr(1114111)
            and (of_kind = '' or p.kind = of_kind) and p.id <> all (found)
          order by p.reference_loose, p.id limit wanted - cardinality(found));
      end if;

      if cardinality(found) < wanted then
        -- A word that is begun counts from three letters on: what begins with two is half the catalogue.
        select to_tsquery('pg_catalog.french', string_agg(word || case when length(word) > 2 then ':*' else '' end, ' & '))
          into fitting from string_to_table(catalogue_words(asked), ' ') as w (word) where word <> '';
        if fitting is not null and numnode(fitting) > 0 then
          found := found || array(
            select c.id from (
              select p.id, p.state, p.reference_norm from part p
              where p.station_id = station and p.words @@ fitting and (of_kind = '' or p.kind = of_kind)
              limit ${BOUND}) as c
            where c.id <> all (found)
            order by c.state = 'exhausted', c.reference_norm limit wanted - cardinality(found));
        end if;
      end if;
      return query select * from unnest(found);
    end $$`);
  const signature = 'search_parts(text, text)';
  await m.sql(`grant select on part, part_barcode to ${m.roles.search}`);
  await m.sql(`revoke all on function ${signature} from public`);
  await m.sql(`grant execute on function ${signature} to ${m.roles.app}`);
  // Who is given a function must be able to make one, for that moment.
  await m.sql(`grant create on schema public to ${m.roles.search}`);
  await m.sql(`alter function ${signature} owner to ${m.roles.search}`);
  await m.sql(`revoke create on schema public from ${m.roles.search}`);
});
