import { runServices } from '@navette/platform/service';
import { apiService } from './index.js';

await runServices([apiService]);
