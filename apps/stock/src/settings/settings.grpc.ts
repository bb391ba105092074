import {
  StationSettings,
  StockServiceService as Service,
  type GetStationSettingsRequest,
  type SetStationSettingsRequest,
} from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { GetStationSettings } from './get-station-settings.js';
import { SetStationSettings } from './set-station-settings.js';

@Controller()
export class SettingsGrpc {
  constructor(
    private readonly get: GetStationSettings,
    private readonly set: SetStationSettings,
  ) {}

  @Rpc(Service.getStationSettings, 'stock:settings.read')
  getStationSettings(_request: GetStationSettingsRequest, call: RpcMetadata): Promise<StationSettings> {
    return this.get.execute(scopeOfCall(call));
  }

  @Rpc(Service.setStationSettings, 'stock:settings.change')
  setStationSettings({ settings }: SetStationSettingsRequest, call: RpcMetadata): Promise<StationSettings> {
    return this.set.execute(scopeOfCall(call), settings ?? StationSettings.create());
  }
}
