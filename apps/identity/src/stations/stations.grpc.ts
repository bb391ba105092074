import {
  IdentityServiceService as Service,
  StationDetails,
  type AddStationRequest,
  type ChangeStationRequest,
  type GetStationLogoRequest,
  type GetStationLogoResponse,
  type GetStationRequest,
  type ListStationsRequest,
  type ListStationsResponse,
  type SetStationLogoRequest,
  type Station,
} from '@navette/contracts/identity/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { AddStation } from './add-station.js';
import { ChangeStation } from './change-station.js';
import { GetStationLogo } from './get-station-logo.js';
import { GetStation } from './get-station.js';
import { ListStations } from './list-stations.js';
import { SetStationLogo } from './set-station-logo.js';

@Controller()
export class StationsGrpc {
  constructor(
    private readonly list: ListStations,
    private readonly get: GetStation,
    private readonly change: ChangeStation,
    private readonly add: AddStation,
    private readonly logo: GetStationLogo,
    private readonly setLogo: SetStationLogo,
  ) {}

  @Rpc(Service.listStations, 'identity:station.read')
  async listStations(_request: ListStationsRequest, call: RpcMetadata): Promise<ListStationsResponse> {
    return { stations: await this.list.execute(scopeOfCall(call)) };
  }

  @Rpc(Service.getStation, 'identity:station.read')
  getStation({ id }: GetStationRequest, call: RpcMetadata): Promise<Station> {
    return this.get.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.changeStation, 'identity:station.change')
  changeStation({ id, expectedVersion, station }: ChangeStationRequest, call: RpcMetadata): Promise<Station> {
    return this.change.execute(scopeOfCall(call), id, Number(expectedVersion), station ?? StationDetails.create());
  }

  @Rpc(Service.addStation, 'identity:network.extend')
  addStation(request: AddStationRequest, call: RpcMetadata): Promise<Station> {
    return this.add.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.setStationLogo, 'identity:station.change')
  setStationLogo({ stationId, content }: SetStationLogoRequest, call: RpcMetadata): Promise<Station> {
    return this.setLogo.execute(scopeOfCall(call), stationId, content);
  }

  @Rpc(Service.getStationLogo, 'identity:station.read')
  async getStationLogo({ stationId }: GetStationLogoRequest, call: RpcMetadata): Promise<GetStationLogoResponse> {
    const { content, sha256 } = await this.logo.execute(scopeOfCall(call), stationId);
    return { content, sha256 };
  }
}
