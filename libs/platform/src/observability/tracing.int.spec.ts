import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ManualClock, newId, systemClock } from '@navette/kernel';
import { eventually } from '@navette/testing';
import { context, propagation, trace, TraceFlags } from '@opentelemetry/api';
import { core, node, tracing } from '@opentelemetry/sdk-node';
import { insertThing, Noted, openBus, say, scope, startDatabase, type ProbeDatabase } from '../../test/engine.js';
import type { Bus } from '../messaging/bus.js';
import { Consumers } from '../messaging/consumers.js';
import { on, together } from '../messaging/subscription.js';
import { OutboxRelay } from '../outbox/outbox-relay.js';
import { setTimer, Timers } from '../timers/timers.js';
import { Metrics } from './metrics.js';
import { currentTraceparent, inSpan, SpanKind } from './trace-context.js';
import { startTracing } from './tracing.js';

const clock = new ManualClock('2026-03-01T08:00:00Z');
const exporter = new tracing.InMemorySpanExporter();
const provider = new node.NodeTracerProvider({ spanProcessors: [new tracing.SimpleSpanProcessor(exporter)] });

let probe: ProbeDatabase;
let bus: Bus;
let relay: OutboxRelay;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  provider.register({ propagator: new core.W3CTraceContextPropagator() });
  probe = await startDatabase({ clock });
  bus = await openBus();
  relay = new OutboxRelay(probe.db, bus, systemClock, probe.logger, new Metrics('probe'));
});
afterAll(async () => {
  for (const stop of stops) await stop();
  await relay.stop();
  await bus.close();
  await probe.stop();
  await provider.shutdown();
  for (const api of [trace, context, propagation]) api.disable();
});

const span = (name: string) =>
  eventually(() => exporter.getFinishedSpans().find((one) => one.name === name), { timeoutMs: 10_000 });
const idOf = (traceparent: string) => traceparent.split('-')[2];

/** Runs a transaction in a span, as a call does; its traceparent. */
async function called(name: string, work: Parameters<typeof probe.db.tenantTx>[1]): Promise<string> {
  let traceparent = '';
  await inSpan(name, '', SpanKind.SERVER, async () => {
    traceparent = currentTraceparent();
    await probe.db.tenantTx(scope(), work);
  });
  return traceparent;
}

describe('a trace goes on', () => {
  it('from the transaction that published to the handler, whoever relays it and whenever', async () => {
    const first = await called('publishing', async (tx) => say(tx, 'told', 'thing-told'));
    const [row] = await probe.rows<{ headers: Record<string, string> }>('select headers from outbox');
    expect(row?.headers['traceparent']).toBe(first);
    // The relay, and what handles, start in another trace: they must not lend it to what they carry.
    await inSpan('starting', '', SpanKind.INTERNAL, async () => {
      relay.start();
      const consumers = new Consumers('probe', bus, probe.db, probe.logger, new Metrics('probe'));
      stops.push(() => consumers.drain());
      await consumers.start([
        on(Noted, 'trace', async (tx, { message }) => {
          await insertThing(tx, newId(clock), message.text);
          if (message.text === 'told') say(tx, 'told on', 'thing-told-on');
        }),
      ]);
    });
    await span('handle trace');
    const handled = await eventually(() => {
      const both = exporter.getFinishedSpans().filter(({ name }) => name === 'handle trace');
      return both.length === 2 ? both : undefined;
    });
    const [told, toldOn] = handled;
    expect(told?.parentSpanContext?.spanId).toBe(idOf(first));
    expect(toldOn?.parentSpanContext?.spanId).toBe(told?.spanContext().spanId);
    expect(new Set(handled.map((one) => one.spanContext().traceId))).toEqual(new Set([first.split('-')[1]]));
    // Where another span was active all the same, it is linked and not lost.
    const starting = await span('starting');
    expect(told?.links.map((link) => link.context.spanId)).toEqual([starting.spanContext().spanId]);
  });

  it('for each of several messages handled in one transaction', async () => {
    const traces = new Map<string, string>();
    for (const text of ['one', 'two', 'three']) {
      traces.set(text, await called(`publishing ${text}`, async (tx) => say(tx, text, `thing-${text}`)));
    }
    await eventually(async () => {
      const rows = await probe.rows('select from outbox where published_at is null');
      return rows.length === 0 ? true : undefined;
    });
    const consumers = new Consumers('probe', bus, probe.db, probe.logger, new Metrics('probe'));
    stops.push(() => consumers.drain());
    const subscription = on(Noted, 'trace-together', async (tx, { message: { text } }) => {
      if (traces.has(text)) say(tx, `${text} again`, `thing-${text}-again`);
    });
    await consumers.start([together(subscription)]);
    const again = await eventually(async () => {
      const rows = await probe.rows<{ aggregate_id: string; headers: Record<string, string> }>(
        `select aggregate_id, headers from outbox where aggregate_id like '%-again'`,
      );
      return rows.length === 3 ? rows : undefined;
    });
    for (const { aggregate_id: id, headers } of again) {
      const cause = traces.get(id.split('-')[1] as string);
      expect(headers['traceparent']?.split('-')[1]).toBe(cause?.split('-')[1]);
    }
  });

  it('from what set a timer, the last time, to what it does', async () => {
    const set = async (name: string) =>
      called(name, async (tx) => {
        tx.audit('timer', 'reminder');
        await setTimer(tx, { kind: 'reminder', key: 'a', dueAt: clock.now().add({ seconds: 60 }) });
      });
    await set('set at first');
    const last = await set('moved');
    clock.advance({ seconds: 61 });
    const timers = new Timers('probe', probe.db, probe.logger, new Metrics('probe'), 60);
    timers.start([{ kind: 'reminder', fire: (_timer, of, done) => probe.db.tenantTx(of, done) }]);
    stops.push(() => timers.stop());
    const fired = await span('timer reminder');
    expect(fired.parentSpanContext?.spanId).toBe(idOf(last));
  });

  it('not from a traceparent that is none', async () => {
    await inSpan('broken', 'no-traceparent', SpanKind.CONSUMER, async () => {
      expect(currentTraceparent()).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    });
    const broken = await span('broken');
    expect(broken.parentSpanContext).toBeUndefined();
    expect(broken.spanContext().traceFlags).toBe(TraceFlags.SAMPLED);
  });
});

describe('tracing', () => {
  it('is off unless an address is set: nothing to flush, and nothing registered', async () => {
    const before = trace.getTracerProvider();
    for (const env of [{}, { OTEL_EXPORTER_OTLP_ENDPOINT: '' }]) {
      await expect(startTracing('probe', env).then((flush) => flush())).resolves.toBeUndefined();
    }
    expect(trace.getTracerProvider()).toBe(before);
  });
});
