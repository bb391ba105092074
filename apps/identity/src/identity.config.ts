import { readConfig, type Variables } from '@navette/platform/config';
import { z } from 'zod';

export const IDENTITY_CONFIG = Symbol('IdentityConfig');

/** Settings of identity beside those of every service. */
export interface IdentityConfig {
  /**
   * Seals the private signing keys, second factors and secrets of sign-in providers in the database; losing it costs new
   * keys, a new sign-in of everybody, new second factors and those secrets again.
   */
  readonly keySecret: string;
  /** Days after which another key signs. */
  readonly keyDays: number;
  /** Whether OpenID providers may be reached without TLS. */
  readonly providerHttp: boolean;
}

export const identityVariables = {
  NAVETTE_IDENTITY_SECRET_KEY: {
    schema: z.string().min(32),
    about:
      'seals private signing keys, second factors and secrets of sign-in providers at rest; 32 random characters or more',
    secret: true,
  },
  NAVETTE_IDENTITY_KEY_DAYS: {
    schema: z.coerce.number().int().min(1).max(365).default(30),
    about: 'days after which another key signs the access tokens; nobody is signed out by it',
  },
  NAVETTE_IDENTITY_PROVIDER_HTTP: {
    schema: z.enum(['refused', 'accepted']).default('refused'),
    about: 'whether an OpenID provider may be reached without TLS; for development and tests',
  },
} satisfies Variables;

/** @throws ConfigError */
export function identityConfig(env: NodeJS.ProcessEnv): IdentityConfig {
  const given = readConfig(identityVariables, env);
  return {
    keySecret: given.NAVETTE_IDENTITY_SECRET_KEY,
    keyDays: given.NAVETTE_IDENTITY_KEY_DAYS,
    providerHttp: given.NAVETTE_IDENTITY_PROVIDER_HTTP === 'accepted',
  };
}
