import { migration, type MigrationTools } from '@navette/platform/database';

/**
 * ID-1, ID-2, ID-4, ID-8, ID-10. Three kinds of tables:
 *
 * - of one station (`user_station`, `station_grant`): `station_id` and the policies of every tenant table;
 * - of one network (`network`, `company`, `station`, `app_user`, `machine_client`): what its stations have in common, or
 *   what one station must know of its sisters; the policy compares the network of the transaction instead;
 * - of the installation (`signing_key`): no tenant at all, so no policy; the app role has no more than it needs.
 *
 * Who signs in has neither station nor network yet. The `search_…` functions, and nothing else, look past the policies
 * then: they run as the owner, who alone has a policy that shows it every row, and no service signs in as the owner.
 */
export const identity = migration('202611220100-identity', async (m) => {
  await m.sql(`create table network (
    id uuid primary key,
    name text not null check (name <> '' and length(name) <= 200))`);
  await networkTable(m, 'network', 'id', 'select, insert, update');

  await m.sql(`create table company (
    network_id uuid not null references network (id),
    id uuid not null,
    name text not null check (name <> '' and length(name) <= 200),
    legal_form text not null check (legal_form <> ''),
    siren text collate "C" not null check (siren ~ '^[0-9]{9}$'),
    share_capital numeric(14,2) check (share_capital >= 0),
    rcs_city text not null,
    vat_number text collate "C" not null check (vat_number = '' or vat_number ~ '^FR[0-9A-Z]{2}[0-9]{9}$'),
    naf text collate "C" not null check (naf ~ '^[0-9]{2}\\.[0-9]{2}[A-Z]$'),
    fiscal_year_start_month int not null check (fiscal_year_start_month between 1 and 12),
    vat_regime text not null check (vat_regime in ('real_normal', 'real_simplified', 'exempt')),
    vat_on_debits boolean not null,
    primary key (network_id, id),
    unique (network_id, siren))`);
  await networkTable(m, 'company', 'network_id', 'select, insert, update');

  await m.sql(`create table station (
    station_id uuid primary key,
    network_id uuid not null,
    company_id uuid not null,
    version int not null check (version > 0),
    code text collate "C" not null check (code ~ '^[A-Z]{2,4}$'),
    name text not null check (name <> '' and length(name) <= 200),
    siret text collate "C" not null check (siret ~ '^[0-9]{14}$'),
    line1 text not null,
    line2 text not null,
    postcode text not null,
    city text not null,
    country text not null check (country ~ '^[A-Z]{2}$'),
    phone text not null,
    email text not null,
    iban text not null check (iban = '' or iban ~ '^[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}$'),
    bic text not null check (bic = '' or bic ~ '^[A-Z]{6}[0-9A-Z]{2}([0-9A-Z]{3})?$'),
    time_zone text not null,
    vat_territory text not null,
    unique (station_id, network_id),
    unique (network_id, code),
    unique (network_id, siret),
    foreign key (network_id, company_id) references company (network_id, id))`);
  await networkTable(m, 'station', 'network_id', 'select, insert, update');

  // The hash is written and replaced, never read: only search_sign_in shows it.
  await m.sql(`create table app_user (
    network_id uuid not null references network (id),
    id uuid not null unique,
    login text collate "C" not null unique check (login <> '' and length(login) <= 200),
    password_hash text not null check (password_hash like '$argon2id$%'),
    name text not null check (name <> '' and length(name) <= 200),
    email text not null,
    colour text not null check (colour ~ '^#[0-9a-f]{6}$'),
    primary key (network_id, id))`);
  await networkTable(
    m,
    'app_user',
    'network_id',
    'select (network_id, id, login, name, email, colour), insert, update',
  );

  await m.sql(`create table user_station (
    station_id uuid not null,
    network_id uuid not null,
    user_id uuid not null,
    position int not null,
    role text not null check (role in ('technician', 'administrator', 'logistician', 'manager')),
    added_rights text[] not null,
    removed_rights text[] not null,
    primary key (station_id, user_id),
    foreign key (station_id, network_id) references station (station_id, network_id),
    foreign key (network_id, user_id) references app_user (network_id, id))`);
  await m.sql('create index user_station_user on user_station (user_id)');
  await m.tenantTable('user_station', { app: ['insert', 'update', 'delete'] });
  await ownerSearches(m, 'user_station');

  // What a subject may do in a station, however it came by it: the source of GrantChanged. The version only grows, so a
  // right that is taken away leaves the row in place.
  await m.sql(`create table station_grant (
    station_id uuid not null references station (station_id),
    subject text collate "C" not null check (subject <> ''),
    rights text[] not null,
    version bigint not null check (version > 0),
    changed_at timestamptz not null,
    primary key (station_id, subject))`);
  await m.tenantTable('station_grant', { app: ['insert', 'update'] });
  await ownerSearches(m, 'station_grant');

  // Subjects are the actors of tokens, whatever their kind: unique here, too short to be a user's id, and a manufacturer
  // that could call itself "stock" would hold the rights of our stock service. "navette" is the audience of all services.
  await m.sql(`create table machine_client (
    client_id text collate "C" primary key check (client_id ~ '^[a-z][a-z0-9-]{1,31}$'),
    subject text collate "C" not null unique check (subject <> 'navette'),
    kind text not null check (kind in ('manufacturer', 'service')),
    network_id uuid references network (id),
    home_station_id uuid,
    secret_hash bytea not null check (length(secret_hash) = 32),
    revoked_at timestamptz,
    check (
      case kind
        when 'service' then client_id = 'service-' || subject and network_id is null and home_station_id is null
        else client_id = subject and client_id not like 'service-%' and network_id is not null and home_station_id is not null
      end),
    foreign key (home_station_id, network_id) references station (station_id, network_id))`);
  await networkTable(
    m,
    'machine_client',
    'network_id',
    'select (client_id, subject, kind, network_id, home_station_id, revoked_at), insert, update',
  );
  // Our own services act in every network and belong to none.
  await m.sql(`create policy machine_client_service on machine_client to ${m.roles.app}
    using (kind = 'service') with check (kind = 'service')`);

  // ES256 keys. Signs: the newest one that began and is not retired; two may be published at a time (rotation).
  await m.sql(`create table signing_key (
    kid text primary key,
    public_jwk jsonb not null,
    sealed_private_jwk bytea not null,
    created_at timestamptz not null,
    not_before timestamptz not null,
    retired_at timestamptz)`);
  await m.sql(`grant select, insert, update (retired_at) on signing_key to ${m.roles.app}`);

  await search(
    m,
    'search_sign_in(wanted text)',
    'table (user_id uuid, password_hash text, network_id uuid, station_id uuid, code text, grants_version bigint)',
    `select u.id, u.password_hash, s.network_id, s.station_id, s.code, coalesce(g.version, 0)
     from app_user u
     join user_station us on us.user_id = u.id
     join station s on s.station_id = us.station_id
     left join station_grant g on g.station_id = us.station_id and g.subject = u.id::text
     where u.login = wanted
     order by us.position, s.code`,
  );
  // The station asked for, else the client's own one; nulls where the client has no grant in it.
  await search(
    m,
    'search_machine_client(wanted text, wanted_station uuid)',
    'table (subject text, kind text, secret_hash bytea, network_id uuid, station_id uuid, grants_version bigint)',
    `select c.subject, c.kind, c.secret_hash, s.network_id, g.station_id, g.version
     from machine_client c
     left join station s on s.station_id = coalesce(wanted_station, c.home_station_id)
       and (c.kind = 'service' or s.network_id = c.network_id)
     left join station_grant g on g.station_id = s.station_id and g.subject = c.subject
     where c.client_id = wanted and c.revoked_at is null`,
  );
});

