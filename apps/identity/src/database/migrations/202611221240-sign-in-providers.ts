import { migration } from '@navette/platform/database';
import { networkTable, search } from '../network-tables.js';

/** ID-7: the OpenID provider of a network, whose logins go there, and which claims give which role. */
export const signInProviders = migration('202611221240-sign-in-providers', async (m) => {
  await m.sql(`create table sign_in_provider (
    network_id uuid primary key references network (id),
    version int not null check (version > 0),
    name text not null check (name <> '' and length(name) <= 60),
    issuer text not null check (issuer like 'http%'),
    client_id text not null check (client_id <> ''),
    sealed_secret bytea not null,
    scopes text[] not null,
    email_claim text not null check (email_claim <> ''),
    roles_claim text not null,
    passwords_allowed boolean not null,
    proves_second_factor boolean not null,
    active boolean not null)`);
  await networkTable(m, 'sign_in_provider', 'select, insert, update');

  // Whoever signs in has named no network yet: a domain leads to one, so it is the installation's, as a login is.
  await m.sql(`create table sign_in_domain (
    domain text collate "C" constraint sign_in_domain_key primary key check (domain <> '' and domain = lower(domain)),
    network_id uuid not null references sign_in_provider (network_id))`);
  await networkTable(m, 'sign_in_domain', 'select, insert, delete');
  await m.sql('create index sign_in_domain_network on sign_in_domain (network_id)');

  await m.sql(`create table sign_in_role (
    network_id uuid not null references sign_in_provider (network_id),
    position int not null,
    value text not null check (value <> ''),
    station_id uuid not null,
    role text not null check (role in ('technician', 'administrator', 'logistician', 'manager')),
    primary key (network_id, position),
    foreign key (station_id, network_id) references station (station_id, network_id))`);
  await networkTable(m, 'sign_in_role', 'select, insert, delete');

  await search(
    m,
    'search_sign_in_domain(wanted text)',
    'table (network_id uuid, name text)',
    `select p.network_id, p.name from sign_in_domain d join sign_in_provider p on p.network_id = d.network_id
     where d.domain = wanted and p.active`,
  );

  // The provider answered for the second factor of whoever the session is of.
  await m.sql('alter table user_session add column second_factor_by_provider boolean not null default false');
});
