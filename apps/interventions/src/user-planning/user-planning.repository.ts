import type { UserPlanningDetails } from '@navette/contracts/interventions/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

/** How users of the station of the transaction stand on its planning. */
@Injectable()
export class UserPlanningRepository {
  /** Whether somebody has, or once had, rights in the station: nobody else is on its planning. */
  async isKnown(tx: Tx, userId: string): Promise<boolean> {
    const found = await tx.first('select 1 from grant_ref where station_id = $1 and subject = $2', [
      tx.scope.stationId,
      userId,
    ]);
    return found !== undefined;
  }

  /** @param lock until the transaction ends */
  async find(
    tx: Tx,
    userId: string,
    lock: '' | 'for update' = '',
  ): Promise<(UserPlanningDetails & { version: number }) | undefined> {
    return tx.first(
      `select version, visible, colour, working_hours as "workingHours", shows_current_files as "showsCurrentFiles"
       from user_planning where station_id = $1 and user_id = $2 ${lock}`,
      [tx.scope.stationId, userId],
    );
  }

  /** @returns false where somebody else set the first one meanwhile */
  async save(tx: Tx, userId: string, details: UserPlanningDetails, version: number): Promise<boolean> {
    const { visible, colour, workingHours, showsCurrentFiles } = details;
    const saved = await tx.run(
      `insert into user_planning (station_id, user_id, version, visible, colour, working_hours, shows_current_files)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (station_id, user_id) do update set version = excluded.version, visible = excluded.visible,
         colour = excluded.colour, working_hours = excluded.working_hours,
         shows_current_files = excluded.shows_current_files
       where user_planning.version = excluded.version - 1`,
      [tx.scope.stationId, userId, version, visible, colour, workingHours, showsCurrentFiles],
    );
    return saved > 0;
  }
}
