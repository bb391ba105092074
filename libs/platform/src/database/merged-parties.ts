import type { ConsumersMerged } from '@navette/contracts/parties/v1/events';
import type { MigrationTools } from './tenant-tables.js';
import type { Tx } from './tx.js';

/** Rows of a service that name a party (PA-8). */
export interface PartyReference {
  readonly table: string;
  readonly column: string;
  /** Of the aggregate whose row it is, as the audit trail names it. */
  readonly entity: string;
  /** The row has a version that edits are held against. */
  readonly versioned?: true;
  /** Rows that can still be changed, where not all can. */
  readonly where?: string;
}

/**
 * PA-8: keeps which parties were merged into which. Whatever later names a merged party in one of the columns, by an event that
 * came late, a saga under way or a page that was open, is written for its survivor: a trigger asks under a lock that
 * `followMerge` takes alone, so that no row slips past a merge that is being followed.
 */
export async function mergedParties(
  m: MigrationTools,
  columns: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  await m.sql(`create table merged_party (
    station_id uuid not null,
    party_id uuid not null,
    survivor_id uuid not null check (survivor_id <> party_id),
    primary key (station_id, party_id))`);
  await m.sql('create index merged_party_survivor on merged_party (station_id, survivor_id)');
  await m.tenantTable('merged_party', { app: ['insert', 'update'] });
  await m.sql(`create function survivor_of(station uuid, party uuid) returns uuid language plpgsql as $$
    begin
      perform pg_advisory_xact_lock_shared(hashtextextended('merged-parties/' || station, 0));
      return coalesce((select survivor_id from merged_party where station_id = station and party_id = party), party);
    end $$`);
  for (const [table, names] of Object.entries(columns)) {
    const redirected = names.map((name) => `new.${name} := survivor_of(new.station_id, new.${name});`).join(' ');
    await m.sql(`create function ${table}_of_survivors() returns trigger language plpgsql as $$
      begin ${redirected} return new; end $$`);
    await m.sql(`create trigger ${table}_of_survivors before insert or update of ${names.join(', ')} on ${table}
      for each row execute function ${table}_of_survivors()`);
  }
}

/**
 * PA-8: what names the merged party names its survivor from now on. Heard twice, or after the survivor was merged itself, it
 * leaves the same.
 */
export async function followMerge(
  tx: Tx,
  { mergedPartyId, survivorPartyId }: ConsumersMerged,
  references: readonly PartyReference[],
): Promise<void> {
  const { stationId } = tx.scope;
  await tx.run(`select pg_advisory_xact_lock(hashtextextended('merged-parties/' || $1::uuid, 0))`, [stationId]);
  await tx.run(
    `insert into merged_party (station_id, party_id, survivor_id) values ($1, $2, survivor_of($1, $3))
     on conflict do nothing`,
    [stationId, mergedPartyId, survivorPartyId],
  );
  await tx.run(`update merged_party set survivor_id = survivor_of($1, $2) where station_id = $1 and survivor_id = $2`, [
    stationId,
    mergedPartyId,
  ]);
  tx.audit('party', mergedPartyId);
  tx.audit('party', survivorPartyId);
  for (const { table, column, entity, versioned, where } of references) {
    const moved = await tx.rows<{ id: string }>(
      `update ${table} set ${column} = $2${versioned ? ', version = version + 1' : ''}
       where station_id = $1 and ${column} = $2${where === undefined ? '' : ` and ${where}`} returning id`,
      [stationId, mergedPartyId],
    );
    for (const { id } of moved) tx.audit(entity, id);
  }
}
