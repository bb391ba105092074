import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { GrantRepository } from '../grants/grant.repository.js';
import { SetGrant } from '../grants/set-grant.js';
import { stationErrors } from '../stations/station.js';
import { ClientRepository } from './client.repository.js';
import { checkedRights, machineClientErrors } from './machine-client.js';

/** ID-8: what a client may do in a station, decided by whoever may decide that there; without rights it may not act in it. */
@Injectable()
export class SetMachineClientRights {
  constructor(
    private readonly db: Database,
    private readonly clients: ClientRepository,
    private readonly grants: GrantRepository,
    private readonly setGrant: SetGrant,
  ) {}

  /**
   * @throws DomainError `identity.machine-client.invalid`, `.not-found`, `.revoked`; `identity.station.not-found`, also
   *   where the caller lacks the right in that station
   */
  async execute(scope: Scope, clientId: string, stationId: string, rights: readonly string[]): Promise<string[]> {
    const wanted = checkedRights(rights);
    const there = { ...scope, stationId };
    if (!isUuid(stationId)) throw stationErrors.error('station.not-found');
    if (stationId !== scope.stationId) {
      const own = await this.db.tenantRead(there, (tx) => this.grants.of(tx, scope.actor.id));
      if (own?.rights.includes(scope.operation) !== true) throw stationErrors.error('station.not-found');
    }
    return this.db.command(there, async (tx) => {
      const client = await this.clients.share(tx, clientId);
      if (client === undefined) throw machineClientErrors.error('machine-client.not-found');
      if (client.revokedAt !== null) throw machineClientErrors.error('machine-client.revoked');
      await this.setGrant.within(tx, clientId, wanted);
      if (tx.audited.length === 0) tx.changesNothing();
      return wanted;
    });
  }
}
