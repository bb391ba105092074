import { runServices } from '@navette/platform/run';

await runServices('billing', async () => [(await import('./index.js')).billingService]);
