/**
 * The needs that `bench plan` reads, the same on every machine: two stations of the demo with as many parts, suppliers and
 * needs each, and beside the open needs as many that are over. The administrator writes them, since a table whose row-level
 * security is forced takes no bulk load from its owner; keys, checks, generated columns and triggers hold for him as well.
 */

/** Open needs of a part. */
const NEEDS_OF_A_PART = 10;
/** Suppliers 1 to 40 have as many parts each, supplier 0 has five. */
const SUPPLIERS = 40;
const RARE_PARTS = 5;

/** A fixed id for a name, of the version that is nobody's. @param {string} name an SQL expression */
const idOf = (name) => `overlay(overlay(md5(${name}) placing '8' from 13) placing '8' from 17)::uuid`;
const supplierId = (/** @type {string} */ station, /** @type {string} */ number) => idOf(`'bench supplier ' || ${station} || ${number}`); // prettier-ignore
const partId = (/** @type {string} */ station, /** @type {string} */ number) => idOf(`'bench part ' || ${station} || ${number}`); // prettier-ignore

const INSERT_PARTS = `
  insert into part (station_id, id, kind, reference, reference_norm, designation, supplier_party_id, ventilation_code,
    vat_category, state, purchase_price, min_quantity, max_quantity, created_at)
  select s.station_id, ${partId('s.station_id', 'n')}, 'part', 'BENCH-' || n, 'BENCH-' || n, 'Pièce ' || n,
    ${supplierId('s.station_id', `case when n <= ${RARE_PARTS} then 0 else 1 + n % ${SUPPLIERS} end`)}, 'PIECES', 'standard',
    'active', 5 + n % 90, case when n % 10 = 0 then 2 end, case when n % 20 = 0 then 5 end, '2025-01-01Z'
  from station_ref s, generate_series(1, $2::int) n where s.station_id = any ($1)`;

/** Two open needs of an origin, and two that are over; every second origin a file. The ids are in the order of time, as those of the services are. */
const INSERT_NEEDS = `
  insert into need (station_id, id, version, part_id, origin_kind, origin_id, origin_number, origin_label,
    customer_party_id, priority, wanted_on, countermark, frozen, created_at, quantity, cancelled)
  select s.station_id,
    overlay(${idOf("'bench need ' || s.station_id || n")}::text placing millis || '-7' from 1)::uuid,
    1, ${partId('s.station_id', '(1 + n / 2 * 7919::bigint % $3::int)')},
    case when is_file then 'intervention_file' else 'customer_order' end, ${idOf(`'bench origin ' || s.station_id || origin`)},
    number, case when not is_file then 'BC' when origin % 4 = 1 then 'I-DOM' else 'I-ATE' end,
    ${idOf(`'bench customer ' || origin`)}, 5, (at at time zone 'UTC')::date + 14, number, false, at, 1 + n % 3,
    case when n % 2 = 0 then 1 + n % 3 else 0 end
  from station_ref s, generate_series(1, $2::int * 2) n,
    lateral (select n / 4 as origin, n / 4 % 2 = 1 as is_file, timestamptz '2025-06-01Z' + n * interval '2 minutes' as at) a,
    lateral (select overlay(lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') placing '-' from 9 for 0) as millis) c,
    lateral (select s.code || case when is_file then '-DI-2026-' else '-BC-2026-' end || lpad(origin::text, 6, '0') as number) b
  where s.station_id = any ($1)`;

/**
 * @param {import('pg').Client} admin of the database of stock
 * @param {string[]} stationIds
 * @param {number} needs open ones of each station
 */
export async function seedNeeds(admin, stationIds, needs) {
  const parts = Math.ceil(needs / NEEDS_OF_A_PART);
  await admin.query('begin');
  await admin.query(INSERT_PARTS, [stationIds, parts]);
  await admin.query(INSERT_NEEDS, [stationIds, needs, parts]);
  await admin.query('commit');
  // As autovacuum does a minute after such a load.
  for (const table of ['part', 'need']) await admin.query(`vacuum (analyze) ${table}`);
}

/** The id of one of a station's suppliers. @param {import('pg').Client} admin @param {string} stationId @param {number} number 0 to 40 */
export async function supplierOf(admin, stationId, number) {
  const { rows } = await admin.query(`select ${supplierId('$1::uuid', '$2::int')} as id`, [stationId, number]);
  return rows[0].id;
}
