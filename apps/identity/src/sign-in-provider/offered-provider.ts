import { Database, type Scope } from '@navette/platform/database';
import { Inject, Injectable } from '@nestjs/common';
import { IDENTITY_CONFIG, type IdentityConfig } from '../identity.config.js';
import { installationScope } from '../installation-scope.js';
import { unsealText } from '../tokens/signing-key.crypto.js';
import { secretPurpose } from './set-sign-in-provider.js';
import { providerErrors } from './sign-in-provider.js';
import { SignInProviderRepository, type KeptProvider } from './sign-in-provider.repository.js';

/** ID-7: the provider that a network offers to whoever signs in. */
@Injectable()
export class OfferedProvider {
  constructor(
    private readonly db: Database,
    private readonly providers: SignInProviderRepository,
    @Inject(IDENTITY_CONFIG) private readonly config: IdentityConfig,
  ) {}

  /** The network that a domain leads to, and its provider's name; none where nobody offers one. */
  find(domain: string): Promise<{ networkId: string; name: string } | undefined> {
    // PostgreSQL's text knows no NUL, so no domain has one.
    if (domain.includes('\0')) return Promise.resolve(undefined);
    const scope = installationScope('identity:sign-in-provider.find');
    return this.db.tenantRead(scope, (tx) => this.providers.search(tx, domain.trim().toLowerCase()));
  }

  /**
   * With the secret of the client, in clear.
   * @throws DomainError `identity.sign-in-provider.not-offered`
   */
  async of(networkId: string): Promise<{ provider: KeptProvider; secret: string }> {
    const provider = await this.db.tenantRead(scopeOfNetwork(networkId), (tx) => this.providers.find(tx));
    if (provider?.active !== true) throw providerErrors.error('sign-in-provider.not-offered');
    return {
      provider,
      secret: unsealText(provider.sealedSecret, secretPurpose(networkId), this.config.keySecret),
    };
  }
}

/** Of the network that a domain led to, and of no station of it. */
export const scopeOfNetwork = (networkId: string): Scope => ({
  ...installationScope('identity:sign-in-provider'),
  networkId,
});
