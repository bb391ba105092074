import { runServices } from '@navette/platform/service';
import { notificationsService } from './index.js';

await runServices([notificationsService]);
