import type { SmtpSettings } from '@navette/contracts/notifications/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Inject, Injectable } from '@nestjs/common';
import { NOTIFICATIONS_CONFIG, type NotificationsConfig } from '../notifications.config.js';
import { shownSettings } from './get-smtp-settings.js';
import { sealPassword } from './smtp-password.crypto.js';
import { SmtpSettingsRepository } from './smtp-settings.repository.js';
import { checkedSmtpSettings } from './smtp-settings.js';

/** NO-1 */
@Injectable()
export class SetSmtpSettings {
  constructor(
    private readonly db: Database,
    private readonly settings: SmtpSettingsRepository,
    @Inject(NOTIFICATIONS_CONFIG) private readonly config: NotificationsConfig,
  ) {}

  /** @throws DomainError `notifications.smtp.invalid` */
  execute(scope: Scope, input: SmtpSettings): Promise<SmtpSettings> {
    return this.db.command(scope, async (tx) => {
      const known = await this.settings.lockOfStation(tx);
      const checked = checkedSmtpSettings(input, known);
      const kept =
        input.password === '' ? (known?.sealedPassword ?? null) : this.#seal(input.password, scope.stationId);
      const saved = await this.settings.save(tx, checked, checked.login === '' ? null : kept);
      tx.audit('smtp-settings', scope.stationId);
      return shownSettings(saved);
    });
  }

  #seal(password: string, stationId: string): Buffer {
    return sealPassword(password, stationId, this.config.secretKey);
  }
}
