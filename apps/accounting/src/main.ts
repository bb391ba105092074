import { runServices } from '@navette/platform/service';
import { accountingService } from './index.js';

await runServices([accountingService]);
