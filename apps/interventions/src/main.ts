import { runServices } from '@navette/platform/service';
import { interventionsService } from './index.js';

await runServices([interventionsService]);
