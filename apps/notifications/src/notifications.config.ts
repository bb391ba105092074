import { readConfig, url, type Variables } from '@navette/platform/config';
import { z } from 'zod';

export const NOTIFICATIONS_CONFIG = Symbol('NotificationsConfig');

/** Settings of notifications beside those of every service. */
export interface NotificationsConfig {
  /** Seals the stations' SMTP passwords; losing it costs typing them again. */
  readonly secretKey: string;
  /** Under which browsers reach the pages that mails lead to; undefined where nobody said. */
  readonly pagesUrl: string | undefined;
}

export const notificationsVariables = {
  NAVETTE_NOTIFICATIONS_SECRET_KEY: {
    schema: z.string().min(32),
    about: 'seals the SMTP passwords of the stations at rest; 32 random characters or more',
    secret: true,
  },
  NAVETTE_NOTIFICATIONS_PAGES_URL: {
    schema: url.optional(),
    about:
      'address under which browsers reach the pages that mails lead to, as NAVETTE_API_PUBLIC_URL; links are not mailed without it',
  },
} satisfies Variables;

/** @throws ConfigError */
export function notificationsConfig(env: NodeJS.ProcessEnv): NotificationsConfig {
  const given = readConfig(notificationsVariables, env);
  return {
    secretKey: given.NAVETTE_NOTIFICATIONS_SECRET_KEY,
    pagesUrl: given.NAVETTE_NOTIFICATIONS_PAGES_URL,
  };
}
