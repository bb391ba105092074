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
    const matches = secretMatches(secret, found?.secretHash);
    if (found === undefined || !matches) throw clientErrors.error('client.refused');
    return found.client;
  }
}
