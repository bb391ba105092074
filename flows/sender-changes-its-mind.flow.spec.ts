import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@navette/testing';
import { MainLine } from './support/main-line.js';
import { System, type Answer, type Seen } from './support/system.js';

/**
 * What a manufacturer does to an order that it has sent, through the public API: gateway → outbox → interventions →
 * events → gateway. And what a customer says about being written to: parties → gRPC → notifications.
 */
let system: System;
let line: MainLine;

beforeAll(async () => {
  system = await System.start();
  line = new MainLine(system);
}, 120_000);
afterAll(() => system.remove(), 60_000);

async function gateway(method: string, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${system.url('device-gateway')}/v1/mission-orders${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await line.manufacturerToken()}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

/** The order as its sender sees it, once it is so. */
const senderSees = (id: string, expected: object) =>
  eventually(async () => {
    const { body } = await gateway('GET', `/${id}`);
    expect(body).toMatchObject(expected);
    return body as { id: string };
  });

const send = () => line.sendMissionOrder(`${randomUUID()}@exemple.example`, false);

describe('IN-1 GW-2 a sender and its order', () => {
  it('changes what it says, at once after sending, and the station works with that', async () => {
    const id = await send();
    const { body } = await gateway('GET', `?limit=1`);
    expect(body.missionOrders).toMatchObject([{ id, station: 'LIL' }]);
    const change = {
      consumer: { name: 'Delattre', firstName: 'Solène', email: `${randomUUID()}@exemple.example` },
      appliance: { category: 'Sèche-linge', brand: 'Electrobel' },
      symptom: 'Ne sèche plus',
    };
    expect((await gateway('PUT', `/${id}`, change)).status).toBe(202);
    await senderSees(id, { state: 'received', lastRequest: { kind: 'change', state: 'done' } });
    expect((await system.api('GET', `/mission-orders/${id}`)).body).toMatchObject({
      state: 'received',
      symptom: 'Ne sèche plus',
      product: { category: 'Sèche-linge' },
    });
    expect((await system.api('POST', `/mission-orders/${id}/accept`, {})).status).toBe(200);
    await senderSees(id, { state: 'converted' });
    expect((await gateway('PUT', `/${id}`, change)).status).toBe(422);
  });

  it('takes it back, after which nobody can accept it', async () => {
    const id = await send();
    expect((await gateway('POST', `/${id}/withdrawal`, { reason: 'Réglé par téléphone' })).status).toBe(202);
    await senderSees(id, { state: 'withdrawn', lastRequest: { kind: 'withdrawal', state: 'done' } });
    const { status, body } = await system.api('POST', `/mission-orders/${id}/accept`, {});
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'interventions.mission-order.not-received' });
  });

  it('IN-2 names a reseller, and the station chooses whom the order is for', async () => {
    const email = `${randomUUID()}@exemple.example`;
    const { fileId: before } = await line.openFile({ email });
    const { consumerPartyId: known } = (await system.api('GET', `/intervention-files/${before}`)).body;
    const name = `Darnal ${randomUUID()}`;
    const { body } = await gateway('POST', '', {
      station: 'LIL',
      number: randomUUID(),
      consumer: { name: 'Delattre', firstName: 'Solène', email },
      appliance: { category: 'Sèche-linge' },
      reseller: { name, address: { postcode: '59000', city: 'Lille' } },
    });
    await line.acceptable(body.id as string);
    const path = `/mission-orders/${String(body.id)}`;
    const proposed = (await system.api('GET', `${path}/known-consumers`)).body;
    expect(proposed.candidates).toContainEqual(
      expect.objectContaining({ id: known, emails: [email], reasons: ['same_email', 'same_name'] }),
    );
    expect((await system.api('POST', `${path}/accept`, { newConsumer: true })).status).toBe(200);
    const fileId = await eventually(async () => {
      const order = (await system.api('GET', path)).body;
      return order.state === 'converted' ? String(order.fileId) : undefined;
    });
    const file = (await system.api('GET', `/intervention-files/${fileId}`)).body;
    expect(file.consumerPartyId).not.toBe(known);
    expect((await system.api('GET', `/parties/${String(file.resellerPartyId)}`)).body).toMatchObject({
      name,
      kinds: ['reseller'],
      source: 'on_the_way',
      mainAddress: { city: 'Lille' },
    });
  });

  it('PA-4 waits where its consumer is suspended for non-payment, until a manager says why not', async () => {
    const { fileId } = await line.openFile();
    const { consumerPartyId } = (await system.api('GET', `/intervention-files/${fileId}`)).body;
    const party = `/parties/${String(consumerPartyId)}`;
    const { body: suspended } = await system.api('POST', `${party}/suspend`, { reason: 'Facture impayée' });
    expect(suspended).toMatchObject({ suspended: true, suspensionReason: 'Facture impayée' });
    const [part] = await line.parts(1);
    const order = { customerPartyId: consumerPartyId, lines: [{ reference: part?.reference, quantity: '1' }] };
    await eventually(async () => {
      const { body } = await system.api('POST', '/customer-orders', order);
      return body.code === 'platform.suspension.party-suspended' ? true : undefined;
    });
    const made = await system.api('POST', '/customer-orders/despite-suspension', { ...order, reason: 'Acompte versé' });
    expect(made).toMatchObject({ status: 201, body: { customerPartyId: consumerPartyId } });

    const choice = { consumerPartyId };
    // An order each time: one that was accepted before the suspension came stays so.
    const refused = await eventually(async () => {
      const id = await send();
      await line.acceptable(id);
      const { status, body } = await system.api('POST', `/mission-orders/${id}/accept`, choice);
      return status === 422 && body.code === 'platform.suspension.party-suspended' ? id : undefined;
    });
    const despite = { ...choice, reason: 'Réglé au comptoir' };
    const accepted = await system.api('POST', `/mission-orders/${refused}/accept-despite-suspension`, despite);
    expect(accepted).toMatchObject({ status: 200, body: { state: 'converted' } });
    expect((await system.api('POST', `${party}/resume`)).body).toMatchObject({ suspended: false });
  });

  it('reads why a station refused', async () => {
    const id = await send();
    await eventually(async () => {
      const { status } = await system.api('POST', `/mission-orders/${id}/refuse`, { reason: 'Hors secteur' });
      return status === 200 ? true : undefined;
    });
    await senderSees(id, { state: 'refused', reason: 'Hors secteur' });
  });

  it('GW-1 asks for a token of one scope, which is good for nothing else', async () => {
    const answer = await fetch(`${system.url('device-gateway')}/v1/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'electrobel',
        client_secret: system.env['NAVETTE_SEED_MANUFACTURER_CLIENT_SECRET'] as string,
        scope: 'device-gateway:mission-order.read',
      }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() };
    const url = `${system.url('device-gateway')}/v1/mission-orders`;
    expect((await fetch(url, { headers })).status).toBe(200);
    const withdrawal = await fetch(`${url}/${randomUUID()}/withdrawal`, { method: 'POST', headers });
    expect(withdrawal.status).toBe(403);
  });
});

describe('NO-5 a customer who wants no mails', () => {
  it('gets none, which is recorded, until it says otherwise; ID-9 who changed that is found', async () => {
    const email = `${randomUUID()}@exemple.example`;
    const consumer = { kinds: ['consumer'], name: 'Delannoy-Petit', emails: [email], refusedChannels: ['mail'] };
    const text = { active: true, subject: 'Bienvenue', body: 'Bonjour {{ customer.name }}', bcc: '' };
    expect((await system.api('PUT', '/message-templates/party_welcome/fr', text)).status).toBe(200);
    const created = await system.api('POST', '/parties', { ...consumer, acceptDuplicates: true });
    const seen = created.body.created as Seen;
    const { id } = seen;
    const message = await eventually(async () => {
      const about = await system.api('GET', `/messages?aboutId=${id}`);
      return (about.body.messages as { id: string; state: string; reason: string }[]).find(
        ({ state }) => state === 'not_sent',
      );
    });
    expect(message.reason).toBe('no-consent');
    const preview = await system.api('POST', '/message-templates/party_welcome/fr/preview', {
      subject: 'Bonjour',
      body: 'Chère {{ customer.name }}',
    });
    expect(preview).toMatchObject({ status: 200, body: { text: 'Chère Delannoy-Petit', recipient: email } });
    const wants = { ...consumer, refusedChannels: [] };
    expect((await system.api('PUT', `/parties/${id}`, wants, { seen })).body).toMatchObject({
      version: '2',
      refusedChannels: [],
    });
    expect((await system.api('POST', `/messages/${message.id}/resend`)).status).toBe(200);
    await eventually(() => (system.mailsTo(email).length === 1 ? true : undefined));
    const trail = await system.api('GET', `/operations/parties/audit?entityType=party&entityId=${id}`);
    expect((trail.body.entries as { operation: string }[]).map(({ operation }) => operation)).toEqual([
      'parties:party.change',
      'parties:party.create',
    ]);
  });
});
