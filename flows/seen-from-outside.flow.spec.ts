import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@navette/testing';
import { services } from '../tools/dev/services.mjs';
import { BusWitness } from './support/bus.js';
import { MainLine } from './support/main-line.js';
import { System } from './support/system.js';
import { TraceCollector, type Span } from './support/trace-collector.js';

/** Nobody else is called so, nor lives or is reached there. */
const CONSUMER = {
  name: 'Vandecasteele',
  firstName: 'Hermeline',
  phone: '06 39 98 41 27',
  address: { line1: '17 venelle des Charrons', postcode: '59000', city: 'Lille' },
};
const EMAIL = 'hermeline.vandecasteele@exemple.example';
const SERVER = 2;
const CLIENT = 3;
const CONSUMED = 5;

let collector: TraceCollector;
let system: System;
const traceId = randomBytes(16).toString('hex');
const root = randomBytes(8).toString('hex');

beforeAll(async () => {
  collector = await TraceCollector.start();
  system = await System.start({ env: { ...collector.env(), NAVETTE_LOG_LEVEL: 'debug' } });
  const line = new MainLine(system);
  const [part] = await line.parts(1);
  system.traceparent = `00-${traceId}-${root}-01`;
  await wholeLine(line, part?.reference as string);
  system.traceparent = '';
  await whatGoesWrong();
}, 300_000);
afterAll(async () => {
  await system?.remove();
  await collector?.stop();
}, 60_000);

/** One record, from the manufacturer's order to the posted entry. */
async function wholeLine(line: MainLine, reference: string): Promise<void> {
  const { fileId } = await line.openFile({ email: EMAIL, consumer: CONSUMER });
  const need = await line.addPart(fileId, reference);
  const [order = ''] = await line.order([need]);
  const receipt = await line.draftReceipt(order);
  await line.validate(receipt);
  await line.sagaEnds(receipt.id);
  await eventually(() => (system.mailsTo(EMAIL).length > 0 ? true : undefined), { timeoutMs: 60_000 });
  expect((await system.api('POST', `/intervention-files/${fileId}/finish`, {})).status).toBe(200);
  expect((await system.api('POST', `/intervention-files/${fileId}/bill`)).status).toBe(200);
  await eventually(
    async () => ((await system.api('GET', '/accounting/entries')).body.entries.length > 0 ? true : undefined),
    { timeoutMs: 60_000 },
  );
}

/** Refusals and a failure of the database that quotes the row: what is most likely to be logged with its content. */
async function whatGoesWrong(): Promise<void> {
  const { address: _none, phone, ...person } = CONSUMER;
  const party = { ...person, kinds: ['consumer'], emails: [EMAIL], acceptDuplicates: true };
  expect((await system.api('GET', `/parties?q=${encodeURIComponent(CONSUMER.name)}&${CONSUMER.name}=${phone}`)).status).toBe(400); // prettier-ignore
  expect((await system.api('POST', '/parties', { ...party, [CONSUMER.name]: EMAIL })).status).toBe(400);
  await system.rows('parties', `alter table party_email add constraint probe check (email <> '${EMAIL}') not valid`);
  expect((await system.api('POST', '/parties', party)).status).toBe(500);
  await system.rows('parties', 'alter table party_email drop constraint probe');
}

