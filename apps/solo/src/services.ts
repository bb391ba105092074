import { apiService } from '@navette/api';
import { identityService } from '@navette/identity';
import { notificationsService } from '@navette/notifications';
import { partiesService } from '@navette/parties';
import type { ServiceDefinition } from '@navette/platform/service';

/** Every service of the suite, identity first since the others ask it for keys. */
export const services: readonly ServiceDefinition[] = [identityService, partiesService, notificationsService, apiService];
