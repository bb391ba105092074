import type { CreateMachineClientRequest, MachineClientSecret } from '@navette/contracts/identity/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { SetGrant } from '../grants/set-grant.js';
import { newClientId, newSecret, secretHash } from './client-secret.hash.js';
import { ClientRepository } from './client.repository.js';
import { checkedClient } from './machine-client.js';

/** ID-8: a manufacturer's client, at home in the station that makes it. */
@Injectable()
export class CreateMachineClient {
  constructor(
    private readonly db: Database,
    private readonly clients: ClientRepository,
    private readonly grants: SetGrant,
  ) {}

  /** @throws DomainError `identity.machine-client.invalid` */
  async execute(scope: Scope, request: CreateMachineClientRequest): Promise<MachineClientSecret> {
    const { name, rights } = checkedClient(request.name, request.rights);
    // Kept out of what the transaction answers: a repeated request reads that answer from the database.
    let secret = '';
    const clientId = await this.db.command(scope, async (tx) => {
      secret = newSecret();
      const id = newClientId(name);
      const { networkId, stationId } = scope;
      const client = { clientId: id, subject: id, kind: 'manufacturer', name, home: { networkId, stationId } } as const;
      await this.clients.insert(tx, { ...client, secretHash: secretHash(secret) });
      await this.grants.within(tx, id, rights);
      tx.audit('machine-client', id);
      return id;
    });
    return { clientId, secret, oldSecretEndsAt: '' };
  }
}
