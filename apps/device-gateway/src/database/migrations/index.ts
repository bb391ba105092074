import type { Migration } from '@navette/platform/database';
import { deviceGateway } from './202611220108-device-gateway.js';

export const migrations: readonly Migration[] = [deviceGateway];
