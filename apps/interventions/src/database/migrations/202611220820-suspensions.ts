import { migration } from '@navette/platform/database';

/** PA-4: who is suspended for non-payment, by parties' events, and each time that somebody went on all the same. */
export const suspensions = migration('202611220820-suspensions', async (m) => {
  await m.sql(`create table party_suspension (
    station_id uuid not null,
    party_id uuid not null,
    version int not null,
    suspended boolean not null,
    primary key (station_id, party_id))`);
  await m.tenantTable('party_suspension', { app: ['insert', 'update'] });

  await m.sql(`create table suspension_override (
    station_id uuid not null,
    id uuid not null,
    party_id uuid not null,
    entity_type text not null check (entity_type in ('mission-order')),
    entity_id uuid not null,
    reason text not null check (reason <> '' and length(reason) <= 500),
    actor_id text not null,
    at timestamptz not null,
    primary key (station_id, id))`);
  await m.tenantTable('suspension_override', { app: ['insert'] });
});
