import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ConsumersMergedMessage,
  CustomerOrderStatusChangedMessage,
  PartyCreatedMessage,
  PartyErasedMessage,
  StationChangedMessage,
} from '@navette/contracts';
import { StationChanged } from '@navette/contracts/identity/v1/events';
import { Template } from '@navette/contracts/notifications/v1/service';
import { newId, systemClock, Temporal } from '@navette/kernel';
import { eventually, testTenant, type TestTenant, say } from '@navette/testing';
import { elsewhere, here, Notifications } from '../test/harness.js';
import { answer } from '../test/smtp-server.js';
import { people } from '../test/stand-ins.js';
import { messageKey } from './message-key.hash.js';

const without = testTenant('without smtp');

let n: Notifications;

beforeAll(async () => {
  n = await Notifications.start();
});
afterAll(() => n.stop());

const refusal = (code: string) => expect.objectContaining({ code });

describe('NO-10 a status code sends its template', () => {
  it('to the consumer, in good French, with what the file says', async () => {
    const version = { tenant: here, aggregateId: here.stationId, version: 3 };
    const station = {
      stationId: here.stationId,
      networkId: here.networkId,
      name: 'Houplin Lille',
      phone: '+33353010014',
    };
    await say(n.service, StationChangedMessage, StationChanged.fromPartial(station), version);
    await say(n.service, StationChangedMessage, StationChanged.fromPartial({ ...station, name: 'Ancien nom' }), {
      ...version,
      version: 2,
    });
    await eventually(async () => (await n.service.admin.query('select from station_ref')).rowCount || undefined);
    const zoe = people.add();
    const event = await n.partArrives(zoe.id);
    const message = await n.messageTo(zoe.id, 'sent');
    const [mail] = n.mailsTo(zoe.email);
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
    await n.partArrives(jane.id);
    expect(await n.messageTo(jane.id, 'sent')).toMatchObject({
      subject: 'Your part has arrived — file LIL-DI-2026-000042',
    });
  });

  it('only when the kind is active, which a station may say of a network’s kind and of its own codes', async () => {
    const zoe = people.add();
    const call = await n.as(here);
    await n.handled(await n.partArrives(zoe.id, { key: 'parts_ordered' }), await n.partArrives(zoe.id, { key: '' }));
    expect(await n.messagesTo(zoe.id)).toEqual([]);
    const template = Template.fromPartial({ kind: 'status:206', language: 'fr', active: true, subject: 'Code {{ file.number }}', body: 'Bonjour', bcc: 'copie@houplin.example' }); // prettier-ignore
    await n.client.setTemplate({ template }, call);
    await n.partArrives(zoe.id, { key: '' });
    expect(await n.messageTo(zoe.id, 'sent')).toMatchObject({ kind: 'status:206', subject: 'Code LIL-DI-2026-000042' });
    const [mail] = n.mailsTo(zoe.email);
    expect(mail?.recipients.sort()).toEqual(['copie@houplin.example', zoe.email]);
    expect(mail?.headers.filter(({ value }) => value.includes('copie@'))).toEqual([]);
    await n.client.setTemplate({ template: { ...template, active: false } }, call);
    await n.handled(await n.partArrives(zoe.id, { key: '' }));
    expect(await n.messagesTo(zoe.id)).toHaveLength(1);
  });
});

describe('NO-10 an order that is ready is told, once and in its latest state', () => {
  const orderIs = (state: string, version: number, orderId: string, customerPartyId: string) =>
    say(
      n.service,
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
    await eventually(async () => ((await n.service.admin.query(handled)).rowCount === 5 ? true : undefined));
    await eventually(async () => (n.mailsTo(zoe.email).length === 2 ? true : undefined));
    expect((await n.messagesTo(zoe.id)).map(({ kind }) => kind).sort()).toEqual([
      'customer_order_ready',
      'customer_order_ready_partial',
    ]);
    expect(
      n
        .mailsTo(zoe.email)
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
      await n.handled(await say(n.service, PartyCreatedMessage, { party }, { tenant, aggregateId: party.id }));
      return party;
    };
    const unasked = await welcome(['consumer'], here);
    const template = Template.fromPartial({ kind: 'party_welcome', language: 'fr', active: true, subject: 'Bienvenue', body: '{{ customer.name }}' }); // prettier-ignore
    await n.client.setTemplate({ template }, await n.as(elsewhere));
    const supplier = await welcome(['supplier'], elsewhere);
    const consumer = await welcome(['consumer'], elsewhere);
    expect(await n.messageTo(consumer.id, 'sent', elsewhere)).toMatchObject({ body: 'Lefèvre' });
    expect(await n.messagesTo(supplier.id, elsewhere)).toEqual([]);
    expect(await n.messagesTo(unasked.id)).toEqual([]);
  });
});

