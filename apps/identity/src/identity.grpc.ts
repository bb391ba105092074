import {
  IdentityServiceService as Service,
  type GetGrantRequest,
  type GetGrantResponse,
  type GetJwksRequest,
  type GetJwksResponse,
  type GetStationRequest,
  type IssueClientTokenRequest,
  type ListStationsRequest,
  type ListStationsResponse,
  type Station,
  type TokenResponse,
} from '@navette/contracts/identity/v1/service';
import { PublicRpc, Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { IssueClientToken } from './clients/issue-client-token.js';
import { GetGrant } from './grants/get-grant.js';
import { GetStation } from './stations/get-station.js';
import { ListStations } from './stations/list-stations.js';
import { AccessTokens } from './tokens/access-tokens.js';

@Controller()
export class IdentityGrpc {
  constructor(
    private readonly clients: IssueClientToken,
    private readonly tokens: AccessTokens,
    private readonly grants: GetGrant,
    private readonly stations: ListStations,
    private readonly station: GetStation,
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

  @Rpc(Service.listStations, 'identity:station.read')
  async listStations(_request: ListStationsRequest, call: RpcMetadata): Promise<ListStationsResponse> {
    return { stations: await this.stations.execute(scopeOfCall(call)) };
  }

  @Rpc(Service.getStation, 'identity:station.read')
  getStation({ id }: GetStationRequest, call: RpcMetadata): Promise<Station> {
    return this.station.execute(scopeOfCall(call), id);
  }
}
