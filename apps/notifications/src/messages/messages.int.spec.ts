import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CustomerOrderStatusChangedMessage,
  InterventionFileStatusAddedMessage,
  MessageParkedMessage,
  PartyCreatedMessage,
  StationChangedMessage,
} from '@navette/contracts';
import { StationChanged } from '@navette/contracts/identity/v1/events';
import { NotificationsServiceService, Template, type Message } from '@navette/contracts/notifications/v1/service';
import { newId, systemClock, Temporal, type Clock } from '@navette/kernel';
import { startService } from '@navette/platform/service';
import { eventually, startTestService, testTenant, type TestService, type TestTenant } from '@navette/testing';
import { notificationsService } from '../notifications.service.js';
import { happen } from '../test/happen.js';
import { answer, startSmtp, type Smtp } from '../test/smtp-server.js';
import { people, startStandIns } from '../test/stand-ins.js';
import { messageKey } from './message-key.hash.js';
import { RETRY_AFTER_SECONDS } from './message.js';

const here = testTenant('here');
const elsewhere = testTenant('elsewhere');
const without = testTenant('without smtp');
const RIGHTS = [
  'notifications:smtp.set',
  'notifications:message.read',
  'notifications:message.resend',
  'notifications:template.set',
];
const SECRET = { NAVETTE_NOTIFICATIONS_SECRET_KEY: 'k'.repeat(32) };
const refusal = (code: string) => expect.objectContaining({ code });

/** The machine's time, and ahead of it by as much as a test wants. */
let ahead = 0;
const clock: Clock = { now: () => systemClock.now().add({ seconds: ahead }) };

let standIns: Awaited<ReturnType<typeof startStandIns>>;
let service: TestService;
let smtp: Smtp;
/** By recipient: what the server says to it, until the test takes it away. */
const answers = new Map<string, Error>();

beforeAll(async () => {
  standIns = await startStandIns();
  service = await startTestService(notificationsService, { clock, env: { ...SECRET, ...standIns.env } });
  smtp = await startSmtp({
    onRcptTo({ address }, _session, done) {
      done(answers.get(address));
    },
  });
  for (const tenant of [here, elsewhere]) await useServer(tenant, smtp.port);
});
afterAll(async () => {
  await Promise.all([service, ...standIns.services].map((one) => one.stop()));
  await smtp.stop();
});
afterEach(() => {
  people.away = false;
});

const client = () => service.client(NotificationsServiceService);

async function useServer(tenant: TestTenant, port: number): Promise<void> {
  const settings = {
    senderAddress: 'atelier@houplin.example',
    senderName: 'Houplin Lille',
    replyTo: 'accueil@houplin.example',
    host: '127.0.0.1',
    port,
    security: 'none',
    login: '',
    password: '',
  };
  await client().setSmtpSettings({ settings }, await service.as(tenant, RIGHTS));
}

/** A part has come for a file of `partyId`; the event's id. */
function partArrives(
  partyId: string,
  overrides: { tenant?: TestTenant; messageId?: string; brand?: string; key?: string } = {},
) {
  const { tenant = here, brand = 'Arthur Martin', key = 'parts_received', ...rest } = overrides;
  const fileId = newId(systemClock);
  return happen(
    service,
    InterventionFileStatusAddedMessage,
    {
      fileId,
      fileNumber: 'LIL-DI-2026-000042',
      statusId: newId(systemClock),
      code: 206,
      key,
      consumerPartyId: partyId,
      productCategory: 'Lave-linge',
      productBrand: brand,
    },
    { tenant, aggregateId: fileId, ...rest },
  );
}

async function messagesTo(partyId: string, tenant = here): Promise<Message[]> {
  const { messages } = await client().listMessages(
    { page: undefined, state: '', aboutId: '' },
    await service.as(tenant, RIGHTS),
  );
  return messages.filter((message) => message.partyId === partyId);
}

function messageTo(partyId: string, state: string, tenant = here): Promise<Message> {
  return eventually(async () => (await messagesTo(partyId, tenant)).find((message) => message.state === state));
}

const mailsTo = (email: string) => smtp.mails.filter(({ to }) => to?.some(({ address }) => address === email));

