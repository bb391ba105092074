import { runServices } from '@navette/platform/service';
import { identityService } from './index.js';

await runServices([identityService]);
