import { randomUUID } from 'node:crypto';
import type { SignInRequest, TokenResponse } from '@navette/contracts/identity/v1/service';
import { EVERY_SERVICE } from '@navette/platform/auth';
import { Database } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { installationScope } from '../installation-scope.js';
import { AccessTokens } from '../tokens/access-tokens.js';
import { hashPassword, passwordMatches } from './password.hash.js';
import { UserRepository } from './user.repository.js';
import { signInErrors } from './user.js';

/** ID-2, ID-10: a person signs in to one of their stations. */
@Injectable()
export class SignIn {
  /** Checked where there is no user, so that an unknown login takes as long as a wrong password. */
  readonly #decoy = hashPassword(randomUUID());

  constructor(
    private readonly db: Database,
    private readonly users: UserRepository,
    private readonly tokens: AccessTokens,
  ) {}

  /** @throws DomainError `identity.sign-in.refused`, `identity.sign-in.station-not-accepted` */
  async execute({ login, password, stationCode }: SignInRequest): Promise<TokenResponse> {
    // PostgreSQL's text knows no NUL, so no login has one.
    const places = login.includes('\0')
      ? []
      : await this.db.tenantRead(installationScope('identity:sign-in'), (tx) => this.users.searchSignIn(tx, login));
    const [first] = places;
    const matches = await passwordMatches(password, first?.passwordHash ?? (await this.#decoy));
    if (first === undefined || !matches) throw signInErrors.error('sign-in.refused');
    const place = stationCode === '' ? first : places.find(({ code }) => code === stationCode.trim().toUpperCase());
    if (place === undefined) {
      throw signInErrors.error('sign-in.station-not-accepted', { accepted: places.map(({ code }) => code) });
    }
    return this.tokens.issue({
      actor: { kind: 'user', id: place.userId },
      stationId: place.stationId,
      networkId: place.networkId,
      grantsVersion: Number(place.grantsVersion),
      audience: EVERY_SERVICE,
    });
  }
}
