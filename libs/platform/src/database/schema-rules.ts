import pg from 'pg';

/** A connection that may read the catalogue; the administrator's in tests. */
interface Connection {
  query(sql: string, params: unknown[]): Promise<{ rows: { problem: string }[] }>;
}

/** Tables of the engines, outside row-level security; the app role may at most insert into them. */
const ENGINE_TABLES = ['outbox', 'inbox', 'handler_failure', 'dead_letter', 'migration'];

/**
 * `t`: every table that is not an engine's, `station` its column of that name. `app`: the service's app role, the
 * database's owner being `<prefix>_<service>_owner`. Partitions are reached through their parents.
 */
const PRELUDE = `
  with owner as (
    select r.oid, r.rolname from pg_database d join pg_roles r on r.oid = d.datdba where d.datname = current_database()),
  app as (select r.* from pg_roles r, owner where r.rolname = regexp_replace(owner.rolname, '_owner$', '_app')),
  t as (
    select c.oid, c.relname as name, c.relrowsecurity, c.relforcerowsecurity, a.attnum as station, a.atttypid, a.attnotnull
    from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attname = 'station_id' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname <> all ($1)),
  i as (
    select t.*, x.relname as index, i.indisunique, i.indisexclusion, i.indexprs, i.indkey
    from t join pg_index i on i.indrelid = t.oid join pg_class x on x.oid = i.indexrelid where t.station is not null)`;

/** Each gives a row for each breach. */
const RULES = [
  // Who may what.
  `select format('role %s is a superuser', rolname) as problem from app where rolsuper
   union all select format('role %s goes past row-level security', rolname) from app where rolbypassrls
   union all select format('role %s may act as %s', app.rolname, r.rolname) from app, pg_roles r
     where r.oid <> app.oid and pg_has_role(app.oid, r.oid, 'member') and not app.rolsuper
   union all select format('role %s owns %s', app.rolname, c.relname) from app join pg_class c on c.relowner = app.oid
   union all select format('role %s may make tables', rolname) from app where has_schema_privilege(oid, 'public', 'create')
   union all select format('%s: role %s may truncate it', c.relname, app.rolname) from app, pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and has_table_privilege(app.oid, c.oid, 'truncate')
   union all select format('%s: a partition that role %s reaches past its parent', c.relname, app.rolname) from app, pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relispartition
       and has_table_privilege(app.oid, c.oid, 'select, insert, update, delete')
   union all select 'the database has no app role' where not exists (select from app)`,
  // Every table is of a station, or known not to be.
  `select format('%s: no station_id', name) as problem from t where station is null
   union all select format('%s: station_id is not a uuid that must be there', name) from t
     where station is not null and (atttypid <> 'uuid'::regtype or not attnotnull)
   union all select format('%s: row-level security is not forced', name) from t
     where station is not null and not (relrowsecurity and relforcerowsecurity)
   union all select format('%s: a materialized view, which no policy covers', relname) from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'm'`,
  // Policies: one for the app role, on the station set by the door; never two that would be OR-ed.
  `, policy as (
     select t.name, p.*, role, pg_get_expr(polqual, polrelid) as reads, pg_get_expr(polwithcheck, polrelid) as writes
     from t join pg_policy p on p.polrelid = t.oid, unnest(polroles) as role where polpermissive and t.station is not null)
   select format('%s: no policy for role %s', t.name, app.rolname) as problem from t, app
     where station is not null and not exists (select from policy where policy.name = t.name and role = app.oid)
   union all select format('%s: policy %s is not on app.station_id', name, polname) from policy, app
     where role in (app.oid, 0) and exists (
       select from unnest(array[reads, writes]) as e (condition)
       where condition not like '(station\\_id = ( SELECT (NULLIF(current\\_setting(''app.station\\_id''::text, true), ''''::text))::uuid%')
   union all select format('%s: %s permissive policies of one role for %s', name, count(*), command)
     from policy, (values ('r'::"char", 'select'), ('a', 'insert'), ('w', 'update'), ('d', 'delete')) as c (letter, command)
     where polcmd in (letter, '*') group by name, role, command having count(*) > 1`,
  // Keys hold stations apart: foreign keys ignore policies, and a bare unique key tells that a row exists elsewhere.
  `select format('%s: unique index %s does not start with station_id', name, index) as problem from i
     where (indisunique or indisexclusion) and indkey[0] <> station
   union all select format('%s: foreign key %s does not start with station_id', t.name, k.conname)
     from t join pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
     left join pg_attribute a on a.attrelid = k.confrelid and a.attnum = k.confkey[1]
     where (t.station is not null and k.conkey[1] <> t.station) or (t.station is not null and a.attname <> 'station_id')`,
  // What a policy makes of an index (practices.md, § 6): only leakproof comparisons may use one.
  `select format('%s: index %s is on an expression', name, index) as problem from i where indexprs is not null and not indisexclusion
   union all select format('%s: index %s leads with the numeric column %s', name, index, a.attname)
     from i join pg_attribute a on a.attrelid = i.oid
       and a.attnum = case when indkey[0] = station and array_length(indkey::int2[], 1) > 1 then indkey[1] else indkey[0] end
     where a.atttypid = 'numeric'::regtype
   union all select format('type %s is an enum', typname) from pg_type
     where typtype = 'e' and typnamespace = 'public'::regnamespace`,
  // Functions that look past the policies do so for one station, as the search role, whatever the caller's search path.
  `select format('function %s runs with the rights of %s', proname, pg_get_userbyid(proowner)) as problem from pg_proc, owner
     where pronamespace = 'public'::regnamespace and prosecdef
       and pg_get_userbyid(proowner) <> regexp_replace(owner.rolname, '_owner$', '_search')
   union all select format('function %s has no fixed search_path', proname) from pg_proc
     where pronamespace = 'public'::regnamespace and prosecdef
       and not exists (select from unnest(proconfig) as setting where setting like 'search_path=%')
   union all select format('function %s does not ask for app.station_id', proname) from pg_proc
     where pronamespace = 'public'::regnamespace and prosecdef
       and pg_get_functiondef(oid) not like '%nullif(current_setting(''app.station_id'', true), '''')::uuid%'`,
];

/**
 * What in a service's schema would let one station see another, or an index be ignored under row-level security
 * (architecture.md, "Data"; practices.md, § 6). Empty when all is well: every service has a test that says so.
 *
 * @param connection the administrator's, or its address
 * @param withoutStation tables of this service that belong to no station (catalogues of a network, counters of a service)
 */
export async function schemaProblems(
  connection: Connection | string,
  withoutStation: readonly string[] = [],
): Promise<string[]> {
  if (typeof connection === 'string') return withConnection(connection, (own) => schemaProblems(own, withoutStation));
  const problems: string[] = [];
  for (const rule of RULES) {
    const { rows } = await connection.query(`${PRELUDE} ${rule}`, [[...ENGINE_TABLES, ...withoutStation]]);
    problems.push(...rows.map(({ problem }) => problem));
  }
  return problems.sort();
}

async function withConnection<T>(connectionString: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
