import { IdentityServiceService as Identity } from '@navette/contracts/identity/v1/service';
import type { Scope } from '@navette/platform/database';
import { RpcClients } from '@navette/platform/service';
import { Injectable } from '@nestjs/common';
import { manufacturerErrors } from './manufacturer.js';

/** The network's machine clients, asked of identity (ID-8). */
@Injectable()
export class ManufacturerClientReader {
  constructor(private readonly clients: RpcClients) {}

  /**
   * That a client of the network may stand for a manufacturer; none may always.
   * @throws DomainError `parties.manufacturer.invalid` where there is none of that id or it is revoked,
   *   `platform.service.unavailable` while identity does not answer
   */
  async expectGood(scope: Scope, clientId: string): Promise<void> {
    if (clientId === '') return;
    const call = await this.clients.asService(scope, Identity);
    const { clients } = await this.clients.get(Identity).listMachineClients({}, call);
    if (clients.some((client) => client.clientId === clientId && client.revokedAt === '')) return;
    const field = manufacturerErrors.field('/machineClientId', 'manufacturer.client-unknown');
    throw manufacturerErrors.error('manufacturer.invalid', {}, [field]);
  }
}
