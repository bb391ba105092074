import { randomUUID } from 'node:crypto';
import type { SignInRequest, TokenResponse } from '@navette/contracts/identity/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { installationScope } from '../installation-scope.js';
import { SignInProviderRepository } from '../sign-in-provider/sign-in-provider.repository.js';
import { StartSession } from '../sessions/start-session.js';
import { SecondFactor } from '../second-factor/second-factor.js';
import { SecondFactorRepository } from '../second-factor/second-factor.repository.js';
import { totpErrors } from '../second-factor/totp.code.js';
import { hashPassword, passwordMatches } from './password.hash.js';
import { SignInAttempts } from './sign-in-attempts.js';
import { UserRepository } from './user.repository.js';
import { placeOf, signInErrors, type Place } from './user.js';

/** ID-2, ID-10: a person signs in to one of their stations. */
@Injectable()
export class SignIn {
  /** Checked where there is no user, so that an unknown login takes as long as a wrong password. */
  readonly #decoy = hashPassword(randomUUID());

  constructor(
    private readonly db: Database,
    private readonly users: UserRepository,
    private readonly attempts: SignInAttempts,
    private readonly factors: SecondFactorRepository,
    private readonly factor: SecondFactor,
    private readonly providers: SignInProviderRepository,
    private readonly sessions: StartSession,
  ) {}

  /** @throws DomainError `identity.sign-in.refused`, `.locked`, `.provider-required`, `.station-not-accepted`, `identity.second-factor.code-required`, `.code-refused` */
  async execute(call: Scope, { login, password, stationCode, device, code }: SignInRequest): Promise<TokenResponse> {
    const locks = await this.attempts.begin(login);
    // PostgreSQL's text knows no NUL, so no login has one.
    const known = login.includes('\0')
      ? undefined
      : await this.db.tenantRead(installationScope('identity:sign-in'), async (tx) => {
          const user = await this.users.searchSignIn(tx, login);
          return user && { ...user, places: await this.users.places(tx, user.userId) };
        });
    const checked = passwordMatches(password, known?.passwordHash ?? (await this.#decoy));
    // Beside the check, which takes longer: who waits for the answer learns nothing of whether there is such a user.
    const [matches] = await Promise.all([
      checked,
      locks && known !== undefined && this.attempts.tellLocked(call, known),
    ]);
    if (known === undefined || !matches || known.places.length === 0) throw signInErrors.error('sign-in.refused');
    await this.#assertPasswordsAllowed(known.places, login);
    const place = await this.#secondStep(call, known, login, code, stationCode);
    await this.attempts.succeed(login);
    return this.sessions.execute(call, known.userId, place, device);
  }

  /** Administrators may always: else a provider that is set wrong would keep out whoever could mend it. */
  async #assertPasswordsAllowed(places: readonly Place[], login: string): Promise<void> {
    const [first] = places;
    if (first === undefined || places.some(({ role }) => role === 'administrator')) return;
    const scope = { ...installationScope('identity:sign-in'), networkId: first.networkId };
    const provider = await this.db.tenantRead(scope, (tx) => this.providers.find(tx));
    if (provider?.active !== true || provider.passwordsAllowed) return;
    await this.attempts.takeBack(login);
    throw signInErrors.error('sign-in.provider-required', { provider: provider.name });
  }

  /** The place, once whoever has a second factor has proved it: without a code the page is told to ask for one. */
  async #secondStep(
    call: Scope,
    { userId, places }: { userId: string; places: readonly Place[] },
    login: string,
    code: string,
    stationCode: string,
  ): Promise<Place> {
    const place = placeOf(places, stationCode);
    const { stationId, networkId } = place;
    const actor = { kind: 'user', id: userId } as const;
    const scope: Scope = { ...call, stationId, networkId, actor, operation: 'identity:second-factor.prove' };
    const enrolled = await this.db.tenantRead(scope, (tx) => this.factors.of(tx, userId));
    if (enrolled?.confirmed !== true) return place;
    if (code === '') {
      await this.attempts.takeBack(login);
      throw totpErrors.error('second-factor.code-required');
    }
    await this.db.tenantTx(scope, (tx) => this.factor.prove(tx, userId, code));
    return place;
  }
}
