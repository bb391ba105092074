import { accountingService } from '@navette/accounting';
import { apiService } from '@navette/api';
import { billingService } from '@navette/billing';
import { deviceGatewayService } from '@navette/device-gateway';
import { identityService } from '@navette/identity';
import { interventionsService } from '@navette/interventions';
import { notificationsService } from '@navette/notifications';
import { partiesService } from '@navette/parties';
import type { ServiceDefinition } from '@navette/platform/service';
import { stockService } from '@navette/stock';

/** Every service of the suite, identity first since the others ask it for keys. */
export const services: readonly ServiceDefinition[] = [
  identityService,
  partiesService,
  interventionsService,
  stockService,
  billingService,
  accountingService,
  notificationsService,
  deviceGatewayService,
  apiService,
];

/** Rights that each service needs of others; every service is named. */
export const serviceCalls: ReadonlyMap<string, readonly string[]> = new Map(
  services.map(({ name, calls = [] }) => [name, calls]),
);
