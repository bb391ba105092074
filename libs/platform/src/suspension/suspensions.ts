import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import { suspensionErrors } from './suspension.js';

/**
 * A service's own copy of who is suspended for non-payment (PA-4, ADR 23), in its tables `party_suspension` and
 * `suspension_override`; apart from the other copies, since its events may overtake theirs.
 */
@Injectable()
export class Suspensions {
  /** Keeps what an event said; one that comes late changes nothing. */
  async keep(tx: Tx, partyId: string, suspended: boolean, version: number): Promise<void> {
    const changed = await tx.run(
      `insert into party_suspension (station_id, party_id, version, suspended) values ($1, $2, $3, $4)
       on conflict (station_id, party_id) do update set version = excluded.version, suspended = excluded.suspended
         where party_suspension.version < excluded.version`,
      [tx.scope.stationId, partyId, version, suspended],
    );
    if (changed === 1) tx.audit('party', partyId);
    else tx.changesNothing();
  }

  /**
   * A suspended party is put on nothing new, unless somebody who may says why.
   * @param chosen parties by the field that names them; empty ones don't count
   * @param reason why to go on; empty where nobody said so
   * @throws DomainError `platform.suspension.party-suspended` naming each field
   */
  async refuse(
    tx: Tx,
    entity: { type: string; id: string },
    chosen: Readonly<Record<string, string>>,
    reason: string,
  ): Promise<void> {
    const named = Object.entries(chosen).filter(([, partyId]) => partyId !== '');
    const suspended = await this.#suspended(
      tx,
      named.map(([, partyId]) => partyId),
    );
    if (suspended.size === 0) return;
    if (reason === '') {
      const fields = named
        .filter(([, partyId]) => suspended.has(partyId))
        .map(([field]) => suspensionErrors.field(`/${field}`, 'suspension.party-suspended'));
      throw suspensionErrors.error('suspension.party-suspended', {}, fields);
    }
    for (const partyId of suspended) await this.#noteOverride(tx, partyId, entity, reason);
  }

  /** Those of `partyIds` that are suspended, themselves or who took their place (PA-8). */
  async #suspended(tx: Tx, partyIds: readonly string[]): Promise<Set<string>> {
    const rows = await tx.rows<{ id: string }>(
      `select named.id from unnest($2::uuid[]) as named (id)
       left join merged_party m on m.station_id = $1 and m.party_id = named.id
       join party_suspension s on s.station_id = $1 and s.party_id = coalesce(m.survivor_id, named.id) and s.suspended`,
      [tx.scope.stationId, partyIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async #noteOverride(tx: Tx, partyId: string, entity: { type: string; id: string }, reason: string): Promise<void> {
    await tx.run(
      `insert into suspension_override (station_id, id, party_id, entity_type, entity_id, reason, actor_id, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tx.scope.stationId, tx.newId(), partyId, entity.type, entity.id, reason, tx.scope.actor.id, tx.now],
    );
    tx.audit('party', partyId);
  }
}
