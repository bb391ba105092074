import { randomUUID } from 'node:crypto';
import type { SignInRequest, TokenResponse } from '@navette/contracts/identity/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { installationScope } from '../installation-scope.js';
import { StartSession } from '../sessions/start-session.js';
import { hashPassword, passwordMatches } from './password.hash.js';
import { SignInAttempts } from './sign-in-attempts.js';
import { UserRepository } from './user.repository.js';
import { placeOf, signInErrors } from './user.js';

/** ID-2, ID-10: a person signs in to one of their stations. */
@Injectable()
export class SignIn {
  /** Checked where there is no user, so that an unknown login takes as long as a wrong password. */
  readonly #decoy = hashPassword(randomUUID());

  constructor(
    private readonly db: Database,
    private readonly users: UserRepository,
    private readonly attempts: SignInAttempts,
    private readonly sessions: StartSession,
  ) {}

  /** @throws DomainError `identity.sign-in.refused`, `.locked`, `.station-not-accepted` */
  async execute(call: Scope, { login, password, stationCode, device }: SignInRequest): Promise<TokenResponse> {
    await this.attempts.begin(login);
    // PostgreSQL's text knows no NUL, so no login has one.
    const known = login.includes('\0')
      ? undefined
      : await this.db.tenantRead(installationScope('identity:sign-in'), async (tx) => {
          const user = await this.users.searchSignIn(tx, login);
          return user && { ...user, places: await this.users.places(tx, user.userId) };
        });
    const matches = await passwordMatches(password, known?.passwordHash ?? (await this.#decoy));
    if (known === undefined || !matches || known.places.length === 0) throw signInErrors.error('sign-in.refused');
    await this.attempts.succeed(login);
    return this.sessions.execute(call, known.userId, placeOf(known.places, stationCode), device);
  }
}
