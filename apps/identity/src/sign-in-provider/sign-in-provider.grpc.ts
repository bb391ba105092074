import {
  IdentityServiceService as Service,
  type FindSignInProviderRequest,
  type FindSignInProviderResponse,
  type FinishProviderSignInRequest,
  type GetSignInProviderRequest,
  type SetSignInProviderRequest,
  type SignInProvider,
  type StartProviderSignInRequest,
  type StartProviderSignInResponse,
  type TokenResponse,
} from '@navette/contracts/identity/v1/service';
import { PublicRpc, Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { FinishProviderSignIn } from './finish-provider-sign-in.js';
import { OfferedProvider } from './offered-provider.js';
import { SetSignInProvider } from './set-sign-in-provider.js';
import { StartProviderSignIn } from './start-provider-sign-in.js';

/** ID-7: the OpenID provider of a network, and signing in there. */
@Controller()
export class SignInProviderGrpc {
  constructor(
    private readonly offered: OfferedProvider,
    private readonly start: StartProviderSignIn,
    private readonly finish: FinishProviderSignIn,
    private readonly provider: SetSignInProvider,
  ) {}

  @PublicRpc(Service.findSignInProvider, 'whoever signs in has no token yet')
  async findSignInProvider({ domain }: FindSignInProviderRequest): Promise<FindSignInProviderResponse> {
    return { name: (await this.offered.find(domain))?.name ?? '' };
  }

  @PublicRpc(Service.startProviderSignIn, 'whoever signs in has no token yet')
  startProviderSignIn(request: StartProviderSignInRequest): Promise<StartProviderSignInResponse> {
    return this.start.execute(request);
  }

  @PublicRpc(Service.finishProviderSignIn, 'the provider vouches for whoever signs in')
  finishProviderSignIn(request: FinishProviderSignInRequest, call: RpcMetadata): Promise<TokenResponse> {
    return this.finish.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.getSignInProvider, 'identity:sign-in-provider.read')
  getSignInProvider(_request: GetSignInProviderRequest, call: RpcMetadata): Promise<SignInProvider> {
    return this.provider.get(scopeOfCall(call));
  }

  @Rpc(Service.setSignInProvider, 'identity:sign-in-provider.change')
  setSignInProvider(request: SetSignInProviderRequest, call: RpcMetadata): Promise<SignInProvider> {
    return this.provider.set(scopeOfCall(call), request);
  }
}
