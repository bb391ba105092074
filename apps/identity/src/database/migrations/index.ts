import type { Migration } from '@navette/platform/database';
import { identity } from './202611220100-identity.js';
import { sessions } from './202611220725-sessions.js';
import { passwords } from './202611220755-passwords.js';
import { users } from './202611220820-users.js';
import { companyVersionsAndLogos } from './202611220828-company-versions-and-logos.js';
import { machineClients } from './202611220829-machine-clients.js';
import { secondFactor } from './202611220835-second-factor.js';
import { forgottenKeys } from './202611220840-forgotten-keys.js';
import { networkNames } from './202611220845-network-names.js';
import { preferences } from './202611220855-preferences.js';
import { signInProviders } from './202611221240-sign-in-providers.js';
import { mailedPasswordLinks } from './202611221740-mailed-password-links.js';

export const migrations: readonly Migration[] = [
  identity,
  sessions,
  passwords,
  users,
  companyVersionsAndLogos,
  machineClients,
  secondFactor,
  forgottenKeys,
  networkNames,
  preferences,
  signInProviders,
  mailedPasswordLinks,
];
