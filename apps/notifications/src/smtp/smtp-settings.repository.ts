import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { CheckedSmtpSettings, StoredSmtpSettings } from './smtp-settings.js';

const COLUMNS = `version, sender_address as "senderAddress", sender_name as "senderName", reply_to as "replyTo", host, port,
  security, login, sealed_password as "sealedPassword"`;

@Injectable()
export class SmtpSettingsRepository {
  async ofStation(tx: Tx): Promise<StoredSmtpSettings | undefined> {
    return tx.first(`select ${COLUMNS} from smtp_settings where station_id = $1`, [tx.scope.stationId]);
  }

  async lockOfStation(tx: Tx): Promise<StoredSmtpSettings | undefined> {
    return tx.first(`select ${COLUMNS} from smtp_settings where station_id = $1 for update`, [tx.scope.stationId]);
  }

  /** The settings as kept, their version one higher. */
  async save(tx: Tx, settings: CheckedSmtpSettings, sealedPassword: Buffer | null): Promise<StoredSmtpSettings> {
    const saved = await tx.first<StoredSmtpSettings>(
      `insert into smtp_settings (station_id, version, sender_address, sender_name, reply_to, host, port, security, login,
         sealed_password, updated_at)
       values ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (station_id) do update set version = smtp_settings.version + 1,
         sender_address = excluded.sender_address, sender_name = excluded.sender_name, reply_to = excluded.reply_to,
         host = excluded.host, port = excluded.port, security = excluded.security, login = excluded.login,
         sealed_password = excluded.sealed_password, updated_at = excluded.updated_at
       returning ${COLUMNS}`,
      [
        tx.scope.stationId,
        settings.senderAddress,
        settings.senderName,
        settings.replyTo,
        settings.host,
        settings.port,
        settings.security,
        settings.login,
        sealedPassword,
        tx.now,
      ],
    );
    return saved as StoredSmtpSettings;
  }
}