describe('NO-5 nothing is sent', () => {
  it.each([
    ['where the customer has no address', 'no-address', here, () => people.add({ emails: [] }).id],
    ['where the customer does not want mails', 'no-consent', here, () => people.add({ refusedChannels: ['mail'] }).id],
    ['where the station has no server', 'no-smtp', without, () => people.add().id],
    ['where the customer is gone', 'no-party', here, () => newId(systemClock)],
  ])('%s, and the reason is kept', async (_title, reason, tenant, partyId) => {
    const id = partyId();
    await n.partArrives(id, { tenant });
    expect(await n.messageTo(id, 'not_sent', tenant)).toMatchObject({ reason, sentAt: '' });
  });

  it('but to the default contact where the customer has no address of its own, and to who wants no SMS', async () => {
    const contact = (name: string, isDefault: boolean) => ({ name, role: '', phone: '', email: `${name}.${newId(systemClock).slice(-12)}@example.org`, isDefault }); // prettier-ignore
    const contacts = [contact('first', false), contact('second', true)];
    const firm = people.add({ emails: [], contacts, refusedChannels: ['sms'] });
    await n.partArrives(firm.id);
    expect(await n.messageTo(firm.id, 'sent')).toMatchObject({ recipient: contacts[1]?.email });
  });

  it('until the customer wants mails again, and then by hand', async () => {
    const zoe = people.add({ refusedChannels: ['mail'] });
    await n.partArrives(zoe.id);
    const { id } = await n.messageTo(zoe.id, 'not_sent');
    people.known.set(zoe.id, { ...zoe, refusedChannels: [] });
    await n.client.resendMessage({ id }, await n.as(here));
    await n.messageTo(zoe.id, 'sent');
    expect(n.mailsTo(zoe.email)).toHaveLength(1);
  });

  it('where its text no longer fits, rather than half a text', async () => {
    const zoe = people.add();
    const call = await n.as(here);
    const template = { kind: 'status:207', language: 'fr', active: true, subject: 'x', body: 'x' };
    await n.client.setTemplate({ template: Template.fromPartial(template) }, call);
    await n.service.admin.query(`update template set body = 'Bonjour {{ customer.gone }}' where kind = 'status:207'`);
    await n.partArrives(zoe.id, { key: '207' });
    expect(await n.messageTo(zoe.id, 'not_sent')).toMatchObject({ reason: 'template-wrong' });
    expect(n.mailsTo(zoe.email)).toEqual([]);
  });

  it('for good: once the address is known, it leaves by hand', async () => {
    const zoe = people.add({ emails: [] });
    await n.partArrives(zoe.id);
    const { id } = await n.messageTo(zoe.id, 'not_sent');
    people.known.set(zoe.id, { ...zoe, emails: [zoe.email] });
    await n.client.resendMessage({ id }, await n.as(here));
    await n.messageTo(zoe.id, 'sent');
    expect(n.mailsTo(zoe.email)).toHaveLength(1);
  });
});

