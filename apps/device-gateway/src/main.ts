import { runServices } from '@navette/platform/run';

await runServices('device-gateway', async () => [(await import('./index.js')).deviceGatewayService]);
