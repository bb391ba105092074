import { runServices } from '@navette/platform/run';

await runServices('parties', async () => [(await import('./index.js')).partiesService]);
