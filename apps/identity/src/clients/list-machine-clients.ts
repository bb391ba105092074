import type { MachineClient } from '@navette/contracts/identity/v1/service';
import type { Temporal } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { GrantRepository } from '../grants/grant.repository.js';
import { StationRepository } from '../stations/station.repository.js';
import { ClientRepository } from './client.repository.js';

/** ID-8: the manufacturers' clients of the network, each with what it may do where the caller may look. */
@Injectable()
export class ListMachineClients {
  constructor(
    private readonly db: Database,
    private readonly clients: ClientRepository,
    private readonly stations: StationRepository,
    private readonly grants: GrantRepository,
  ) {}

  async execute(scope: Scope): Promise<MachineClient[]> {
    const { clients, stations } = await this.db.tenantRead(scope, async (tx) => ({
      clients: await this.clients.ofNetwork(tx),
      stations: (await this.stations.ofNetwork(tx)).map(({ id }) => id),
    }));
    const grants = await this.db.networkRead(scope, stations, (tx) =>
      this.grants.seenBy(
        tx,
        scope.actor.id,
        scope.operation,
        clients.map(({ clientId }) => clientId),
      ),
    );
    return clients.map(({ createdAt, revokedAt, lastUsedAt, oldSecretEndsAt, oldSecretUsedAt, ...client }) => ({
      ...client,
      createdAt: text(createdAt),
      revokedAt: text(revokedAt),
      lastUsedAt: text(lastUsedAt),
      oldSecretEndsAt: text(oldSecretEndsAt),
      oldSecretUsedAt: text(oldSecretUsedAt),
      stations: grants
        .filter(({ subject }) => subject === client.clientId)
        .map(({ stationId, rights }) => ({ stationId, rights })),
    }));
  }
}

function text(instant: Temporal.Instant | null): string {
  return instant?.toString() ?? '';
}
