import { trace } from '@opentelemetry/api';
import { pino, type DestinationStream } from 'pino';

/**
 * Fields a log line may carry. Anything else is dropped, so that no name, address or mail ever reaches the logs
 * (architecture.md, "Personal data").
 */
const ALLOWED = new Set([
  'service', 'station', 'actor', 'trace', 'requestId', 'operation', 'code', 'error', 'stack', 'durationMs', 'method',
  'path', 'status', 'subject', 'consumer', 'messageId', 'messageType', 'attempt', 'saga', 'sagaId', 'step', 'timer',
  'count', 'port', 'state', 'deadLetterId',
]); // prettier-ignore

export type LogFields = Record<string, unknown>;

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** JSON lines on stdout, one logger per service; a line written in a span names its trace. */
export function createLogger(service: string, level: string, destination?: DestinationStream): Logger {
  const out = pino(
    { level, base: { service }, timestamp: pino.stdTimeFunctions.isoTime, mixin: traceField },
    destination,
  );
  const write =
    (severity: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}) =>
      out[severity](allowed(fields), message);
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

function traceField(): object {
  const active = trace.getActiveSpan()?.spanContext();
  return active === undefined ? {} : { trace: active.traceId };
}

export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * An error for a log line: class, code and stack, never the driver's `detail`, which quotes rows.
 */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = (error as { code?: unknown }).code;
  return {
    error: error.name,
    ...(typeof code === 'string' && { code }),
    stack: (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')).slice(0, 8).join('\n'),
  }; // prettier-ignore
}

/** Plain values only: an object would bring fields of its own along. */
function allowed(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).filter(([key, value]) => ALLOWED.has(key) && typeof value !== 'object'),
  );
}
