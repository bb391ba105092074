import type { Migration } from '@navette/platform/database';
import { identity } from './202611220100-identity.js';
import { passwords } from './202611220755-passwords.js';
import { sessions } from './202611220725-sessions.js';
import { users } from './202611220820-users.js';

export const migrations: readonly Migration[] = [identity, sessions, passwords, users];
