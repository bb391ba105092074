import { runServices } from '@navette/platform/service';
import { stockService } from './index.js';

await runServices([stockService]);
