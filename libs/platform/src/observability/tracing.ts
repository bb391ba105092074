import { register } from 'node:module';

/** Sends what was traced and not sent yet. */
type Flush = () => Promise<void>;

/** Personal or of no use; a query may hold the name that somebody searched for. */
const NOT_TRACED = {
  'url.query': undefined,
  'url.full': undefined,
  'user_agent.original': undefined,
  'client.address': undefined,
  'network.peer.address': undefined,
  'network.peer.port': undefined,
};

/**
 * Starts OpenTelemetry when `OTEL_EXPORTER_OTLP_ENDPOINT` is set; otherwise nothing is loaded, traced or sent. Only what is
 * imported afterwards can be traced. Instrumentations are picked by hand and the loader hook is limited to what they patch:
 * hooking every module costs seconds at each start. Metrics and logs are not sent: they have `/metrics` and stdout.
 *
 * @returns what sends the last spans, for the end of the process
 */
export async function startTracing(name: string, env: NodeJS.ProcessEnv): Promise<Flush> {
  if (!env['OTEL_EXPORTER_OTLP_ENDPOINT']) return async () => {};
  register('@opentelemetry/instrumentation/hook.mjs', import.meta.url, {
    data: { include: ['@grpc/grpc-js', 'pg', 'pg-pool', 'http', 'node:http'] },
  });
  const [{ NodeSDK }, { GrpcInstrumentation }, { HttpInstrumentation }, { PgInstrumentation }] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/instrumentation-grpc'),
    import('@opentelemetry/instrumentation-http'),
    import('@opentelemetry/instrumentation-pg'),
  ]);
  const sdk = new NodeSDK({
    serviceName: env['OTEL_SERVICE_NAME'] || name,
    autoDetectResources: false,
    metricReaders: [],
    logRecordProcessors: [],
    // Events are exceptions with their texts; a span says that it failed by its status.
    spanLimits: { eventCountLimit: 0 },
    instrumentations: [
      new GrpcInstrumentation(),
      new HttpInstrumentation({
        ignoreIncomingRequestHook: ({ url = '' }) => /^\/(healthz|readyz|metrics)/.test(url),
        startIncomingSpanHook: () => NOT_TRACED,
        startOutgoingSpanHook: () => NOT_TRACED,
      }),
      // Statements carry no values, and spans must not either.
      new PgInstrumentation({ enhancedDatabaseReporting: false, requireParentSpan: true }),
    ],
  });
  sdk.start();
  return () => sdk.shutdown();
}
