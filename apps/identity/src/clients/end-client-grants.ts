import { Database, type Scope } from '@navette/platform/database';
import type { Timer, TimerHandler } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { GrantRepository } from '../grants/grant.repository.js';
import { SetGrant } from '../grants/set-grant.js';
import { StationRepository } from '../stations/station.repository.js';

export const END_CLIENT_GRANTS = 'end-client-grants';

/** ID-8: takes a revoked client's rights away, one transaction in each station; comes again until it is done in all. */
@Injectable()
export class EndClientGrants implements TimerHandler {
  readonly kind = END_CLIENT_GRANTS;

  constructor(
    private readonly db: Database,
    private readonly stations: StationRepository,
    private readonly grants: GrantRepository,
    private readonly setGrant: SetGrant,
  ) {}

  readonly fire = async (timer: Timer, scope: Scope, done: Parameters<TimerHandler['fire']>[2]): Promise<void> => {
    const stations = await this.db.tenantRead(scope, (tx) => this.stations.ofNetwork(tx));
    for (const { id: stationId } of stations) {
      await this.db.tenantTx({ ...scope, stationId }, async (tx) => {
        const grant = await this.grants.of(tx, timer.key);
        if (grant !== undefined) await this.setGrant.within(tx, timer.key, []);
        if (tx.audited.length === 0) tx.changesNothing();
      });
    }
    await this.db.tenantTx(scope, done);
  };
}
