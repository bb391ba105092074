import type { IssueClientTokenRequest, TokenResponse } from '@navette/contracts/identity/v1/service';
import { isUuid } from '@navette/kernel';
import { Database } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { GrantRepository } from '../grants/grant.repository.js';
import { installationScope } from '../installation-scope.js';
import { AccessTokens } from '../tokens/access-tokens.js';
import { AuthenticateClient } from './authenticate-client.js';
import { ClientRepository } from './client.repository.js';
import { checkedAudience, checkedScopes, clientErrors } from './machine-client.js';

/**
 * ID-8: OAuth 2 client credentials. A token names one callee and one station where the client has a grant; a manufacturer
 * that names no station acts in its own one.
 */
@Injectable()
export class IssueClientToken {
  constructor(
    private readonly db: Database,
    private readonly authenticate: AuthenticateClient,
    private readonly clients: ClientRepository,
    private readonly grants: GrantRepository,
    private readonly tokens: AccessTokens,
  ) {}

  /** @throws DomainError `identity.client.refused`, `.audience-not-accepted`, `.station-not-accepted`, `.scope-not-accepted` */
  async execute({
    clientId,
    clientSecret,
    audience,
    stationId,
    scope,
  }: IssueClientTokenRequest): Promise<TokenResponse> {
    const client = await this.authenticate.execute(clientId, clientSecret, isUuid(stationId) ? stationId : undefined);
    const services = await this.db.tenantRead(installationScope('identity:client.read'), (tx) =>
      this.clients.serviceNames(tx),
    );
    const callee = checkedAudience(client, audience, services);
    const { kind, subject, place } = client;
    const malformed = stationId !== '' && !isUuid(stationId);
    if (place === undefined || malformed) throw clientErrors.error('client.station-not-accepted');
    const there = { ...installationScope('identity:grant.read'), stationId: place.stationId };
    const granted = scope === '' ? undefined : await this.db.tenantRead(there, (tx) => this.grants.of(tx, subject));
    const scopes = checkedScopes(scope, granted?.rights ?? []);
    return this.tokens.issue({
      ...place,
      audience: callee,
      ...(scopes !== undefined && { scopes }),
      actor: { kind: kind === 'manufacturer' ? 'client' : 'service', id: subject },
    });
  }
}
