import { runServices } from '@navette/platform/run';

await runServices('api', async () => [(await import('./index.js')).apiService]);
