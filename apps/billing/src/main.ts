import { runServices } from '@navette/platform/service';
import { billingService } from './index.js';

await runServices([billingService]);
