import { createLogger, errorFields } from '../observability/logger.js';
import { startTracing } from '../observability/tracing.js';
import type { ServiceDefinition } from '../service/service-definition.js';
import type { RunningService } from '../service/start-service.js';

/** What is still under way when a process ends gets so long: a collector that is away must not keep it from ending. */
const FLUSH_MS = 3_000;

/**
 * Runs services in this process until SIGTERM or SIGINT, then drains them. Several services in one process keep their own
 * ports, pools and bus connections: nothing goes past the network that would not in separate processes.
 *
 * @param name of the process in traces
 * @param load imports the services: after tracing has started, since what was loaded before cannot be traced
 */
export async function runServices(name: string, load: () => Promise<readonly ServiceDefinition[]>): Promise<void> {
  const flush = await startTracing(name, process.env);
  const logger = createLogger('process', process.env['NAVETTE_LOG_LEVEL'] ?? 'info');
  const running: RunningService[] = [];
  let ending: Promise<void> | undefined;
  /** The one orderly way out: spans are sent before the process goes. */
  const end = (code: number, drain = async () => {}) => {
    ending ??= drain()
      .then(() => Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, FLUSH_MS))]))
      .catch((error: unknown) => logger.warn('spans not sent', errorFields(error)))
      .then(() => process.exit(code));
  };
  const stop = (signal: string) =>
    end(0, async () => {
      logger.info('stopping', { state: signal });
      await Promise.allSettled(running.map((service) => service.stop()));
    });
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
  // A bug that nobody awaited: the process is in no known state, and everything it did not commit comes again.
  process.on('unhandledRejection', (error) => {
    logger.error('unhandled rejection', errorFields(error));
    process.exit(1);
  });
  try {
    const { startService } = await import('../service/start-service.js');
    for (const definition of await load()) running.push(await startService(definition, { onFatal: () => end(1) }));
  } catch (error) {
    logger.error(error instanceof Error ? error.message : 'start failed', errorFields(error));
    end(1);
  }
}
