import type { CreatePasswordLinkResponse, SetPasswordByLinkRequest } from '@navette/contracts/identity/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { installationScope } from '../installation-scope.js';
import { Administers } from './administers.js';
import { checkedPassword, passwordErrors } from './password.js';
import { PasswordLinkRepository } from './password-link.repository.js';
import { hashOfSecret, shownSecret } from './password-link.secret.js';
import { hashPassword } from './password.hash.js';
import { ReplacePassword } from './replace-password.js';
import { UserNews } from './user-news.js';
import { UserRepository } from './user.repository.js';
import { userErrors } from './user.js';

/** ID-5: a link by which somebody sets their password, once: a new user, or one who forgot it. */
@Injectable()
export class PasswordLinks {
  constructor(
    private readonly db: Database,
    private readonly links: PasswordLinkRepository,
    private readonly users: UserRepository,
    private readonly administers: Administers,
    private readonly replace: ReplacePassword,
    private readonly news: UserNews,
  ) {}

  /**
   * A new link for a user whom the caller administers in all their stations; links made before are void. Its secret is
   * shown now and never again, so no answer is kept for a repetition: asked twice, the second link is the good one.
   * @throws DomainError `identity.user.not-found`, `identity.user.works-elsewhere`
   */
  async create(scope: Scope, userId: string): Promise<CreatePasswordLinkResponse> {
    await this.administers.assert(scope, userId);
    return this.db.tenantTx(scope, async (tx) => {
      const user = await this.users.lockById(tx, userId);
      if (user === undefined || !user.active) throw userErrors.error('user.not-found');
      const secret = shownSecret();
      const link = { id: tx.newId(), userId, hash: hashOfSecret(secret), isMailed: false };
      const expiresAt = await this.links.replace(tx, link);
      tx.audit('password-link', userId);
      await this.news.accessChanged(tx, userId);
      return { secret, expiresAt: expiresAt.toString() };
    });
  }

  /**
   * Sets the password; all sessions end, and what was locked is open.
   * @throws DomainError `identity.password-link.refused`, `identity.password.invalid`
   */
  async use(call: Scope, { secret, password }: SetPasswordByLinkRequest): Promise<void> {
    const hash = hashOfSecret(secret);
    const found = await this.db.tenantRead(installationScope('identity:password-link.use'), async (tx) => {
      const link = await this.links.search(tx, hash);
      return link && { ...link, places: await this.users.places(tx, link.userId) };
    });
    const place = found?.places[0];
    if (found === undefined || place === undefined) throw passwordErrors.error('password-link.refused');
    const { networkId, userId, login, name, email } = found;
    const passwordHash = await hashPassword(checkedPassword(password, [login, name, email]));
    const scope: Scope = {
      ...call,
      stationId: place.stationId,
      networkId,
      actor: { kind: 'user', id: userId },
      operation: 'identity:password-link.use',
    };
    const good = await this.db.tenantTx(scope, async (tx) => {
      if (!(await this.links.use(tx, hash))) {
        tx.changesNothing();
        return false;
      }
      await this.replace.within(tx, { id: userId, login }, passwordHash);
      return true;
    });
    if (!good) throw passwordErrors.error('password-link.refused');
  }
}
