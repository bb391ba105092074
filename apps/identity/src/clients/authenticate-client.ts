import { Database } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { installationScope } from '../installation-scope.js';
import { secretMatches } from './client-secret.hash.js';
import { ClientRepository } from './client.repository.js';
import { clientErrors, type MachineClient } from './machine-client.js';

/** ID-8: a client proves itself by its secret, before there is any token. */
@Injectable()
export class AuthenticateClient {
  constructor(
    private readonly db: Database,
    private readonly clients: ClientRepository,
  ) {}

  /**
   * @param stationId where it wants to act; undefined for its own station
   * @throws DomainError `identity.client.refused`
   */
  async execute(clientId: string, secret: string, stationId?: string): Promise<MachineClient> {
    // PostgreSQL's text knows no NUL, so no client has one in its id.
    const found = clientId.includes('\0')
      ? undefined
      : await this.db.tenantRead(installationScope('identity:client.authenticate'), (tx) =>
          this.clients.search(tx, clientId, stationId),
        );
    // Both are looked at whatever the first says, so that the time it takes tells nothing.
    const [current, old] = [secretMatches(secret, found?.secretHash), secretMatches(secret, found?.oldSecretHash)];
    if (found === undefined || !(current || old)) throw clientErrors.error('client.refused');
    const { client } = found;
    if (client.kind === 'manufacturer' && client.place !== undefined) {
      const scope = { ...installationScope('identity:client.authenticate'), ...client.place };
      await this.db.tenantTx(scope, async (tx) => {
        await this.clients.noteUse(tx, clientId, !current);
        // When a client was seen is nothing that anybody changed.
        tx.changesNothing();
      });
    }
    return client;
  }
}
