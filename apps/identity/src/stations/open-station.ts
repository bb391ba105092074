import { Database, type Scope } from '@navette/platform/database';
import type { Timer, TimerHandler } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { ClientRepository } from '../clients/client.repository.js';
import { effectiveRights } from '../grants/effective-rights.js';
import { GrantRepository } from '../grants/grant.repository.js';
import { SetGrant } from '../grants/set-grant.js';
import { UserRepository } from '../users/user.repository.js';

export const OPEN_STATION = 'open-station';

/** After the stations that a user has already. */
const LAST_POSITION = 1_000;

/**
 * ID-1: what a new station needs before anybody can work in it: our services may do in it what they may in the station it
 * was added from, whoever has a role in the network has it there too (ID-3), and whoever added it is its administrator with the rights they have there. A timer of that station, since
 * one transaction writes in one station: it comes again until the new one has all of it.
 */
@Injectable()
export class OpenStation implements TimerHandler {
  readonly kind = OPEN_STATION;

  constructor(
    private readonly db: Database,
    private readonly clients: ClientRepository,
    private readonly grants: GrantRepository,
    private readonly setGrant: SetGrant,
    private readonly users: UserRepository,
  ) {}

  readonly fire = async (timer: Timer, scope: Scope, done: Parameters<TimerHandler['fire']>[2]): Promise<void> => {
    const userId = timer.data['userId'] as string | undefined;
    const here = await this.db.tenantRead(scope, async (tx) => {
      const subjects = [...(await this.clients.serviceNames(tx)), ...(userId === undefined ? [] : [userId])];
      return Promise.all(subjects.map(async (subject) => ({ subject, grant: await this.grants.of(tx, subject) })));
    });
    await this.db.tenantTx({ ...scope, stationId: timer.key }, async (tx) => {
      for (const { id, networkRole } of await this.users.withNetworkRole(tx)) {
        if (id !== userId) await this.setGrant.within(tx, id, effectiveRights(undefined, undefined, networkRole));
      }
      for (const { subject, grant } of here) await this.setGrant.within(tx, subject, grant?.rights ?? []);
      if (userId !== undefined) {
        const assignment = { role: 'administrator', addedRights: [], removedRights: [] } as const;
        if (await this.users.assign(tx, userId, LAST_POSITION, assignment)) tx.audit('user-station', userId);
      }
      if (tx.audited.length === 0) tx.changesNothing();
    });
    await this.db.tenantTx(scope, done);
  };
}
