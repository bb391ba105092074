import {
  InterventionsServiceService as Service,
  StationSettings,
  type GetStationSettingsRequest,
  type SetStationSettingsRequest,
} from '@navette/contracts/interventions/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { GetSettings } from './get-settings.js';
import { SetSettings } from './set-settings.js';

@Controller()
export class SettingsGrpc {
  constructor(
    private readonly get: GetSettings,
    private readonly set: SetSettings,
  ) {}

  @Rpc(Service.getStationSettings, 'interventions:settings.read')
  getStationSettings(_request: GetStationSettingsRequest, call: RpcMetadata): Promise<StationSettings> {
    return this.get.execute(scopeOfCall(call));
  }

  @Rpc(Service.setStationSettings, 'interventions:settings.update')
  setStationSettings({ settings }: SetStationSettingsRequest, call: RpcMetadata): Promise<StationSettings> {
    return this.set.execute(scopeOfCall(call), settings ?? StationSettings.create());
  }
}
