import { port, readConfig, text, type Variables } from '@navette/platform/config';
import { seeding, seedScope } from '@navette/platform/seed';
import { SmtpSettingsRepository } from '../smtp/smtp-settings.repository.js';
import type { CheckedSmtpSettings } from '../smtp/smtp-settings.js';

export interface NotificationsSeed {
  readonly networkId: string;
  /** Stations by code, as identity's `demoStations`. */
  readonly stations: Readonly<Record<string, string>>;
}

export const notificationsSeedVariables = {
  NAVETTE_SEED_SMTP_HOST: { schema: text, about: 'mail server of the demo stations' },
  NAVETTE_SEED_SMTP_PORT: { schema: port, about: 'its port' },
} satisfies Variables;

/**
 * NO-1: the demo stations send by the mail server of this machine. May be repeated: its address is renewed, since it
 * changes from one start to the next; settings that a person put in its place stay.
 *
 * @param env the database as for the running service; `NAVETTE_SEED_SMTP_HOST`, `NAVETTE_SEED_SMTP_PORT`
 * @throws ConfigError naming every variable that is missing or malformed
 */
export async function seedNotificationsDemo(env: NodeJS.ProcessEnv, seed: NotificationsSeed): Promise<void> {
  const server = readConfig(notificationsSeedVariables, env);
  const repository = new SmtpSettingsRepository();
  await seeding('notifications', env, async (db) => {
    for (const [code, stationId] of Object.entries(seed.stations)) {
      const settings: CheckedSmtpSettings = {
        senderAddress: `atelier.${code.toLowerCase()}@navette.example`,
        senderName: `Atelier ${code}`,
        replyTo: '',
        host: server.NAVETTE_SEED_SMTP_HOST,
        port: server.NAVETTE_SEED_SMTP_PORT,
        security: 'none',
        login: '',
      };
      await db.tenantTx(seedScope(stationId, seed.networkId, 'notifications:smtp.seed'), async (tx) => {
        const known = await repository.lockOfStation(tx);
        const byHand = known !== undefined && known.senderAddress !== settings.senderAddress;
        if (byHand || (known?.host === settings.host && known.port === settings.port)) return tx.changesNothing();
        await repository.save(tx, settings, null);
        tx.audit('smtp-settings', stationId);
      });
    }
  });
}
