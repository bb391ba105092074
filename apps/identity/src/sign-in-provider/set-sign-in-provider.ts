import {
  SignInProviderDetails,
  type SetSignInProviderRequest,
  type SignInProvider as Shown,
} from '@navette/contracts/identity/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { rightsOfRole } from '@navette/reference';
import { Inject, Injectable } from '@nestjs/common';
import { GrantRepository } from '../grants/grant.repository.js';
import { IDENTITY_CONFIG, type IdentityConfig } from '../identity.config.js';
import { sealText } from '../tokens/signing-key.crypto.js';
import { UserRepository } from '../users/user.repository.js';
import { checkedProvider, providerErrors, type SignInProvider } from './sign-in-provider.js';
import { providerErrorOf, SignInProviderRepository, type KeptProvider } from './sign-in-provider.repository.js';

/** What the secret of a network's provider is sealed for. */
export const secretPurpose = (networkId: string) => `sign-in provider of ${networkId}`;

/** ID-7: the OpenID provider of a network, shown and set. */
@Injectable()
export class SetSignInProvider {
  constructor(
    private readonly db: Database,
    private readonly providers: SignInProviderRepository,
    private readonly users: UserRepository,
    private readonly grants: GrantRepository,
    @Inject(IDENTITY_CONFIG) private readonly config: IdentityConfig,
  ) {}

  /** Version 0 and no details where none was ever set. */
  async get(scope: Scope): Promise<Shown> {
    return shown(scope, await this.db.tenantRead(scope, (tx) => this.providers.find(tx)));
  }

  /**
   * By whoever has the right to in every station of the network, who gives no role whose rights they have not themselves.
   * Another issuer takes the secret anew, so that a kept one is never sent where it does not belong.
   * @throws DomainError `identity.sign-in-provider.not-found`, `identity.sign-in-provider.invalid`, `.changed-meanwhile`, `.other-stations`, `.right-not-held`,
   *   `.domain-taken`
   */
  async set(scope: Scope, request: SetSignInProviderRequest): Promise<Shown> {
    const { details = SignInProviderDetails.create(), clientSecret } = request;
    if (request.id !== scope.networkId) throw providerErrors.error('sign-in-provider.not-found');
    const stations = await this.db.tenantRead(scope, (tx) => this.users.stations(tx));
    const codes = new Map(stations.map(({ id, code }) => [id, code]));
    const provider = checkedProvider(details, clientSecret, codes, this.config.providerHttp);
    await this.#assertHeld(scope, provider, codes);
    const expected = Number(request.expectedVersion);
    return this.db
      .command(scope, async (tx) => {
        const kept = await this.providers.find(tx, 'for update');
        const actual = kept?.version ?? 0;
        if (actual !== expected) throw providerErrors.error('sign-in-provider.changed-meanwhile', { expected, actual });
        const secret = this.#secretOf(scope, provider, clientSecret, kept);
        if (!(await this.providers.save(tx, provider, secret, actual + 1)))
          throw providerErrors.error('sign-in-provider.changed-meanwhile', { expected, actual: actual + 1 });
        tx.audit('sign-in-provider', scope.networkId);
        return shown(scope, await this.providers.find(tx));
      })
      .catch(providerErrorOf);
  }

  async #assertHeld(scope: Scope, { roles }: SignInProvider, codes: ReadonlyMap<string, string>): Promise<void> {
    const { actor, operation } = scope;
    const grants = await this.db.networkRead(scope, [...codes.keys()], (tx) =>
      this.grants.seenBy(tx, actor.id, operation, [actor.id]),
    );
    const held = new Map(grants.map(({ stationId, rights }) => [stationId, rights]));
    const elsewhere = [...codes].filter(([id]) => !held.has(id)).map(([, code]) => code);
    if (elsewhere.length > 0) throw providerErrors.error('sign-in-provider.other-stations', { stations: elsewhere });
    const beyond = roles.flatMap(({ stationId, role }) =>
      rightsOfRole(role).filter((right) => held.get(stationId)?.includes(right) !== true),
    );
    if (beyond.length > 0)
      throw providerErrors.error('sign-in-provider.right-not-held', { rights: [...new Set(beyond)].sort() });
  }

  #secretOf(scope: Scope, provider: SignInProvider, typed: string, kept: KeptProvider | undefined): Buffer {
    if (typed !== '') return sealText(typed, secretPurpose(scope.networkId), this.config.keySecret);
    if (kept !== undefined && kept.issuer === provider.issuer) return kept.sealedSecret;
    const field = providerErrors.field('/clientSecret', 'sign-in-provider.secret-required');
    throw providerErrors.error('sign-in-provider.invalid', {}, [field]);
  }
}

function shown({ networkId: id }: Scope, kept: KeptProvider | undefined): Shown {
  if (kept === undefined) return { id, version: '0', details: undefined, hasSecret: false };
  const { version, sealedSecret: _, roles, domains, ...details } = kept;
  return {
    id,
    version: String(version),
    details: { ...details, roles: [...roles], domains: [...domains] },
    hasSecret: true,
  };
}
