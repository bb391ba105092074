import type { SendTestMessageResponse } from '@navette/contracts/notifications/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { newId } from '@navette/kernel';
import { Injectable } from '@nestjs/common';
import { isMailAddress } from './mail-address.js';
import { Mailer } from './mailer.smtp.js';
import { SmtpSettingsRepository } from './smtp-settings.repository.js';
import { smtpErrors } from './smtp-settings.js';

/** NO-1: tells exactly which step failed, in the server's words. */
@Injectable()
export class SendTestMessage {
  constructor(
    private readonly db: Database,
    private readonly settings: SmtpSettingsRepository,
    private readonly mailer: Mailer,
  ) {}

  /** @throws DomainError `notifications.smtp.not-set`, `.address-wrong` */
  async execute(scope: Scope, recipient: string): Promise<SendTestMessageResponse> {
    const to = recipient.trim();
    if (!isMailAddress(to)) throw smtpErrors.error('smtp.address-wrong', { address: to });
    const settings = await this.db.tenantRead(scope, (tx) => this.settings.ofStation(tx));
    if (settings === undefined) throw smtpErrors.error('smtp.not-set');
    const text =
      'Ce message vérifie les réglages d’envoi de votre station.\nThis message checks the mail settings of your station.';
    const failure = await this.mailer.try(scope.stationId, settings, {
      to,
      bcc: [],
      subject: 'Navette : message de test / test message',
      text,
      html: `<p>${text.replace('\n', '<br>')}</p>`,
      messageId: `<${newId(this.db.clock)}@${settings.senderAddress.split('@')[1] ?? ''}>`,
      headers: { 'X-Navette-Message-Kind': 'test' },
    });
    return { accepted: failure === undefined, failedStep: failure?.step ?? '', answer: failure?.answer ?? '' };
  }
}
