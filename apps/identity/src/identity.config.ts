import { readConfig, type Variables } from '@navette/platform/config';
import { z } from 'zod';

export const IDENTITY_CONFIG = Symbol('IdentityConfig');

/** Settings of identity beside those of every service. */
export interface IdentityConfig {
  /**
   * Seals the private signing keys and second factors in the database; losing it costs new keys, a new sign-in of everybody
   * and new second factors.
   */
  readonly keySecret: string;
}

export const identityVariables = {
  NAVETTE_IDENTITY_SECRET_KEY: {
    schema: z.string().min(32),
    about: 'seals private signing keys and second factors at rest; 32 random characters or more',
    secret: true,
  },
} satisfies Variables;

/** @throws ConfigError */
export function identityConfig(env: NodeJS.ProcessEnv): IdentityConfig {
  return { keySecret: readConfig(identityVariables, env).NAVETTE_IDENTITY_SECRET_KEY };
}
