import { runServices } from '@navette/platform/run';

await runServices('navette', async () => (await import('./services.js')).services);