/** A table whose rows belong to one network: seen and written from its stations alone (ID-10). */
async function networkTable(m: MigrationTools, table: string, column: string, rights: string): Promise<void> {
  const network = `(select nullif(current_setting('app.network_id', true), '')::uuid)`;
  await m.sql(`alter table ${table} enable row level security`);
  await m.sql(`alter table ${table} force row level security`);
  await m.sql(`grant ${rights} on ${table} to ${m.roles.app}`);
  await m.sql(
    `create policy ${table}_app on ${table} to ${m.roles.app} using (${column} = ${network}) with check (${column} = ${network})`,
  );
  await ownerSearches(m, table);
}

/** Lets the functions below, which run as the owner, read a table that forces its policies on the owner too. */
async function ownerSearches(m: MigrationTools, table: string): Promise<void> {
  await m.sql(`create policy ${table}_search on ${table} for select to current_user using (true)`);
}

async function search(m: MigrationTools, signature: string, answer: string, query: string): Promise<void> {
  await m.sql(`create function ${signature} returns ${answer}
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$ ${query} $$`);
  const name = signature.replace(/(\w+) (text|uuid)/g, '$2');
  await m.sql(`revoke all on function ${name} from public`);
  await m.sql(`grant execute on function ${name} to ${m.roles.app}`);
}
