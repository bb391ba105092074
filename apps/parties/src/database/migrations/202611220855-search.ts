import { migration } from '@navette/platform/database';

/** The forms of a phone that a person may begin to type, from its E.164: `33612345678` and, at home, `0612345678`. */
const PHONE_FORMS = `unnest(array[substr(e164, 2),
  case when substr(e164, 2, 2) in ('31', '32', '33', '41', '44', '49') then '0' || substr(e164, 4) end])`;

/** Rows of a word that are looked at, at most; written out, for the planner to know it. */
const BOUND = 5000;

const UNFORCED = ['party', 'party_phone', 'party_email', 'party_address'];

/** `é` → `e`, `œ` → `oe`, anything but letters and digits → a blank. */
const plain = (column: string) => `regexp_replace(replace(replace(lower(regexp_replace(
  replace(replace(normalize(${column}, NFKD), 'Œ', 'oe'), 'Æ', 'ae'), '[\\u0300-\\u036f]', '', 'g')),
  'œ', 'oe'), 'æ', 'ae'), '[^[:alnum:]]+', ' ', 'g')`;

/**
 * PA-6: the words by which a party is found, each as a range of its own index, and every spelling once for each station, so
 * that a typing error is looked for among some ten thousand words and not among all parties of that name. A spelling
 * stays when the last party that has it goes.
 */
