import { createLogger, errorFields } from '../observability/index.js';
import type { ServiceDefinition } from './service-definition.js';
import { startService, type RunningService } from './start-service.js';

/**
 * Runs services in this process until SIGTERM or SIGINT, then drains them. Several services in one process keep their own
 * ports, pools and bus connections: nothing goes past the network that would not in separate processes.
 */
export async function runServices(definitions: readonly ServiceDefinition[]): Promise<void> {
  const logger = createLogger('process', process.env['NAVETTE_LOG_LEVEL'] ?? 'info');
  const running: RunningService[] = [];
  let stopping: Promise<void> | undefined;
  const stop = (signal: string) => {
    stopping ??= (async () => {
      logger.info('stopping', { state: signal });
      await Promise.allSettled(running.map((service) => service.stop()));
      process.exit(0);
    })();
  };
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
  // A bug that nobody awaited: the process is in no known state, and everything it did not commit comes again.
  process.on('unhandledRejection', (error) => {
    logger.error('unhandled rejection', errorFields(error));
    process.exit(1);
  });
  try {
    for (const definition of definitions)
      running.push(await startService(definition, { onFatal: () => process.exit(1) }));
  } catch (error) {
    logger.error(error instanceof Error ? error.message : 'start failed', errorFields(error));
    process.exit(1);
  }
}
