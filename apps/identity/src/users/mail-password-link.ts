import { PasswordLinkRequestedMessage } from '@navette/contracts';
import { PasswordLinkMail, type MailPasswordLinkResponse } from '@navette/contracts/identity/v1/service';
import { isUuid } from '@navette/kernel';
import { authErrors } from '@navette/platform/auth';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Inject, Injectable } from '@nestjs/common';
import { IDENTITY_CONFIG, type IdentityConfig } from '../identity.config.js';
import { StationRepository } from '../stations/station.repository.js';
import { Administers } from './administers.js';
import { MAILS_PER_HOUR, passwordErrors } from './password.js';
import { PasswordLinkRepository } from './password-link.repository.js';
import { hashOfSecret, mailedSecret } from './password-link.secret.js';
import { UserNews } from './user-news.js';
import { UserRepository } from './user.repository.js';
import { userErrors } from './user.js';

/** ID-5: a link to set a password is mailed to its user, and nobody else gets to see it (ADR 38). */
@Injectable()
export class MailPasswordLink {
  constructor(
    private readonly db: Database,
    private readonly links: PasswordLinkRepository,
    private readonly users: UserRepository,
    private readonly stations: StationRepository,
    private readonly administers: Administers,
    private readonly news: UserNews,
    @Inject(IDENTITY_CONFIG) private readonly config: IdentityConfig,
  ) {}

  /**
   * A new link for a user whom the caller administers in all their stations; links made before are void.
   * @throws DomainError `identity.user.not-found`, `.works-elsewhere`, `identity.password-link.no-address`, `.too-many`
   */
  async execute(scope: Scope, userId: string): Promise<MailPasswordLinkResponse> {
    await this.administers.assert(scope, userId);
    return this.db.command(scope, async (tx) => {
      const user = await this.users.lockById(tx, userId);
      if (user === undefined || !user.active) throw userErrors.error('user.not-found');
      await this.#assertNotTooMany(tx, userId);
      const expiresAt = await this.within(tx, user);
      return { email: user.email, expiresAt };
    });
  }

  /**
   * Part of the caller's transaction, which has locked or made the user.
   * @returns until when it is good
   * @throws DomainError `identity.password-link.no-address`
   */
  async within(tx: Tx, { id: userId, email }: { id: string; email: string }): Promise<string> {
    if (email === '') throw passwordErrors.error('password-link.no-address');
    const id = tx.newId();
    const hash = hashOfSecret(mailedSecret(id, this.config.keySecret));
    const expiresAt = await this.links.replace(tx, { id, userId, hash, isMailed: true });
    tx.publish(PasswordLinkRequestedMessage, { type: 'password-link', id, version: 1 }, { linkId: id, userId });
    tx.audit('password-link', userId);
    await this.news.accessChanged(tx, userId);
    return expiresAt.toString();
  }

  /**
   * What the mail of a link says, for whoever sends it from the station that it was asked in: one of our own services, since
   * nobody else may read what opens an account.
   * @throws DomainError `platform.request.forbidden`, `identity.password-link.not-found`
   */
  async read(scope: Scope, linkId: string): Promise<PasswordLinkMail> {
    if (scope.actor.kind !== 'service') throw authErrors.error('request.forbidden', { right: scope.operation });
    const found = await this.db.tenantRead(scope, async (tx) => {
      const link = isUuid(linkId) ? await this.links.mailed(tx, linkId) : undefined;
      const user = link && (await this.users.byId(tx, link.userId));
      return link && user && { link, user, station: await this.stations.byId(tx, scope.stationId) };
    });
    if (found === undefined) throw passwordErrors.error('password-link.not-found');
    const { link, user, station } = found;
    const { language } = user;
    const secret = mailedSecret(linkId, this.config.keySecret);
    // With another key than the one it was made with there is another secret, which opens nothing.
    const state = link.state === 'open' && !hashOfSecret(secret).equals(link.hash) ? 'replaced' : link.state;
    if (state !== 'open' || !user.active)
      return PasswordLinkMail.fromPartial({ state: state === 'open' ? 'replaced' : state, language });
    return {
      state,
      language,
      email: user.email,
      name: user.name,
      login: user.login,
      secret,
      expiresAt: link.expiresAt.toString(),
      timeZone: station?.station.timeZone ?? '',
    };
  }

  async #assertNotTooMany(tx: Tx, userId: string): Promise<void> {
    const mailed = await this.links.mailedSince(tx, userId, tx.now.subtract({ hours: 1 }));
    const first = mailed.at(-MAILS_PER_HOUR);
    if (first === undefined) return;
    const left = first.add({ hours: 1 }).epochMilliseconds - tx.now.epochMilliseconds;
    throw passwordErrors.error('password-link.too-many', { retryAfter: Math.ceil(left / 1_000) });
  }
}
