import type { TokenResponse } from '@navette/contracts/identity/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { SecondFactorRepository } from '../second-factor/second-factor.repository.js';
import { StartSession } from '../sessions/start-session.js';
import { placeOf } from '../users/user.js';
import { UserRepository, type UserRecord } from '../users/user.repository.js';
import { scopeOfNetwork } from './offered-provider.js';
import { RolesByClaim } from './roles-by-claim.js';
import { providerErrors, type Claims, type MappedRole } from './sign-in-provider.js';

/** ID-7: a session of whoever a provider vouches for, with the roles that their claims give. */
@Injectable()
export class SignInByClaims {
  constructor(
    private readonly db: Database,
    private readonly users: UserRepository,
    private readonly roles: RolesByClaim,
    private readonly factors: SecondFactorRepository,
    private readonly sessions: StartSession,
  ) {}

  /**
   * @param call of the request, in the network of the provider
   * @throws DomainError `identity.sign-in-provider.email-unverified`, `.user-unknown`, `.user-ambiguous`, `.user-inactive`,
   *   `.no-station`, `.second-factor-missing`
   */
  async execute(call: Scope, claims: Claims, roles: readonly MappedRole[], device: string): Promise<TokenResponse> {
    const { networkId } = call;
    const user = await this.#user(networkId, claims);
    const enrolled = await this.db.tenantRead(scopeOfNetwork(networkId), (tx) => this.factors.of(tx, user.id));
    if (enrolled?.confirmed === true && !claims.secondFactor)
      throw providerErrors.error('sign-in-provider.second-factor-missing');
    const actor = { kind: 'user', id: user.id } as const;
    await this.roles.execute(
      { ...call, actor, operation: 'identity:sign-in-provider.roles' },
      user,
      roles,
      claims.values,
    );
    const places = await this.db.tenantRead(scopeOfNetwork(networkId), (tx) => this.users.places(tx, user.id));
    if (places.length === 0) throw providerErrors.error('sign-in-provider.no-station');
    return this.sessions.execute(call, user.id, placeOf(places, ''), device, claims.secondFactor);
  }

  async #user(networkId: string, { email, emailVerified }: Claims): Promise<UserRecord> {
    if (email === '' || !emailVerified) throw providerErrors.error('sign-in-provider.email-unverified');
    // PostgreSQL's text knows no NUL, so no e-mail has one.
    const users = email.includes('\0')
      ? []
      : await this.db.tenantRead(scopeOfNetwork(networkId), (tx) => this.users.byEmail(tx, email));
    const active = users.filter((user) => user.active);
    const [user] = active;
    if (active.length > 1) throw providerErrors.error('sign-in-provider.user-ambiguous');
    if (user !== undefined) return user;
    throw providerErrors.error(users.length > 0 ? 'sign-in-provider.user-inactive' : 'sign-in-provider.user-unknown');
  }
}
