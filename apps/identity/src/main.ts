import { runServices } from '@navette/platform/run';

await runServices('identity', async () => [(await import('./index.js')).identityService]);
