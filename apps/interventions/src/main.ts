import { runServices } from '@navette/platform/run';

await runServices('interventions', async () => [(await import('./index.js')).interventionsService]);
