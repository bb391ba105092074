import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

/** Who is suspended for non-payment (PA-4); apart from the other copies, since its events may overtake theirs. */
@Injectable()
export class SuspensionRepository {
  /** False when a later version is known already. */
  async save(tx: Tx, partyId: string, suspended: boolean, version: number): Promise<boolean> {
    const changed = await tx.run(
      `insert into party_suspension (station_id, party_id, version, suspended) values ($1, $2, $3, $4)
       on conflict (station_id, party_id) do update set version = excluded.version, suspended = excluded.suspended
         where party_suspension.version < excluded.version`,
      [tx.scope.stationId, partyId, version, suspended],
    );
    return changed === 1;
  }

  /** Those of `partyIds` that are suspended, themselves or who took their place (PA-8). */
  async suspended(tx: Tx, partyIds: readonly string[]): Promise<Set<string>> {
    const rows = await tx.rows<{ id: string }>(
      `select named.id from unnest($2::uuid[]) as named (id)
       left join merged_party m on m.station_id = $1 and m.party_id = named.id
       join party_suspension s on s.station_id = $1 and s.party_id = coalesce(m.survivor_id, named.id) and s.suspended`,
      [tx.scope.stationId, partyIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Notes that somebody went on with a suspended party, and why. */
  async override(tx: Tx, partyId: string, entity: { type: string; id: string }, reason: string): Promise<void> {
    await tx.run(
      `insert into suspension_override (station_id, id, party_id, entity_type, entity_id, reason, actor_id, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tx.scope.stationId, tx.newId(), partyId, entity.type, entity.id, reason, tx.scope.actor.id, tx.now],
    );
    tx.audit('party', partyId);
  }
}