describe('NO-2 what a customer typed stays text', () => {
  it('is neither markup, nor a template, nor a header', async () => {
    const zoe = people.add({
      name: '<script>alert(1)</script>{{ station.name }}',
      civility: 'Mme\r\nBcc: spy@example.org',
    });
    await n.partArrives(zoe.id, { brand: '"><img src=x>' });
    await n.messageTo(zoe.id, 'sent');
    const [mail] = n.mailsTo(zoe.email);
    expect(mail?.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;{{ station.name }}');
    expect(mail?.html).toContain('&quot;&gt;&lt;img src=x&gt;');
    expect(mail?.html).not.toMatch(/<script|<img/);
    expect(mail?.headers.filter(({ key }) => key === 'bcc')).toEqual([]);
  });
});

describe('ID-10 messages of another station', () => {
  it('are answered like missing ones', async () => {
    const zoe = people.add();
    await n.partArrives(zoe.id);
    const { id } = await n.messageTo(zoe.id, 'sent');
    const call = await n.as(elsewhere);
    await expect(n.client.resendMessage({ id }, call)).rejects.toEqual(refusal('notifications.message.not-found'));
    const { messages } = await n.client.listMessages({ page: undefined, state: '', aboutId: '' }, call);
    expect(messages.map((message) => message.id)).not.toContain(id);
  });
});

describe('NO-4 the history', () => {
  it('is read in pages, newest first, by state and by what it is about', async () => {
    const call = await n.as(here);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await n.client.listMessages({ page: { limit: 3, cursor }, state: 'sent', aboutId: '' }, call);
      seen.push(...page.messages.map(({ queuedAt, id }) => `${queuedAt} ${id}`));
      cursor = page.nextCursor;
    } while (cursor !== '');
    expect(new Set(seen).size).toBe(seen.length);
    const instants = seen.map((line) => Temporal.Instant.from(line.split(' ')[0] as string).epochMilliseconds);
    expect(instants).toEqual([...instants].sort((a, b) => b - a));
    const { messages } = await n.client.listMessages({ page: undefined, state: 'sent', aboutId: '' }, call);
    const about = messages[0]?.aboutId as string;
    expect((await n.client.listMessages({ page: undefined, state: '', aboutId: about }, call)).messages).toHaveLength(
      1,
    );
    const wrong = n.client.listMessages({ page: undefined, state: 'lost', aboutId: '' }, call);
    await expect(wrong).rejects.toEqual(refusal('notifications.message.state-not-accepted'));
  });
});

describe('PA-16 an erased customer', () => {
  const erased = async (partyId: string, tenant: TestTenant) =>
    n.handled(await say(n.service, PartyErasedMessage, { partyId }, { tenant, aggregateId: partyId }));
  const stored = async (partyId: string) =>
    JSON.stringify((await n.service.admin.query('select * from message where party_id = $1', [partyId])).rows);

  it('leaves neither address nor text behind, in the station that erased it', async () => {
    const zoe = people.add();
    for (const tenant of [here, elsewhere]) {
      await n.partArrives(zoe.id, { tenant });
      await n.messageTo(zoe.id, 'sent', tenant);
    }
    expect(await stored(zoe.id)).toContain('Lefèvre');
    await erased(zoe.id, here);
    expect(await n.messageTo(zoe.id, 'sent')).toMatchObject({ recipient: 'erased', subject: '', body: '' });
    expect(await n.messageTo(zoe.id, 'sent', elsewhere)).toMatchObject({ recipient: zoe.email });
    await erased(zoe.id, elsewhere);
    expect(await stored(zoe.id)).not.toMatch(/Lefèvre|Zoé|@example\.org/);
    await erased(zoe.id, here);
  });

  it('gets nothing that was parked, whose server’s answer goes, too', async () => {
    const zoe = people.add();
    n.answers.set(zoe.email, answer(550, `${zoe.email} unknown`));
    await n.partArrives(zoe.id);
    await n.messageTo(zoe.id, 'parked');
    expect(await stored(zoe.id)).toContain(zoe.email);
    await erased(zoe.id, here);
    expect(await n.messageTo(zoe.id, 'not_sent')).toMatchObject({ reason: 'erased', recipient: 'erased', body: '' });
    expect(await stored(zoe.id)).not.toContain(zoe.email);
    n.answers.delete(zoe.email);
  });
});

describe('PA-8 a customer who was merged', () => {
  it('leaves its messages to the one that took its place, and gets what comes later there', async () => {
    const [gone, kept] = [people.add(), people.add()];
    await n.partArrives(gone.id);
    await n.messageTo(gone.id, 'sent');
    const merge = { mergedPartyId: gone.id, survivorPartyId: kept.id };
    for (let twice = 0; twice < 2; twice++) {
      await n.handled(await say(n.service, ConsumersMergedMessage, merge, { tenant: here }));
    }
    expect(await n.messagesTo(gone.id)).toEqual([]);
    expect(await n.messageTo(kept.id, 'sent')).toMatchObject({ recipient: gone.email });
    await n.partArrives(gone.id);
    await eventually(async () => (n.mailsTo(kept.email).length === 1 ? true : undefined));
  });
});
