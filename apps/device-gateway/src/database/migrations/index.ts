import type { Migration } from '@navette/platform/database';
import { deviceGateway } from './202611220108-device-gateway.js';
import { requestsOfSenders } from './202611220410-requests-of-senders.js';
import { partsOrders } from './202611231603-parts-orders.js';

export const migrations: readonly Migration[] = [deviceGateway, requestsOfSenders, partsOrders];
