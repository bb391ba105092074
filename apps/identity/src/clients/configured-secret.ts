import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { secretHash, secretMatches } from './client-secret.hash.js';
import { ClientRepository, type NewClient } from './client.repository.js';

/** ID-8: a client whose secret is configured: made where it is missing, given the secret where it has another. */
@Injectable()
export class ConfiguredSecret {
  constructor(private readonly clients: ClientRepository) {}

  /** Part of the caller's transaction. */
  async within(tx: Tx, { secret, ...client }: Omit<NewClient, 'secretHash'> & { secret: string }): Promise<void> {
    const known = await this.clients.search(tx, client.clientId);
    if (known !== undefined && secretMatches(secret, known.secretHash)) return;
    if (known === undefined) await this.clients.insert(tx, { ...client, secretHash: secretHash(secret) });
    else await this.clients.replaceSecret(tx, client.clientId, secretHash(secret));
    tx.audit('machine-client', client.clientId);
  }
}
