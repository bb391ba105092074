import { readConfig, type Variables } from '@navette/platform/config';
import { z } from 'zod';

export const NOTIFICATIONS_CONFIG = Symbol('NotificationsConfig');

/** Settings of notifications beside those of every service. */
export interface NotificationsConfig {
  /** Seals the stations' SMTP passwords; losing it costs typing them again. */
  readonly secretKey: string;
}

export const notificationsVariables = {
  NAVETTE_NOTIFICATIONS_SECRET_KEY: {
    schema: z.string().min(32),
    about: 'seals the SMTP passwords of the stations at rest; 32 random characters or more',
    secret: true,
  },
} satisfies Variables;

/** @throws ConfigError */
export function notificationsConfig(env: NodeJS.ProcessEnv): NotificationsConfig {
  return { secretKey: readConfig(notificationsVariables, env).NAVETTE_NOTIFICATIONS_SECRET_KEY };
}
