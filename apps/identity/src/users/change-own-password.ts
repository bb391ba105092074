import type { ChangeOwnPasswordRequest } from '@navette/contracts/identity/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { OwnSessions } from '../sessions/own-sessions.js';
import { checkedPassword, passwordErrors } from './password.js';
import { hashPassword, passwordMatches } from './password.hash.js';
import { ReplacePassword } from './replace-password.js';
import { SignInAttempts } from './sign-in-attempts.js';
import { UserRepository } from './user.repository.js';
import { userErrors } from './user.js';

/** ID-5: somebody changes their own password; every other session of theirs ends. */
@Injectable()
export class ChangeOwnPassword {
  constructor(
    private readonly db: Database,
    private readonly users: UserRepository,
    private readonly attempts: SignInAttempts,
    private readonly sessions: OwnSessions,
    private readonly replace: ReplacePassword,
  ) {}

  /** @throws DomainError `identity.password.invalid` with the field, `identity.sign-in.locked` after wrong guesses */
  async execute(scope: Scope, { current, password, refreshToken }: ChangeOwnPasswordRequest): Promise<void> {
    const user = await this.db.tenantRead(scope, async (tx) => {
      const self = await this.users.byId(tx, scope.actor.id);
      const known = self && (await this.users.searchSignIn(tx, self.login));
      return self && known && { ...self, passwordHash: known.passwordHash };
    });
    if (user === undefined) throw userErrors.error('user.not-found');
    const { login, name, email } = user;
    checkedPassword(password, [login, name, email]);
    await this.attempts.begin(login);
    if (!(await passwordMatches(current, user.passwordHash))) {
      const field = passwordErrors.field('/current', 'password.current-wrong');
      throw passwordErrors.error('password.invalid', {}, [field]);
    }
    const passwordHash = await hashPassword(password);
    await this.db.tenantTx(scope, async (tx) => {
      const keep = await this.sessions.current(tx, refreshToken);
      await this.replace.within(tx, user, passwordHash, keep);
    });
  }
}
