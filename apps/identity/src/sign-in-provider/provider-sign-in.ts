import type {
  FinishProviderSignInRequest,
  StartProviderSignInRequest,
  StartProviderSignInResponse,
  TokenResponse,
} from '@navette/contracts/identity/v1/service';
import type { Clock } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { CLOCK } from '@navette/platform/service';
import { Inject, Injectable } from '@nestjs/common';
import { IDENTITY_CONFIG, type IdentityConfig } from '../identity.config.js';
import { installationScope } from '../installation-scope.js';
import { SecondFactorRepository } from '../second-factor/second-factor.repository.js';
import { StartSession } from '../sessions/start-session.js';
import { sealText, unsealText } from '../tokens/signing-key.crypto.js';
import { placeOf } from '../users/user.js';
import { UserRepository, type UserRecord } from '../users/user.repository.js';
import { OpenidProvider, type Checks } from './openid.provider.js';
import { RolesByClaim } from './roles-by-claim.js';
import { secretPurpose } from './set-sign-in-provider.js';
import { providerErrors, readClaims, type Claims } from './sign-in-provider.js';
import { SignInProviderRepository, type KeptProvider } from './sign-in-provider.repository.js';

/** As long as somebody may take at the provider. */
const FLOW_SECONDS = 600;
const FLOW_PURPOSE = 'sign-in flow';

/** What the browser keeps while it is at the provider, sealed: nothing of it is kept here. */
interface Flow extends Checks {
  readonly networkId: string;
  readonly redirectUri: string;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

/** ID-7: somebody signs in at the OpenID provider of their network. */
@Injectable()
export class ProviderSignIn {
  constructor(
    private readonly db: Database,
    private readonly providers: SignInProviderRepository,
    private readonly openid: OpenidProvider,
    private readonly users: UserRepository,
    private readonly roles: RolesByClaim,
    private readonly factors: SecondFactorRepository,
    private readonly sessions: StartSession,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDENTITY_CONFIG) private readonly config: IdentityConfig,
  ) {}

  /** The name of the provider of a domain; empty for none. */
  async find(domain: string): Promise<string> {
    return (await this.#search(domain))?.name ?? '';
  }

  /** @throws DomainError `identity.sign-in-provider.not-offered`, `.unreachable` */
  async start({ domain, redirectUri }: StartProviderSignInRequest): Promise<StartProviderSignInResponse> {
    const found = await this.#search(domain);
    if (found === undefined) throw providerErrors.error('sign-in-provider.not-offered');
    const { networkId } = found;
    const provider = await this.#provider(networkId);
    const { url, ...checks } = await this.openid.start(provider, this.#secret(networkId, provider), redirectUri);
    const flow: Flow = { ...checks, networkId, redirectUri, endsAt: this.#now + FLOW_SECONDS * 1_000 };
    const sealed = sealText(JSON.stringify(flow), FLOW_PURPOSE, this.config.keySecret);
    return { url, flow: sealed.toString('base64url'), lifetimeSeconds: FLOW_SECONDS };
  }

  /**
   * @throws DomainError `identity.sign-in-provider.flow-over`, `.not-offered`, `.cancelled`, `.answer-refused`, `.unreachable`,
   *   `.email-unverified`, `.user-unknown`, `.user-ambiguous`, `.user-inactive`, `.no-station`, `.second-factor-missing`
   */
  async finish(call: Scope, { flow: sealed, answer, device }: FinishProviderSignInRequest): Promise<TokenResponse> {
    const flow = this.#flow(sealed);
    const { networkId } = flow;
    const provider = await this.#provider(networkId);
    const answered = new URL(flow.redirectUri);
    answered.search = answer;
    const claims = readClaims(
      await this.openid.finish(provider, this.#secret(networkId, provider), answered, flow),
      provider,
    );
    const user = await this.#user(networkId, claims);
    const scope = {
      ...call,
      networkId,
      actor: { kind: 'user', id: user.id } as const,
      operation: 'identity:sign-in-provider.roles',
    };
    await this.roles.execute(scope, user, provider.roles, claims.values);
    const { places, enrolled } = await this.db.tenantRead(installation(networkId), async (tx) => ({
      places: await this.users.places(tx, user.id),
      enrolled: (await this.factors.of(tx, user.id))?.confirmed === true,
    }));
    if (places.length === 0) throw providerErrors.error('sign-in-provider.no-station');
    if (enrolled && !claims.secondFactor) throw providerErrors.error('sign-in-provider.second-factor-missing');
    return this.sessions.execute(call, user.id, placeOf(places, ''), device, claims.secondFactor);
  }

  async #user(networkId: string, { email, emailVerified }: Claims): Promise<UserRecord> {
    if (email === '' || !emailVerified) throw providerErrors.error('sign-in-provider.email-unverified');
    const users = await this.db.tenantRead(installation(networkId), (tx) => this.users.byEmail(tx, email));
    const active = users.filter((user) => user.active);
    const [user] = active;
    if (active.length > 1) throw providerErrors.error('sign-in-provider.user-ambiguous');
    if (user !== undefined) return user;
    throw providerErrors.error(users.length > 0 ? 'sign-in-provider.user-inactive' : 'sign-in-provider.user-unknown');
  }

  #search(domain: string): Promise<{ networkId: string; name: string } | undefined> {
    // PostgreSQL's text knows no NUL, so no domain has one.
    if (domain.includes('\0')) return Promise.resolve(undefined);
    const scope = installationScope('identity:sign-in-provider.find');
    return this.db.tenantRead(scope, (tx) => this.providers.search(tx, domain.trim().toLowerCase()));
  }

  async #provider(networkId: string): Promise<KeptProvider> {
    const provider = await this.db.tenantRead(installation(networkId), (tx) => this.providers.find(tx));
    if (provider?.active !== true) throw providerErrors.error('sign-in-provider.not-offered');
    return provider;
  }

  #secret(networkId: string, { sealedSecret }: KeptProvider): string {
    return unsealText(sealedSecret, secretPurpose(networkId), this.config.keySecret);
  }

  /** Sealed here, so it is what was sealed or nothing. */
  #flow(sealed: string): Flow {
    try {
      const text = unsealText(Buffer.from(sealed, 'base64url'), FLOW_PURPOSE, this.config.keySecret);
      const flow = JSON.parse(text) as Flow;
      if (flow.endsAt > this.#now) return flow;
    } catch (error) {
      throw providerErrors.error('sign-in-provider.flow-over', {}, [], error);
    }
    throw providerErrors.error('sign-in-provider.flow-over');
  }

  get #now(): number {
    return this.clock.now().epochMilliseconds;
  }
}

/** Of the network that the domain led to, and of no station of it. */
const installation = (networkId: string): Scope => ({ ...installationScope('identity:sign-in-provider'), networkId });