export const search = migration('202611220855-search', async (m) => {
  await m.sql('create extension if not exists fuzzystrmatch');
  await m.sql(`create table party_word (
    station_id uuid not null,
    party_id uuid not null,
    word text collate "C" not null check (word <> '' and length(word) <= 60),
    weight smallint not null check (weight between 1 and 3),
    primary key (station_id, party_id, word) include (weight),
    foreign key (station_id, party_id) references party (station_id, id))`);
  await m.sql(`create table party_spelling (
    station_id uuid not null,
    word text collate "C" not null check (word <> '' and length(word) <= 60),
    primary key (station_id, word))`);

  // The owner sees rows only where policies are not forced upon it.
  for (const table of UNFORCED) await m.sql(`alter table ${table} no force row level security`);
  await m.sql(`create temporary table filled on commit drop as
    select station_id, id as party_id, 1 as weight, true as spelt, string_to_table(${plain('name_norm')}, ' ') as word from party
    union all select station_id, id, 2, true, string_to_table(${plain('first_name_norm')}, ' ') from party
    union all select station_id, party_id, 3, true, string_to_table(${plain('city')}, ' ') from party_address
    union all select station_id, party_id, 3, false, string_to_table(${plain('postcode')}, ' ') from party_address
    union all select station_id, party_id, 3, false, email_norm from party_email
    union all select station_id, party_id, 3, false, string_to_table(${plain(`split_part(email_norm, '@', 1)`)}, ' ') from party_email
    union all select station_id, party_id, 3, false, ${PHONE_FORMS} from party_phone
    union all select station_id, id, 3, false, ':' || unnest(kinds) from party`);
  await m.sql(`insert into party_word (station_id, party_id, word, weight)
    select station_id, party_id, left(word, 60), min(weight) from filled where word <> '' group by 1, 2, 3`);
  await m.sql(`insert into party_spelling (station_id, word)
    select distinct station_id, left(word, 60) from filled where spelt and word <> ''`);
  for (const table of UNFORCED) await m.sql(`alter table ${table} force row level security`);

  await m.sql('create index party_word_range on party_word (station_id, word, weight, party_id)');
  await m.sql('create index party_spelling_trigrams on party_spelling using gin (word gin_trgm_ops)');
  await m.tenantTable('party_word', { app: ['insert', 'delete'] });
  await m.tenantTable('party_spelling', { app: ['insert'] });

  // Under the policies no trigram index is used, hence the search role. Each step reads a bounded part of an index: no
  // statistics, however stale, may make it a scan or a sort of a whole table.
  await m.sql(`create function search_parties(asked text[]) returns setof uuid
    language plpgsql stable security definer rows 20
    set search_path = pg_catalog, public, pg_temp
    set pg_trgm.similarity_threshold = 0.25
    set enable_seqscan = off set enable_sort = off set jit = off set plan_cache_mode = force_custom_plan as $$
    #variable_conflict use_column
    declare
      station constant uuid := nullif(current_setting('app.station_id', true), '')::uuid;
      wanted constant int := 20;
      -- Ranges of words that answer the word asked at that place, and what each costs in the order of the answers.
      ats bigint[]; lows text[]; highs text[]; costs bigint[];
      counts bigint[];
      rarest bigint; misspelt bigint; typed text; near text[];
      found uuid[] := '{}';
    begin
      select array_agg(at), array_agg(word), array_agg(case when word like ':%' then word || ' ' else word || chr(1114111) end),
        array_agg(0) into ats, lows, highs, costs
      from unnest(asked) with ordinality as a (word, at);
      for step in 1..2 loop
        if step = 2 then
          exit when cardinality(found) >= wanted;
          select at, word into misspelt, typed from unnest(asked, counts) with ordinality as a (word, n, at)
            where length(word) >= 3 and word !~ '[0-9@:]' order by n, at limit 1;
          exit when misspelt is null;
          select array_agg(word order by distance, likeness desc, word) into near from (
            select word, distance, likeness from (
              select word, similarity(word, typed) as likeness,
                least(levenshtein(word, typed), levenshtein(left(word, length(typed) + 1), typed)) as distance
              from party_spelling where station_id = station and word % typed and word <> typed
              order by 2 desc limit 200) as alike
            where distance <= case when length(typed) < 4 then 1 else 2 end
            order by distance, likeness desc, word limit 8) as nearest;
          exit when near is null;
          select array_agg(at), array_agg(low), array_agg(high), array_agg(cost) into ats, lows, highs, costs from (
            select * from unnest(ats, lows, highs, costs) as p (at, low, high, cost) where at <> misspelt
            union all
            select misspelt, word, word || ' ', 20 * n from unnest(near) with ordinality as s (word, n)) as p;
        end if;

        select array_agg(n order by at) into counts from (
          select at, sum(n)::bigint as n from unnest(ats, lows, highs) as p (at, low, high) cross join lateral (
            select count(*) as n from (
              select from party_word w where w.station_id = station and w.word >= p.low and w.word < p.high
              order by w.word limit ${BOUND}) as bounded) as c
          group by at) as per_word;
        select at into rarest from unnest(counts) with ordinality as c (n, at) order by n, at limit 1;

        found := found || array(
          select p.id from (
            select d.party_id, d.score + coalesce(o.score, 0) as score from (
              select w.party_id, min(r.cost + w.weight + case when w.word = r.low then 0 else 10 end) as score
              from unnest(ats, lows, highs, costs) as r (at, low, high, cost) cross join lateral (
                select party_id, word, weight from party_word
                where station_id = station and word >= r.low and word < r.high
                order by word, weight, party_id limit ${BOUND}) as w
              where r.at = rarest and w.party_id <> all (found) group by w.party_id) as d
            cross join lateral (
              select sum(one.score) as score, count(*) = count(one.score) as complete
              from unnest(asked) with ordinality as a (word, at) cross join lateral (
                select min(r.cost + w.weight + case when w.word = r.low then 0 else 10 end) as score
                from unnest(ats, lows, highs, costs) as r (at, low, high, cost)
                join party_word w on w.station_id = station and w.party_id = d.party_id
                  and w.word >= r.low and w.word < r.high
                where r.at = a.at) as one
              where a.at <> rarest) as o
            where o.complete
            order by score, party_id limit 200) as best
          join party p on p.station_id = station and p.id = best.party_id
          order by best.score, p.name_norm, p.first_name_norm, p.id limit wanted - cardinality(found));
      end loop;
      return query select * from unnest(found);
    end $$`);
  const signature = 'search_parties(text[])';
  await m.sql(`grant select on party, party_word, party_spelling to ${m.roles.search}`);
  await m.sql(`revoke all on function ${signature} from public`);
  await m.sql(`grant execute on function ${signature} to ${m.roles.app}`);
  // Who is given a function must be able to make one, for that moment.
  await m.sql(`grant create on schema public to ${m.roles.search}`);
  await m.sql(`alter function ${signature} owner to ${m.roles.search}`);
  await m.sql(`revoke create on schema public from ${m.roles.search}`);
});
