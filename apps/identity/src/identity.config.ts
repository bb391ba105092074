import { readConfig } from '@navette/platform/config';
import { z } from 'zod';

export const IDENTITY_CONFIG = Symbol('IdentityConfig');

/** Settings of identity beside those of every service. */
export interface IdentityConfig {
  /** Seals the private signing keys in the database; losing it costs new keys, and a new sign-in of everybody. */
  readonly keySecret: string;
}

/** @throws ConfigError */
export function identityConfig(env: NodeJS.ProcessEnv): IdentityConfig {
  const { NAVETTE_IDENTITY_SECRET_KEY } = readConfig(
    {
      NAVETTE_IDENTITY_SECRET_KEY: {
        schema: z.string().min(32),
        about: 'seals the private signing keys at rest; 32 random characters or more',
        secret: true,
      },
    },
    env,
  );
  return { keySecret: NAVETTE_IDENTITY_SECRET_KEY };
}