describe('metrics, scraped', () => {
  it('tell of each service its outbox, inbox, dead letters and pool, and of each saga where it stands', async () => {
    for (const { name, database } of services) {
      const answer = await fetch(`${system.url(name)}/metrics`);
      const metrics = series(await answer.text());
      if (!database) continue;
      for (const gauge of ['outbox_oldest_seconds', 'dead_letters', 'database_pool_waiting']) {
        expect({ name, gauge, value: metrics.get(`navette_${gauge}{service="${name}"}`) }).toMatchObject({
          value: expect.any(Number),
        });
      }
      const lags = [...metrics].filter(([key]) => key.startsWith('navette_inbox_lag{handler="'));
      expect({ name, handlers: lags.length > 0, unknown: lags.filter(([, lag]) => Number.isNaN(lag)) }).toEqual({
        name,
        handlers: true,
        unknown: [],
      });
    }
    const stock = series(await (await fetch(`${system.url('stock')}/metrics`)).text());
    expect(stock.get('navette_sagas{saga="order-receipt-to-allocation",status="done",service="stock"}')).toBe(1);
    expect(stock.get('navette_dead_letters{service="stock"}')).toBe(0);
    await system.rows(
      'stock',
      `insert into dead_letter (id, consumer, message_id, message_type, station_id, aggregate_id, subject, payload, headers,
         error, failures, created_at) values (gen_random_uuid(), 'stock__probe', 'x', 't', null, 'a', 's', '', '{}', 'probe', 1, now())`,
    );
    const after = series(await (await fetch(`${system.url('stock')}/metrics`)).text());
    expect(after.get('navette_dead_letters{service="stock"}')).toBe(1);
  });
});

/** Samples of a scrape by name and labels. */
function series(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))])); // prettier-ignore
}

