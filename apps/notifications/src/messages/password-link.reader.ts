import { IdentityServiceService as Identity, type PasswordLinkMail } from '@navette/contracts/identity/v1/service';
import { DomainError, Temporal } from '@navette/kernel';
import type { Scope } from '@navette/platform/database';
import { RpcClients } from '@navette/platform/service';
import { Inject, Injectable } from '@nestjs/common';
import { NOTIFICATIONS_CONFIG, type NotificationsConfig } from '../notifications.config.js';
import type { MailReader } from './addressee.reader.js';
import type { NotSentReason } from './message.js';

/** Stands in what is kept of the mail, where the link was. */
const LEFT_OUT = '[…]';

/** Asks identity what the mail of a password link says, at each try: its secret is never kept here (ID-5, ADR 38). */
@Injectable()
export class PasswordLinkReader {
  constructor(
    private readonly clients: RpcClients,
    @Inject(NOTIFICATIONS_CONFIG) private readonly config: NotificationsConfig,
  ) {}

  /** @throws DomainError `platform.service.unavailable` while identity does not answer */
  async read(scope: Scope, linkId: string): Promise<MailReader | { readonly notSent: NotSentReason }> {
    const { pagesUrl } = this.config;
    if (pagesUrl === undefined) return { notSent: 'no-pages-address' };
    const link = await this.#ask(scope, linkId);
    if (link === undefined) return { notSent: 'link-replaced' };
    if (link.state !== 'open') return { notSent: NOT_OPEN[link.state] ?? 'link-replaced' };
    if (link.email === '') return { notSent: 'no-address' };
    const { name, login, language } = link;
    const expires = expiry(link);
    // In the fragment, which no server and no log of one gets to see.
    const url = `${new URL(pagesUrl).origin}/set-password#${link.secret}`;
    const user = { name, login };
    return {
      to: link.email,
      language,
      tags: { user, link: { url, expires } },
      kept: { user, link: { url: LEFT_OUT, expires } },
      link: url,
    };
  }

  async #ask(scope: Scope, linkId: string): Promise<PasswordLinkMail | undefined> {
    const call = await this.clients.asService(scope, Identity);
    try {
      return await this.clients.get(Identity).getPasswordLinkMail({ linkId }, call);
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'not-found') return undefined;
      throw error;
    }
  }
}

const NOT_OPEN: Readonly<Record<string, NotSentReason>> = {
  used: 'link-used',
  expired: 'link-expired',
  replaced: 'link-replaced',
};

function expiry({ expiresAt, timeZone, language }: PasswordLinkMail): string {
  const locale = language === 'en' ? 'en-GB' : 'fr-FR';
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'full',
    timeStyle: 'short',
    ...(timeZone !== '' && { timeZone }),
  }).format(Temporal.Instant.from(expiresAt).epochMilliseconds);
}
