import type { GetGrantRequest, GetGrantResponse } from '@navette/contracts/identity/v1/service';
import { isUuid } from '@navette/kernel';
import { Database } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AuthenticateClient } from '../clients/authenticate-client.js';
import { clientErrors } from '../clients/machine-client.js';
import { installationScope } from '../installation-scope.js';
import { GrantRepository } from './grant.repository.js';

/** ID-4: rights of a subject, for one of our services that has not heard of them yet. */
@Injectable()
export class GetGrant {
  constructor(
    private readonly db: Database,
    private readonly clients: AuthenticateClient,
    private readonly grants: GrantRepository,
  ) {}

  /**
   * No rights, version 0, for a subject that has none there, or that does not exist.
   * @throws DomainError `identity.client.refused`, also for a manufacturer: rights are asked by our own services only.
   */
  async execute({ clientId, clientSecret, subject, stationId }: GetGrantRequest): Promise<GetGrantResponse> {
    const client = await this.clients.execute(clientId, clientSecret);
    if (client.kind !== 'service') throw clientErrors.error('client.refused');
    if (!isUuid(stationId)) return { rights: [], version: '0' };
    const scope = { ...installationScope('identity:grant.read'), stationId };
    return (await this.db.tenantRead(scope, (tx) => this.grants.of(tx, subject))) ?? { rights: [], version: '0' };
  }
}
