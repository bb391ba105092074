import { runServices } from '@navette/platform/service';
import { partiesService } from './index.js';

await runServices([partiesService]);
