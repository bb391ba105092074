/**
 * Preloaded by `node --import @navette/platform/tracing …`: starts OpenTelemetry when `OTEL_EXPORTER_OTLP_ENDPOINT` is set,
 * and does nothing otherwise. Instrumentations are picked by hand and the loader hook is limited to what they patch:
 * hooking every module costs seconds at each start.
 */
import { register } from 'node:module';

if (process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] !== undefined) {
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
    serviceName: process.env['OTEL_SERVICE_NAME'] ?? 'navette',
    instrumentations: [
      new GrpcInstrumentation(),
      new HttpInstrumentation({ ignoreIncomingRequestHook: ({ url = '' }) => /^\/(healthz|readyz|metrics)/.test(url) }),
      // Statements carry no values, and spans must not either.
      new PgInstrumentation({ enhancedDatabaseReporting: false, requireParentSpan: true }),
    ],
  });
  sdk.start();
  process.once('beforeExit', () => void sdk.shutdown());
}
