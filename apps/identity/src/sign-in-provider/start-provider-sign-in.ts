import type { StartProviderSignInRequest, StartProviderSignInResponse } from '@navette/contracts/identity/v1/service';
import type { Clock } from '@navette/kernel';
import { CLOCK } from '@navette/platform/service';
import { Inject, Injectable } from '@nestjs/common';
import { IDENTITY_CONFIG, type IdentityConfig } from '../identity.config.js';
import { OfferedProvider } from './offered-provider.js';
import { OpenidProvider } from './openid.provider.js';
import { FLOW_SECONDS, sealFlow } from './sign-in.flow.js';
import { providerErrors } from './sign-in-provider.js';

/** ID-7: a browser is sent to the provider that a domain leads to. */
@Injectable()
export class StartProviderSignIn {
  constructor(
    private readonly offered: OfferedProvider,
    private readonly openid: OpenidProvider,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDENTITY_CONFIG) private readonly config: IdentityConfig,
  ) {}

  /** @throws DomainError `identity.sign-in-provider.not-offered`, `.unreachable` */
  async execute({ domain, redirectUri }: StartProviderSignInRequest): Promise<StartProviderSignInResponse> {
    const found = await this.offered.find(domain);
    if (found === undefined) throw providerErrors.error('sign-in-provider.not-offered');
    const { networkId } = found;
    const { provider, secret } = await this.offered.of(networkId);
    const { url, ...checks } = await this.openid.start(provider, secret, redirectUri);
    const endsAt = this.clock.now().epochMilliseconds + FLOW_SECONDS * 1_000;
    const flow = sealFlow({ ...checks, networkId, redirectUri, endsAt }, this.config.keySecret);
    return { url, flow, lifetimeSeconds: FLOW_SECONDS };
  }
}
