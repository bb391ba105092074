import { MachineClientRevokedMessage } from '@navette/contracts';
import { Database, type Scope } from '@navette/platform/database';
import { setTimer, Timers } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { ClientRepository } from './client.repository.js';
import { END_CLIENT_GRANTS } from './end-client-grants.js';
import { machineClientErrors, ownClient } from './machine-client.js';

/**
 * ID-8: the end of a client, for good. No token from now on; its rights are taken away in every station at once by a timer
 * that is due now, so that the tokens it has open nothing any more wherever that is heard of.
 */
@Injectable()
export class RevokeMachineClient {
  constructor(
    private readonly db: Database,
    private readonly clients: ClientRepository,
    private readonly timers: Timers,
  ) {}

  /**
   * @returns since when, RFC 3339
   * @throws DomainError `identity.machine-client.not-found`, `.not-yours`
   */
  execute(scope: Scope, clientId: string): Promise<string> {
    return this.db.command(scope, async (tx) => {
      const client = await this.clients.lock(tx, clientId);
      if (client === undefined) throw machineClientErrors.error('machine-client.not-found');
      if (client.revokedAt !== null) {
        tx.changesNothing();
        return client.revokedAt.toString();
      }
      ownClient(client, scope.stationId);
      await this.clients.revoke(tx, clientId);
      await setTimer(tx, { kind: END_CLIENT_GRANTS, key: clientId, dueAt: tx.now });
      tx.publish(MachineClientRevokedMessage, { type: 'machine-client', id: clientId, version: 1 }, { clientId });
      tx.audit('machine-client', clientId);
      tx.afterCommit(() => this.timers.wake());
      return tx.now.toString();
    });
  }
}
