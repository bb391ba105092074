import { runServices } from '@navette/platform/run';

await runServices('accounting', async () => [(await import('./index.js')).accountingService]);
