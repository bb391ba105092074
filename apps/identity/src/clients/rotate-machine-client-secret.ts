import type { MachineClientSecret } from '@navette/contracts/identity/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { newSecret, secretHash } from './client-secret.hash.js';
import { ClientRepository } from './client.repository.js';
import { endOfSecret, ownClient } from './machine-client.js';

/** ID-8: a new secret for a client, the one before staying good while the manufacturer takes it over. */
@Injectable()
export class RotateMachineClientSecret {
  constructor(
    private readonly db: Database,
    private readonly clients: ClientRepository,
  ) {}

  /** @throws DomainError `identity.machine-client.not-found`, `.not-yours`, `.revoked`, `.invalid`, `.secret-rotating` */
  async execute(scope: Scope, clientId: string, overlapSeconds: number): Promise<MachineClientSecret> {
    // Kept out of what the transaction answers: a repeated request reads that answer from the database.
    let secret = '';
    const oldSecretEndsAt = await this.db.command(scope, async (tx) => {
      const { oldSecretEndsAt: before } = ownClient(await this.clients.lock(tx, clientId), scope.stationId);
      const endsAt = endOfSecret(tx.now, overlapSeconds, before);
      // The search alone shows a hash; the client is locked, so it is the current one.
      const hash = (await this.clients.search(tx, clientId))?.secretHash;
      secret = newSecret();
      const old = hash === undefined || endsAt === undefined ? undefined : { hash, endsAt };
      await this.clients.replaceSecret(tx, clientId, secretHash(secret), old);
      tx.audit('machine-client', clientId);
      return endsAt?.toString() ?? '';
    });
    return { clientId, secret, oldSecretEndsAt };
  }
}
