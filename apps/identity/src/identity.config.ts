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
  /** Days after which another key signs. */
  readonly keyDays: number;
}

export const identityVariables = {
  NAVETTE_IDENTITY_SECRET_KEY: {
    schema: z.string().min(32),
    about: 'seals private signing keys and second factors at rest; 32 random characters or more',
    secret: true,
  },
  NAVETTE_IDENTITY_KEY_DAYS: {
    schema: z.coerce.number().int().min(1).max(365).default(30),
    about: 'days after which another key signs the access tokens; nobody is signed out by it',
  },
} satisfies Variables;

/** @throws ConfigError */
export function identityConfig(env: NodeJS.ProcessEnv): IdentityConfig {
  const { NAVETTE_IDENTITY_SECRET_KEY, NAVETTE_IDENTITY_KEY_DAYS } = readConfig(identityVariables, env);
  return { keySecret: NAVETTE_IDENTITY_SECRET_KEY, keyDays: NAVETTE_IDENTITY_KEY_DAYS };
}
