import { runServices } from '@navette/platform/service';
import { deviceGatewayService } from './index.js';

await runServices([deviceGatewayService]);
