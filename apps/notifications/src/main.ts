import { runServices } from '@navette/platform/run';

await runServices('notifications', async () => [(await import('./index.js')).notificationsService]);
