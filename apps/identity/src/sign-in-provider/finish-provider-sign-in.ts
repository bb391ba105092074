import type { FinishProviderSignInRequest, TokenResponse } from '@navette/contracts/identity/v1/service';
import type { Scope } from '@navette/platform/database';
import type { Clock } from '@navette/kernel';
import { CLOCK } from '@navette/platform/service';
import { Inject, Injectable } from '@nestjs/common';
import { IDENTITY_CONFIG, type IdentityConfig } from '../identity.config.js';
import { OfferedProvider } from './offered-provider.js';
import { OpenidProvider } from './openid.provider.js';
import { openFlow } from './sign-in.flow.js';
import { readClaims } from './sign-in-provider.js';
import { SignInByClaims } from './sign-in-by-claims.js';

/** ID-7: a browser is back from the provider. */
@Injectable()
export class FinishProviderSignIn {
  constructor(
    private readonly offered: OfferedProvider,
    private readonly openid: OpenidProvider,
    private readonly signIn: SignInByClaims,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDENTITY_CONFIG) private readonly config: IdentityConfig,
  ) {}

  /**
   * @throws DomainError `identity.sign-in-provider.flow-over`, `.not-offered`, `.cancelled`, `.answer-refused`, `.unreachable`;
   *   and those of `SignInByClaims`
   */
  async execute(call: Scope, { flow: sealed, answer, device }: FinishProviderSignInRequest): Promise<TokenResponse> {
    const flow = openFlow(sealed, this.config.keySecret, this.clock.now().epochMilliseconds);
    const { provider, secret } = await this.offered.of(flow.networkId);
    const answered = new URL(flow.redirectUri);
    answered.search = answer;
    const claims = readClaims(await this.openid.finish(provider, secret, answered, flow), provider);
    return this.signIn.execute({ ...call, networkId: flow.networkId }, claims, provider.roles, device);
  }
}