/** Everything published so far has been handled: a later message of each handler has come through. */
async function settled(): Promise<void> {
  const last = people.add();
  await partArrives(last.id);
  await messageTo(last.id, 'sent');
}

describe('NO-10 a status code sends its template', () => {
  it('to the consumer, in good French, with what the file says', async () => {
    const version = { tenant: here, aggregateId: here.stationId, version: 3 };
    const station = {
      stationId: here.stationId,
      networkId: here.networkId,
      name: 'Houplin Lille',
      phone: '+33353010014',
    };
    await happen(service, StationChangedMessage, StationChanged.fromPartial(station), version);
    await happen(service, StationChangedMessage, StationChanged.fromPartial({ ...station, name: 'Ancien nom' }), {
      ...version,
      version: 2,
    });
    await eventually(async () => (await service.admin.query('select from station_ref')).rowCount || undefined);
    const zoe = people.add();
    const event = await partArrives(zoe.id);
    const message = await messageTo(zoe.id, 'sent');
    const [mail] = mailsTo(zoe.email);
    expect(mail).toMatchObject({
      subject: 'Votre pièce est arrivée — dossier LIL-DI-2026-000042',
      from: { address: 'atelier@houplin.example', name: 'Houplin Lille' },
      replyTo: [{ address: 'accueil@houplin.example' }],
    });
    expect(mail?.text).toContain('Bonjour Mme Lefèvre,');
    expect(mail?.text).toContain('(Lave-linge Arthur Martin)');
    expect(mail?.text).toContain('appelez-nous au +33353010014');
    expect(mail?.text).toMatch(/Houplin Lille\s*$/);
    const header = (name: string) => mail?.headers.find(({ key }) => key === name)?.value;
    expect(header('x-navette-message-kind')).toBe('status:parts_received');
    expect(header('x-navette-about')).toBe(`intervention_file/${message.aboutId}`);
    expect(header('x-navette-event')).toBe(event);
    expect(mail?.messageId).toBe(`<${messageKey(event, 'status:parts_received', zoe.id)}@houplin.example>`);
    expect(message).toMatchObject({
      messageId: mail?.messageId,
      recipient: zoe.email,
      attempts: 1,
      subject: mail?.subject,
    });
  });

  it('in English to whom reads English', async () => {
    const jane = people.add({ language: 'en', civility: '', name: 'Doe', firstName: 'Jane' });
    await partArrives(jane.id);
    expect(await messageTo(jane.id, 'sent')).toMatchObject({
      subject: 'Your part has arrived — file LIL-DI-2026-000042',
    });
  });

  it('only when the kind is active, which a station may say of a network’s kind and of its own codes', async () => {
    const zoe = people.add();
    const call = await service.as(here, RIGHTS);
    await partArrives(zoe.id, { key: 'parts_ordered' });
    await partArrives(zoe.id, { key: '' });
    await settled();
    expect(await messagesTo(zoe.id)).toEqual([]);
    const template = Template.fromPartial({ kind: 'status:206', language: 'fr', active: true, subject: 'Code {{ file.number }}', body: 'Bonjour', bcc: 'copie@houplin.example' }); // prettier-ignore
    await client().setTemplate({ template }, call);
    await partArrives(zoe.id, { key: '' });
    expect(await messageTo(zoe.id, 'sent')).toMatchObject({ kind: 'status:206', subject: 'Code LIL-DI-2026-000042' });
    await client().setTemplate({ template: { ...template, active: false } }, call);
    await partArrives(zoe.id, { key: '' });
    await settled();
    expect(await messagesTo(zoe.id)).toHaveLength(1);
  });
});

