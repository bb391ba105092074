import { runServices } from '@navette/platform/run';

await runServices('stock', async () => [(await import('./index.js')).stockService]);
