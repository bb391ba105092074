import {
  IdentityServiceService as Service,
  type ConfirmTotpRequest,
  type ConfirmTotpResponse,
  type GetSignInPolicyRequest,
  type GetSignInPolicyResponse,
  type RemoveTotpRequest,
  type RemoveTotpResponse,
  type ResetTotpRequest,
  type ResetTotpResponse,
  type SetSignInPolicyRequest,
  type SetSignInPolicyResponse,
  type StartTotpRequest,
  type StartTotpResponse,
} from '@navette/contracts/identity/v1/service';
import { OwnRpc, Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { SecondFactor } from './second-factor.js';
import { StationPolicy } from './station-policy.js';

/** ID-5: the second factor of a person, and which station demands one. */
@Controller()
export class SecondFactorGrpc {
  constructor(
    private readonly factor: SecondFactor,
    private readonly policy: StationPolicy,
  ) {}

  @OwnRpc(Service.startTotp, 'identity:own-second-factor.start')
  startTotp(_request: StartTotpRequest, call: RpcMetadata): Promise<StartTotpResponse> {
    return this.factor.start(scopeOfCall(call));
  }

  @OwnRpc(Service.confirmTotp, 'identity:own-second-factor.confirm')
  async confirmTotp({ code }: ConfirmTotpRequest, call: RpcMetadata): Promise<ConfirmTotpResponse> {
    return { recoveryCodes: await this.factor.confirm(scopeOfCall(call), code) };
  }

  @OwnRpc(Service.removeTotp, 'identity:own-second-factor.remove')
  async removeTotp({ code }: RemoveTotpRequest, call: RpcMetadata): Promise<RemoveTotpResponse> {
    await this.factor.remove(scopeOfCall(call), code);
    return {};
  }

  @Rpc(Service.resetTotp, 'identity:user.second-factor-reset')
  async resetTotp({ userId }: ResetTotpRequest, call: RpcMetadata): Promise<ResetTotpResponse> {
    await this.factor.reset(scopeOfCall(call), userId);
    return {};
  }

  @Rpc(Service.getSignInPolicy, 'identity:sign-in-policy.read')
  getSignInPolicy(_request: GetSignInPolicyRequest, call: RpcMetadata): Promise<GetSignInPolicyResponse> {
    return this.policy.get(scopeOfCall(call));
  }

  @Rpc(Service.setSignInPolicy, 'identity:sign-in-policy.change')
  setSignInPolicy({ secondFactor }: SetSignInPolicyRequest, call: RpcMetadata): Promise<SetSignInPolicyResponse> {
    return this.policy.set(scopeOfCall(call), secondFactor);
  }
}
