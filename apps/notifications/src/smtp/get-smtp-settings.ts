import { SmtpSettings } from '@navette/contracts/notifications/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { SmtpSettingsRepository } from './smtp-settings.repository.js';
import type { StoredSmtpSettings } from './smtp-settings.js';

@Injectable()
export class GetSmtpSettings {
  constructor(
    private readonly db: Database,
    private readonly settings: SmtpSettingsRepository,
  ) {}

  /** Empty where the station has none yet; never with the password. */
  async execute(scope: Scope): Promise<SmtpSettings> {
    const stored = await this.db.tenantRead(scope, (tx) => this.settings.ofStation(tx));
    return stored === undefined ? SmtpSettings.create() : shownSettings(stored);
  }
}

export function shownSettings(stored: StoredSmtpSettings): SmtpSettings {
  const { senderAddress, senderName, replyTo, host, port, security, login } = stored;
  return { senderAddress, senderName, replyTo, host, port, security, login, password: '' };
}