describe('tracing: one record of the main line', () => {
  let spans: Span[];

  it('is one trace from the HTTP call to the mail, every span under the one that caused it', async () => {
    // The batch in hand is sent at an orderly end only: without that, the last spans are missing here.
    const untraced = await fetch(`${system.url('api')}/api/v1/openapi.json`, {
      headers: { traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` },
    });
    expect(untraced.status).toBe(200);
    await system.stop();
    spans = collector.spans().filter((span) => span.traceId === traceId);
    expect(collector.spans().filter((span) => span.traceId === 'ab'.repeat(16))).not.toEqual([]);
    const ids = new Set([root, ...spans.map(({ spanId }) => spanId)]);
    expect(spans.filter(({ parentSpanId }) => !ids.has(parentSpanId ?? '')).map(({ name }) => name)).toEqual([]);
  });

  it('passes both HTTP edges, every service by gRPC, and every service that listens', () => {
    const urls = spans.filter(({ kind }) => kind === SERVER).map((span) => attribute(span, 'url.path'));
    expect(urls).toContain('/v1/mission-orders');
    expect(urls.some((url) => url?.startsWith('/api/v1/goods-receipts/'))).toBe(true);
    const served = spans.filter(({ name, kind }) => name.startsWith('grpc.navette.') && kind === SERVER);
    const contexts = new Set(served.map(({ name }) => name.split('.')[2]));
    for (const context of ['interventions', 'parties', 'stock']) expect(contexts).toContain(context);
    const consumed = spans.filter(({ kind }) => kind === CONSUMED).map(({ name }) => name);
    expect(consumed).toEqual(
      expect.arrayContaining([
        'handle saga-mission-to-file',
        'handle saga-order-receipt-to-allocation',
        'handle saga-file-to-invoice',
        'timer send-mail',
      ]),
    );
    expect(spans.some(({ name, kind }) => name === 'send mail' && kind === CLIENT)).toBe(true);
  });

  it('joins a gRPC call to its answer, and a handler across the outbox to the transaction that published', () => {
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    const served = spans.filter(({ name, kind }) => name.startsWith('grpc.navette.') && kind === SERVER);
    expect(served.filter(({ parentSpanId, name }) => byId.get(parentSpanId ?? '')?.name !== name)).toEqual([]);
    // The mail hangs on the receipt: timer ← file's status ← saga's command ← validation over HTTP.
    const path: string[] = [];
    const mails = spans.filter(({ name }) => name === 'send mail');
    for (let span = mails.at(-1); span !== undefined; span = byId.get(span.parentSpanId ?? '')) path.push(span.name);
    expect(path[1]).toBe('timer send-mail');
    expect(path.filter((name) => name.startsWith('handle ')).length).toBeGreaterThanOrEqual(2);
    expect(path.some((name) => /^grpc\.navette\.stock\./.test(name))).toBe(true);
  });

  it('carries no attribute that nobody has looked at', () => {
    const keys = new Set(collector.spans().flatMap(({ attributes }) => attributes.map(({ key }) => key)));
    expect([...keys].filter((key) => !TRACED.has(key))).toEqual([]);
  });
});

function attribute(span: Span, key: string): string | undefined {
  return (span.attributes.find((one) => one.key === key)?.value as { stringValue?: string } | undefined)?.stringValue;
}

/** Attributes of spans; each is known not to hold what people typed. */
const TRACED = new Set([
  'db.postgresql.idle.timeout.millis', 'db.system.name', 'db.namespace', 'db.query.text', 'server.address', 'server.port',
  'rpc.system', 'rpc.method', 'rpc.service', 'rpc.grpc.status_code', 'grpc.error_name', 'grpc.error_message', 'error.type',
  'http.request.method', 'http.response.status_code', 'url.scheme', 'url.path', 'network.protocol.version',
]); // prettier-ignore

describe('personal data outside parties', () => {
  it('is in no log, no trace, and no message but those of parties, the mission orders of senders and the billing of files', async () => {
    const people = await peopleKnown();
    expect(people).toEqual(expect.arrayContaining([EMAIL, CONSUMER.name, CONSUMER.address.line1, '+33639984127']));
    expect(people.length).toBeGreaterThan(100);
    const witness = await BusWitness.open(system);
    const messages = await witness.messages();
    await witness.close();
    const telling = (subject: string) => MAY_TELL.some((pattern) => pattern.test(subject));
    const others = messages.filter(({ subject }) => !telling(subject));
    expect(others.length).toBeGreaterThan(50);
    expect(others.length).toBeLessThan(messages.length);
    const places = {
      logs: system.log(),
      traces: collector.bodies.join('\n'),
      messages: others.map(({ subject, data, headers }) => `${subject} ${Buffer.from(data).toString()} ${headers?.toString()}`).join('\n'), // prettier-ignore
    };
    expect(places.logs).toContain('call failed');
    for (const [place, text] of Object.entries(places)) {
      expect({ place, found: people.filter((one) => mentions(text, one)) }).toEqual({ place, found: [] });
    }
    // What is looked for is what is written: the messages that may tell do.
    for (const pattern of MAY_TELL) {
      const own = messages.filter(({ subject }) => pattern.test(subject));
      expect(own.some(({ data }) => mentions(Buffer.from(data).toString(), EMAIL))).toBe(true);
    }
  });
});

/** Events of parties and what others ask of it; a sender's order to its one receiver (ADR 12); whom a file is billed to (ADR 40). */
const MAY_TELL = [
  /\.navette\.parties\./,
  /\.navette\.interventions\.v1\.cmd\.\w+-mission-order\./,
  /\.navette\.billing\.v1\.cmd\.[a-z-]*file-documents\./,
];

/** Every name, mail, phone and address of people that parties knows, in each form it keeps. */
async function peopleKnown(): Promise<string[]> {
  const rows = await system.rows<{ value: string }>(
    'parties',
    `select name as value from party where 'consumer' = any (kinds)
     union select first_name from party union select name_norm from party where 'consumer' = any (kinds)
     union select email from party_email union select email_norm from party_email
     union select typed from party_phone union select e164 from party_phone
     union select line1 from party_address
     union select name from party_contact union select phone from party_contact union select email from party_contact`,
  );
  return rows.map(({ value }) => value).filter((value) => value.length > 2);
}

/** A short one as a word of its own: a name may be part of another word. */
function mentions(text: string, value: string): boolean {
  // In a message a text follows its length, which may look like a letter.
  if (value.length > 10) return text.includes(value);
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
    const [before = '', after = ''] = [text[at - 1], text[at + value.length]];
    if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return true;
  }
  return false;
}