describe('NO-10 an order that is ready is told, once and in its latest state', () => {
  const orderIs = (state: string, version: number, orderId: string, customerPartyId: string) =>
    happen(
      service,
      CustomerOrderStatusChangedMessage,
      { orderId, number: 'LIL-BC-2026-000007', customerPartyId, state },
      { tenant: here, aggregateId: orderId, version },
    );

  it('in part, then in full; never when a late event comes after what it led to', async () => {
    const zoe = people.add();
    const [order, late] = [newId(systemClock), newId(systemClock)];
    await orderIs('ready_partial', 2, order, zoe.id);
    await orderIs('ready', 3, order, zoe.id);
    await orderIs('delivered', 4, order, zoe.id);
    await orderIs('delivered', 5, late, zoe.id);
    await orderIs('ready', 4, late, zoe.id);
    const handled = `select from inbox where consumer = 'notifications__customer-order-mail'`;
    await eventually(async () => ((await service.admin.query(handled)).rowCount === 5 ? true : undefined));
    await eventually(async () => (mailsTo(zoe.email).length === 2 ? true : undefined));
    expect((await messagesTo(zoe.id)).map(({ kind }) => kind).sort()).toEqual([
      'customer_order_ready',
      'customer_order_ready_partial',
    ]);
    expect(
      mailsTo(zoe.email)
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual([
      'Votre commande LIL-BC-2026-000007 est arrivée en partie',
      'Votre commande LIL-BC-2026-000007 est prête',
    ]);
  });
});

describe('NO-10 a welcome', () => {
  it('is for consumers of a station that wants it', async () => {
    const welcome = async (kinds: string[], tenant: TestTenant) => {
      const party = people.add({ kinds });
      await happen(service, PartyCreatedMessage, { party }, { tenant, aggregateId: party.id });
      return party;
    };
    const unasked = await welcome(['consumer'], here);
    const template = Template.fromPartial({ kind: 'party_welcome', language: 'fr', active: true, subject: 'Bienvenue', body: '{{ customer.name }}' }); // prettier-ignore
    await client().setTemplate({ template }, await service.as(elsewhere, RIGHTS));
    const supplier = await welcome(['supplier'], elsewhere);
    const consumer = await welcome(['consumer'], elsewhere);
    expect(await messageTo(consumer.id, 'sent', elsewhere)).toMatchObject({ body: 'Lefèvre' });
    expect(await messagesTo(supplier.id, elsewhere)).toEqual([]);
    expect(await messagesTo(unasked.id)).toEqual([]);
  });
});

describe('NO-5 nothing is sent', () => {
  it.each([
    ['where the customer has no address', 'no-address', here, () => people.add({ emails: [] }).id],
    ['where the station has no server', 'no-smtp', without, () => people.add().id],
    ['where the customer is gone', 'no-party', here, () => newId(systemClock)],
  ])('%s, and the reason is kept', async (_title, reason, tenant, partyId) => {
    const id = partyId();
    await partArrives(id, { tenant });
    expect(await messageTo(id, 'not_sent', tenant)).toMatchObject({ reason, sentAt: '' });
  });

  it('for good: once the address is known, it leaves by hand', async () => {
    const zoe = people.add({ emails: [] });
    await partArrives(zoe.id);
    const { id } = await messageTo(zoe.id, 'not_sent');
    people.known.set(zoe.id, { ...zoe, emails: [zoe.email] });
    await client().resendMessage({ id }, await service.as(here, RIGHTS));
    await messageTo(zoe.id, 'sent');
    expect(mailsTo(zoe.email)).toHaveLength(1);
  });
});

describe('NO-6 one mail for one event', () => {
  it('when the same event comes twice, and when it comes again under the inbox’s back', async () => {
    const zoe = people.add();
    const messageId = await partArrives(zoe.id);
    await partArrives(zoe.id, { messageId });
    await messageTo(zoe.id, 'sent');
    await service.admin.query('delete from inbox where message_id = $1', [messageId]);
    await partArrives(zoe.id, { messageId });
    await settled();
    expect(await messagesTo(zoe.id)).toHaveLength(1);
    expect(mailsTo(zoe.email)).toHaveLength(1);
  });

  it('is held by the database too', async () => {
    const copy = `insert into message select (jsonb_populate_record(m, jsonb_build_object('id', $1::uuid, 'message_id', '<x@y>'))).*
      from message m limit 1`;
    await expect(service.admin.query(copy, [newId(systemClock)])).rejects.toThrow('message_station_id_dedupe_key_key');
    await expect(service.admin.query(`update message set state = 'sent', sent_at = null`)).rejects.toThrow(
      'check constraint',
    );
    await expect(service.admin.query(`update message set state = 'parked', reason = ''`)).rejects.toThrow(
      'check constraint',
    );
  });

  it('waits while parties is away, without counting tries', async () => {
    people.away = true;
    const zoe = people.add();
    await partArrives(zoe.id);
    await eventually(async () => {
      const { rows } = await service.admin.query(
        `select from timer where kind = 'send-mail' and attempts > 0 and last_error <> ''`,
      );
      return rows.length > 0 ? true : undefined;
    });
    expect(await messagesTo(zoe.id)).toMatchObject([{ state: 'queued', attempts: 0 }]);
    people.away = false;
    expect(await messageTo(zoe.id, 'sent')).toMatchObject({ attempts: 1 });
  });

  it('is tried again when the server puts it off, under the same Message-ID', async () => {
    const zoe = people.add();
    answers.set(zoe.email, answer(451, 'try later'));
    await partArrives(zoe.id);
    const waiting = await eventually(async () => (await messagesTo(zoe.id)).find(({ attempts }) => attempts === 1));
    expect(waiting).toMatchObject({ state: 'queued', reason: expect.stringContaining('recipient: 451 try later') });
    answers.delete(zoe.email);
    expect(await messageTo(zoe.id, 'sent')).toMatchObject({ attempts: 2, reason: '', messageId: waiting.messageId });
    expect(mailsTo(zoe.email).map(({ messageId }) => messageId)).toEqual([waiting.messageId]);
  });

  it('is parked at once when the server refuses it, with its answer, and leaves again by hand', async () => {
    const zoe = people.add();
    answers.set(zoe.email, answer(550, `no such user ${zoe.email}`));
    await partArrives(zoe.id);
    const parked = await messageTo(zoe.id, 'parked');
    expect(parked).toMatchObject({ attempts: 1, recipient: zoe.email });
    expect(parked.reason).toContain('550 no such user');
    const { rows } = await service.admin.query<{ payload: Buffer }>(
      `select payload from outbox where aggregate_id = $1 and subject like '%message-parked%'`,
      [parked.id],
    );
    const event = MessageParkedMessage.decode((rows[0] as { payload: Buffer }).payload);
    expect(event.reason).toContain('550 no such user');
    expect(event.reason).not.toContain(zoe.email);
    expect((await service.admin.query(`select from timer where key = $1`, [parked.id])).rowCount).toBe(0);
    answers.delete(zoe.email);
    await client().resendMessage({ id: parked.id }, await service.as(here, RIGHTS));
    expect(await messageTo(zoe.id, 'sent')).toMatchObject({ messageId: parked.messageId });
    const again = client().resendMessage({ id: parked.id }, await service.as(here, RIGHTS));
    await expect(again).rejects.toEqual(refusal('notifications.message.not-resendable'));
  });

  it('is parked after the last try', async () => {
    const zoe = people.add();
    answers.set(zoe.email, answer(451, 'never'));
    await partArrives(zoe.id);
    for (let tries = 1; tries <= RETRY_AFTER_SECONDS.length; tries++) {
      await eventually(async () => (await messagesTo(zoe.id)).find(({ attempts }) => attempts === tries));
      ahead += RETRY_AFTER_SECONDS[tries - 1] as number;
    }
    expect(await messageTo(zoe.id, 'parked')).toMatchObject({ attempts: RETRY_AFTER_SECONDS.length + 1 });
  });

  it('is not doubled when only our database fails after the server took it', async () => {
    const zoe = people.add();
    await failMarking();
    await partArrives(zoe.id);
    await eventually(() => (mailsTo(zoe.email).length > 0 ? true : undefined));
    await service.admin.query('drop trigger marking on message');
    await messageTo(zoe.id, 'sent');
    expect(mailsTo(zoe.email)).toHaveLength(1);
  });

  it('comes once more, under the same Message-ID, when the process dies between the server’s answer and our commit', async () => {
    const own = await startTestService(notificationsService, { env: { ...SECRET, ...standIns.env } });
    await own.client(NotificationsServiceService).setSmtpSettings(
      {
        settings: { senderAddress: 'a@houplin.example', senderName: '', replyTo: '', host: '127.0.0.1', port: smtp.port, security: 'none', login: '', password: '' },
      },
      await own.as(here, RIGHTS),
    ); // prettier-ignore
    await failMarking(own);
    const zoe = people.add();
    const fileId = newId(systemClock);
    await happen(
      own,
      InterventionFileStatusAddedMessage,
      { fileId, fileNumber: 'F', statusId: newId(systemClock), code: 206, key: 'parts_received', consumerPartyId: zoe.id, productCategory: '', productBrand: '' },
      { tenant: here, aggregateId: fileId },
    ); // prettier-ignore
    await eventually(() => (mailsTo(zoe.email).length > 0 ? true : undefined));
    await own.running.stop();
    await own.admin.query('drop trigger marking on message');
    // What this process knew is gone with it; another one finds the timer.
    const next = await startService(notificationsService, { env: own.env });
    const sent = await eventually(async () => {
      const { rows } = await own.admin.query<{ message_id: string }>(
        `select message_id from message where state = 'sent'`,
      );
      return rows[0];
    });
    expect(mailsTo(zoe.email).map(({ messageId }) => messageId)).toEqual([sent.message_id, sent.message_id]);
    await next.stop();
    await own.admin.end();
  });
});

async function failMarking(of = service): Promise<void> {
  await of.admin.query(`create or replace function refuse_marking() returns trigger language plpgsql as $$
    begin raise exception 'no'; end $$`);
  await of.admin.query(`create trigger marking before update on message for each row when (new.state = 'sent')
    execute function refuse_marking()`);
}

describe('NO-2 what a customer typed stays text', () => {
  it('is neither markup, nor a template, nor a header', async () => {
    const zoe = people.add({
      name: '<script>alert(1)</script>{{ station.name }}',
      civility: 'Mme\r\nBcc: spy@example.org',
    });
    await partArrives(zoe.id, { brand: '"><img src=x>' });
    await messageTo(zoe.id, 'sent');
    const [mail] = mailsTo(zoe.email);
    expect(mail?.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;{{ station.name }}');
    expect(mail?.html).toContain('&quot;&gt;&lt;img src=x&gt;');
    expect(mail?.html).not.toMatch(/<script|<img/);
    expect(mail?.headers.filter(({ key }) => key === 'bcc')).toEqual([]);
  });
});

describe('ID-10 messages of another station', () => {
  it('are answered like missing ones', async () => {
    const zoe = people.add();
    await partArrives(zoe.id);
    const { id } = await messageTo(zoe.id, 'sent');
    const call = await service.as(elsewhere, RIGHTS);
    await expect(client().resendMessage({ id }, call)).rejects.toEqual(refusal('notifications.message.not-found'));
    const { messages } = await client().listMessages({ page: undefined, state: '', aboutId: '' }, call);
    expect(messages.map((message) => message.id)).not.toContain(id);
  });
});

describe('NO-4 the history', () => {
  it('is read in pages, newest first, by state and by what it is about', async () => {
    const call = await service.as(here, RIGHTS);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await client().listMessages({ page: { limit: 3, cursor }, state: 'sent', aboutId: '' }, call);
      seen.push(...page.messages.map(({ queuedAt, id }) => `${queuedAt} ${id}`));
      cursor = page.nextCursor;
    } while (cursor !== '');
    expect(new Set(seen).size).toBe(seen.length);
    const instants = seen.map((line) => Temporal.Instant.from(line.split(' ')[0] as string).epochMilliseconds);
    expect(instants).toEqual([...instants].sort((a, b) => b - a));
    const { messages } = await client().listMessages({ page: undefined, state: 'sent', aboutId: '' }, call);
    const about = messages[0]?.aboutId as string;
    expect((await client().listMessages({ page: undefined, state: '', aboutId: about }, call)).messages).toHaveLength(
      1,
    );
    const wrong = client().listMessages({ page: undefined, state: 'lost', aboutId: '' }, call);
    await expect(wrong).rejects.toEqual(refusal('notifications.message.state-not-accepted'));
  });
});
