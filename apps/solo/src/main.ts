import { runServices } from '@navette/platform/service';
import { services } from './services.js';

await runServices(services);
