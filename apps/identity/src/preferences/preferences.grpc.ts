import {
  IdentityServiceService as Service,
  type GetPreferenceRequest,
  type Preference,
  type SetPreferenceRequest,
} from '@navette/contracts/identity/v1/service';
import { OwnRpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { Preferences } from './preferences.js';

@Controller()
export class PreferencesGrpc {
  constructor(private readonly preferences: Preferences) {}

  @OwnRpc(Service.getPreference, 'identity:own-preference.read')
  async getPreference({ name }: GetPreferenceRequest, call: RpcMetadata): Promise<Preference> {
    return { name, valueJson: await this.preferences.get(scopeOfCall(call), name) };
  }

  @OwnRpc(Service.setPreference, 'identity:own-preference.change')
  async setPreference({ name, valueJson }: SetPreferenceRequest, call: RpcMetadata): Promise<Preference> {
    await this.preferences.set(scopeOfCall(call), name, valueJson);
    return { name, valueJson };
  }
}
