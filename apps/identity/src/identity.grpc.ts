import {
  IdentityServiceService as Service,
  type GetGrantRequest,
  type GetGrantResponse,
  type GetJwksRequest,
  type GetJwksResponse,
  type IssueClientTokenRequest,
  type TokenResponse,
} from '@navette/contracts/identity/v1/service';
import { PublicRpc } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { IssueClientToken } from './clients/issue-client-token.js';
import { GetGrant } from './grants/get-grant.js';
import { AccessTokens } from './tokens/access-tokens.js';

@Controller()
export class IdentityGrpc {
  constructor(
    private readonly clients: IssueClientToken,
    private readonly tokens: AccessTokens,
    private readonly grants: GetGrant,
  ) {}

  @PublicRpc(Service.issueClientToken, 'a client proves itself by its secret')
  issueClientToken(request: IssueClientTokenRequest): Promise<TokenResponse> {
    return this.clients.execute(request);
  }

  @PublicRpc(Service.getJwks, 'public keys')
  async getJwks(_request: GetJwksRequest): Promise<GetJwksResponse> {
    return { jwksJson: JSON.stringify(await this.tokens.publicKeys()) };
  }

  @PublicRpc(Service.getGrant, 'a service that checks a token proves itself by its own secret')
  getGrant(request: GetGrantRequest): Promise<GetGrantResponse> {
    return this.grants.execute(request);
  }
}
