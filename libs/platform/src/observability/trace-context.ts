import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('navette');

/** W3C `traceparent` of the active span; empty while tracing is off. */
export function currentTraceparent(): string {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier['traceparent'] ?? '';
}

/**
 * Runs `work` in a span that continues `traceparent`; without one in a span of the active trace. The extracted context is
 * entered explicitly: callbacks of the NATS client otherwise inherit whatever span was active when the subscription was
 * made. A span that is active all the same (an operator replays a dead letter) is linked.
 */
export function inSpan<T>(name: string, traceparent: string, kind: SpanKind, work: () => Promise<T>): Promise<T> {
  const parent = traceparent === '' ? context.active() : propagation.extract(context.active(), { traceparent });
  const active = trace.getSpanContext(context.active());
  const links = traceparent === '' || active === undefined ? [] : [{ context: active }];
  return tracer.startActiveSpan(name, { kind, links }, parent, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'error' });
      throw error;
    } finally {
      span.end();
    }
  });
}

export { SpanKind };
