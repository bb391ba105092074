import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  MissionOrderAcceptedMessage,
  MissionOrderChangedMessage,
  MissionOrderConvertedMessage,
  MissionOrderExpiredMessage,
  MissionOrderReceivedMessage,
  MissionOrderRefusedMessage,
  MissionOrderRequestDeclinedMessage,
  MissionOrderWithdrawnMessage,
  PartyClientChangedMessage,
} from '@navette/contracts';
import { derivedId, newId, systemClock } from '@navette/kernel';
import { Bus } from '@navette/platform/messaging';
import { eventually, say } from '@navette/testing';
import { seedGatewayDemo } from '../seed/seed-gateway-demo.js';
import { CHANGE, Gateway, lens, order, READ, SEND, WITHDRAW, type Asked } from '../test/harness.js';

let gateway: Gateway;

beforeAll(async () => {
  gateway = await Gateway.start();
});
afterAll(() => gateway.stop());

describe('GW-2 a mission order sent by REST', () => {
  it('is kept, forwarded to its station, and answered with the address of its state', async () => {
    const sent = order();
    const { status, body, location } = await gateway.post(sent);
    expect(status).toBe(202);
    expect(location).toBe(`/v1/mission-orders/${body.id}`);
    const [forwarded] = await gateway.commands(sent.number);
    expect(forwarded?.subject).toBe(
      `navette.interventions.v1.cmd.receive-mission-order.${lens.stationId.replaceAll('-', '')}`,
    );
    expect(forwarded?.command).toMatchObject({
      missionOrderId: body.id,
      clientId: 'electrobel',
      consumer: { name: 'Lefèvre', email: 'zoe@example.org' },
      product: { category: 'Lave-linge', brand: 'Electrobel' },
      symptom: 'Ne chauffe plus',
      underWarranty: true,
      fileType: 'workshop',
      orderingPartyId: '',
    });
    expect((await gateway.get(body.id)).body).toMatchObject({ number: sent.number, state: 'processing', reason: '' });
    const { rows } = await gateway.service.admin.query('select actor_kind, actor_id, operation from audit where entity_id = $1', [body.id]); // prettier-ignore
    expect(rows).toEqual([{ actor_kind: 'client', actor_id: 'electrobel', operation: SEND }]);
  });

  it('waits in the outbox while nobody receives it, and leaves when somebody does', async () => {
    const sent = order();
    await gateway.post(sent);
    expect(await gateway.commands(sent.number)).toMatchObject([{ published_at: null }]);
    await gateway.service.running.get(Bus).ensureStream('cmd', 'interventions');
    await eventually(async () => ((await gateway.commands(sent.number))[0]?.published_at === null ? undefined : true));
  });

  it('names the sender’s party where the station knows it', async () => {
    const partyId = derivedId('test', 'manufacturer');
    const parties = [{ stationId: lens.stationId, partyId }];
    for (let i = 0; i < 2; i++) {
      await seedGatewayDemo(gateway.service.env, { networkId: lens.networkId, clientId: 'electrobel', parties });
    }
    const [mine, theirs] = [order(), order()];
    await gateway.post(mine);
    await gateway.post(theirs, { client: 'other-maker' });
    expect(await gateway.commands(mine.number)).toMatchObject([{ command: { orderingPartyId: partyId } }]);
    expect(await gateway.commands(theirs.number)).toMatchObject([{ command: { orderingPartyId: '' } }]);
  });

  it('ST-21 names the party that stands for the sender now, whatever order that was heard in', async () => {
    const [first, second] = [derivedId('test', 'first maker'), derivedId('test', 'second maker')];
    const tell = (partyId: string, version: number, clientId: string, formerClientId: string) =>
      say(gateway.service, PartyClientChangedMessage, { partyId, clientId, formerClientId }, { tenant: lens, aggregateId: partyId, version }); // prettier-ignore
    const party = async () => {
      const sent = order();
      await gateway.post(sent, { client: 'mover' });
      return (await gateway.commands(sent.number))[0]?.command.orderingPartyId;
    };
    await gateway.handled(await tell(first, 2, 'mover', ''));
    expect(await party()).toBe(first);
    await gateway.handled(await tell(first, 4, '', 'other-maker'), await tell(second, 2, 'mover', ''));
    await gateway.handled(await tell(first, 3, 'other-maker', 'mover'), await tell(first, 2, 'mover', ''));
    expect(await party()).toBe(second);
    const forgotten = order();
    await gateway.post(forgotten, { client: 'other-maker' });
    expect(await gateway.commands(forgotten.number)).toMatchObject([{ command: { orderingPartyId: '' } }]);
  });

  it('is one order, however often and however much at once it is sent under one key', async () => {
    const sent = order();
    const answers = await Promise.all(Array.from({ length: 5 }, () => gateway.post(sent, { key: 'same' })));
    expect(new Set(answers.map(({ status, body }) => `${String(status)} ${body.id}`)).size).toBe(1);
    expect(await gateway.commands(sent.number)).toHaveLength(1);
    const other = await gateway.post(order(), { key: 'same' });
    expect(other).toMatchObject({ status: 409, body: { code: 'platform.idempotency-key.reused' } });
  });

  it('has a number of its own at each station: sent under another key, the known order is named', async () => {
    const sent = order();
    const [first, second] = await Promise.all([gateway.post(sent), gateway.post(sent)]);
    const [accepted, refused] = first.status === 202 ? [first, second] : [second, first];
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'device-gateway.mission-order.number-known',
        params: { number: sent.number, id: accepted.body.id },
      },
    });
    expect((await gateway.post({ ...sent, station: 'LIL' })).status).toBe(202);
    expect((await gateway.post(sent, { client: 'other-maker' })).status).toBe(202);
  });
});

describe('GW-1 bad input is refused, naming it, and nothing is kept', () => {
  const kept = async () => (await gateway.service.admin.query('select from mission_order')).rowCount;

  it.each<[string, () => object | string, Asked, number, string, string[]]>([
    ['a missing key', () => order(), { key: '' }, 400, 'platform.idempotency-key.missing', []],
    ['an unknown station', () => order({ station: 'XYZ' }), {}, 400, 'device-gateway.station.unknown', ['/station']],
    ['a station of another network', () => order({ station: 'NCE' }), {}, 400, 'device-gateway.station.unknown', ['/station']],
    ['an unknown field', () => order({ colour: 'red' }), {}, 400, 'platform.request.invalid', ['/colour']],
    ['missing fields', () => ({}), {}, 400, 'platform.request.invalid', ['/appliance', '/consumer', '/number', '/station']],
    ['a blank category', () => order({ appliance: { category: ' ' } }), {}, 400, 'device-gateway.mission-order.invalid', ['/appliance/category']],
    ['an impossible date', () => order({ appliance: { category: 'x', purchaseDate: '2026-02-30' } }), {}, 400, 'device-gateway.mission-order.invalid', ['/appliance/purchaseDate']],
    ['U+0000', () => order({ symptom: 'a\0b' }), {}, 400, 'platform.request.invalid-encoding', []],
    ['half a character', () => JSON.stringify(order({ comment: '@' })).replace('@', '\\ud800'), {}, 400, 'platform.request.invalid-encoding', []],
    ['no JSON', () => '{"station":', {}, 400, 'platform.request.invalid', []],
    ['10 MB', () => order({ symptom: 'x'.repeat(10_000_000) }), {}, 413, 'platform.request.too-large', []],
    ['no right', () => order(), { client: 'weak', rights: [READ] }, 403, 'platform.request.forbidden', []],
    ['a person’s token', () => order(), { actor: 'user', audience: 'navette' }, 403, 'device-gateway.client.required', []],
    ['a token for another service', () => order(), { audience: 'parties' }, 401, 'platform.request.unauthenticated', []],
  ])('%s', async (_title, body, asked, status, code, pointers) => {
    const before = await kept();
    const refused = await gateway.post(body(), asked);
    expect(refused).toMatchObject({ status, body: { code, type: `urn:navette:problem:${code}` } });
    expect(refused.type).toContain('application/problem+json');
    expect((refused.body.errors ?? []).map(({ pointer }) => pointer).sort()).toEqual(pointers);
    expect(await kept()).toBe(before);
  }); // prettier-ignore

  it('broken UTF-8', async () => {
    const body = Buffer.concat([Buffer.from('{"station":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    expect(await gateway.post(body)).toMatchObject({
      status: 400,
      body: { code: 'platform.request.invalid-encoding' },
    });
  });
});

describe('GW-3 the state of an order', () => {
  const stateOf = async (id: string) => (await gateway.get(id)).body.state;
  const about = (id: string, clientId = 'electrobel') => ({ missionOrderId: id, externalNumber: 'x', clientId });

  it('follows what the station does with it', async () => {
    const { id } = (await gateway.post(order())).body;
    const steps = [
      ['received', () => gateway.happen(MissionOrderReceivedMessage, { ...about(id), number: 'OM-1' }, lens)],
      ['accepted', () => gateway.happen(MissionOrderAcceptedMessage, about(id), lens)],
      [
        'converted',
        () => gateway.happen(MissionOrderConvertedMessage, { ...about(id), fileId: newId(systemClock) }, lens),
      ],
    ] as const;
    for (const [state, step] of steps) {
      await step();
      await eventually(async () => ((await stateOf(id)) === state ? true : undefined));
    }
  });

  it('tells why it was refused, and takes no late or repeated news', async () => {
    const { id } = (await gateway.post(order())).body;
    await gateway.happen(MissionOrderRefusedMessage, { ...about(id), reason: 'hors zone' }, lens);
    await eventually(async () => ((await stateOf(id)) === 'refused' ? true : undefined));
    const late = await gateway.happen(MissionOrderReceivedMessage, { ...about(id), number: 'OM-1' }, lens);
    // Of an order that the station typed in itself, and of one that is not the client's it names.
    const unknown = await gateway.happen(
      MissionOrderReceivedMessage,
      { ...about(newId(systemClock), ''), number: 'OM-2' },
      lens,
    );
    const foreign = await gateway.happen(
      MissionOrderReceivedMessage,
      { ...about(id, 'other-maker'), number: 'OM-1' },
      lens,
    );
    await gateway.handled(late, unknown, foreign);
    expect((await gateway.get(id)).body).toMatchObject({ state: 'refused', reason: 'hors zone' });
  });
});

/** Waits until what is expected holds. */
const becomes = (expectation: () => Promise<void>) =>
  eventually(async () => {
    await expectation();
    return true;
  });

describe('GW-2 IN-1 a sender changes or withdraws its order', () => {
  const { station: _station, number: _number, ...content } = order();
  const change = (id: string, asked: Asked = {}, overrides: object = {}) =>
    gateway.ask('PUT', `/${id}`, asked, { ...content, ...overrides });
  const withdraw = (id: string, asked: Asked = {}, body: object = { reason: 'Réglé par téléphone' }) =>
    gateway.ask('POST', `/${id}/withdrawal`, asked, body);
  const about = (id: string, revision: number) => ({
    missionOrderId: id,
    externalNumber: 'x',
    clientId: 'electrobel',
    revision,
  });
  const requestOf = async (id: string) => (await gateway.get(id)).body['lastRequest'];
  const sent = async () => (await gateway.post(order())).body.id;

  it('forwards the change to the station, numbered, and shows what became of it', async () => {
    const id = await sent();
    expect((await gateway.get(id)).body).toMatchObject({ station: 'LEN', state: 'processing' });
    expect(await requestOf(id)).toBeUndefined();
    const asked = await change(id, {}, { symptom: 'Ne vidange plus', kind: 'home' });
    expect(asked).toMatchObject({
      status: 202,
      body: { id, lastRequest: { revision: 2, kind: 'change', state: 'processing', reason: '' } },
    });
    const [forwarded] = await gateway.requests(id);
    expect(forwarded?.subject).toBe(
      `navette.interventions.v1.cmd.change-mission-order.${lens.stationId.replaceAll('-', '')}`,
    );
    expect(forwarded?.command).toMatchObject({
      missionOrderId: id,
      clientId: 'electrobel',
      revision: 2,
      consumer: { name: 'Lefèvre' },
      product: { category: 'Lave-linge' },
      symptom: 'Ne vidange plus',
      fileType: 'home',
      underWarranty: true,
    });
    await gateway.happen(MissionOrderChangedMessage, about(id, 2), lens);
    await becomes(async () =>
      expect(await requestOf(id)).toEqual({ revision: 2, kind: 'change', state: 'done', reason: '' }),
    );
    const { rows } = await gateway.service.admin.query(
      'select operation from audit where entity_id = $1 and actor_kind = $2 order by at',
      [id, 'client'],
    );
    expect(rows).toEqual([{ operation: SEND }, { operation: CHANGE }]);
  });

  it('withdraws it, and the station’s yes ends it', async () => {
    const id = await sent();
    expect((await withdraw(id)).body).toMatchObject({ lastRequest: { revision: 2, kind: 'withdrawal' } });
    expect(await gateway.requests(id)).toMatchObject([
      { kind: 'withdrawal', command: { missionOrderId: id, revision: 2, reason: 'Réglé par téléphone' } },
    ]);
    await gateway.happen(MissionOrderWithdrawnMessage, about(id, 2), lens);
    await becomes(async () => expect((await gateway.get(id)).body.state).toBe('withdrawn'));
    expect(await requestOf(id)).toMatchObject({ state: 'done' });
    const late = await gateway.happen(MissionOrderReceivedMessage, { ...about(id, 2), number: 'OM-1' }, lens);
    await gateway.handled(late);
    expect((await gateway.get(id)).body.state).toBe('withdrawn');
    expect(await withdraw(id)).toMatchObject({
      status: 422,
      body: { code: 'device-gateway.mission-order.not-changeable', params: { state: 'withdrawn' } },
    });
  });

  it('is told why it came too late, by the station or at once', async () => {
    const id = await sent();
    await withdraw(id);
    const reason = 'interventions.mission-order.not-received';
    await gateway.happen(MissionOrderRequestDeclinedMessage, { ...about(id, 2), reason }, lens);
    await becomes(async () => expect(await requestOf(id)).toMatchObject({ state: 'declined', reason }));
    await gateway.happen(MissionOrderAcceptedMessage, about(id, 1), lens);
    await becomes(async () => expect((await gateway.get(id)).body.state).toBe('accepted'));
    for (const refused of [await change(id), await withdraw(id)]) {
      expect(refused).toMatchObject({ status: 422, body: { params: { state: 'accepted' } } });
    }
    const expired = await sent();
    await gateway.happen(MissionOrderExpiredMessage, about(expired, 1), lens);
    await becomes(async () => expect((await gateway.get(expired)).body.state).toBe('expired'));
    expect((await change(expired)).status).toBe(422);
  });

  it('counts each request once, however often it is sent; an answer to an earlier one changes nothing', async () => {
    const id = await sent();
    const [first, again] = [await change(id, { key: 'change-1' }), await change(id, { key: 'change-1' })];
    expect(again.body).toEqual(first.body);
    const both = await Promise.all([change(id), withdraw(id)]);
    const revisions = both.map(({ body }) => (body['lastRequest'] as { revision: number }).revision);
    expect(revisions.sort()).toEqual([3, 4]);
    expect((await gateway.requests(id)).map(({ command }) => command.revision)).toEqual([2, 3, 4]);
    const stale = await gateway.happen(MissionOrderChangedMessage, about(id, 2), lens);
    await gateway.handled(stale);
    expect(await requestOf(id)).toMatchObject({ revision: 4, state: 'processing' });
    expect(await change(id, { key: 'change-1' }, { symptom: 'autre' })).toMatchObject({
      status: 409,
      body: { code: 'platform.idempotency-key.reused' },
    });
  });

  it('GW-4 ID-10 can do neither with the order of another, which looks like none', async () => {
    const id = await sent();
    const foreign = [await change(id, { client: 'other-maker' }), await withdraw(id, { client: 'other-maker' })];
    const missing = [await change(newId(systemClock)), await withdraw(newId(systemClock))];
    const shown = ({ status, body }: (typeof foreign)[number]) => ({ status, body: { ...body, requestId: '' } });
    expect(foreign.map(shown)).toEqual(missing.map(shown));
    expect(missing[0]).toMatchObject({ status: 404, body: { code: 'device-gateway.mission-order.not-found' } });
    expect(await gateway.requests(id)).toEqual([]);
  });

  it.each<[string, (id: string) => ReturnType<typeof change>, number, string, string[]]>([
    ['no key', (id) => change(id, { key: '' }), 400, 'platform.idempotency-key.missing', []],
    ['no key', (id) => withdraw(id, { key: '' }), 400, 'platform.idempotency-key.missing', []],
    ['no right to change', (id) => change(id, { client: 'weak-1', rights: [SEND, READ, WITHDRAW] }), 403, 'platform.request.forbidden', []],
    ['no right to withdraw', (id) => withdraw(id, { client: 'weak-2', rights: [SEND, READ, CHANGE] }), 403, 'platform.request.forbidden', []],
    ['another number', (id) => change(id, {}, { number: 'EB-9' }), 400, 'platform.request.invalid', ['/number']],
    ['a blank category', (id) => change(id, {}, { appliance: { category: ' ' } }), 400, 'device-gateway.mission-order.invalid', ['/appliance/category']],
    ['a long reason', (id) => withdraw(id, {}, { reason: 'x'.repeat(501) }), 400, 'platform.request.invalid', ['/reason']],
  ])('refuses %s, and forwards nothing', async (_title, asked, status, code, pointers) => {
    const id = await sent();
    const refused = await asked(id);
    expect(refused).toMatchObject({ status, body: { code } });
    expect((refused.body.errors ?? []).map(({ pointer }) => pointer)).toEqual(pointers);
    expect(await gateway.requests(id)).toEqual([]);
  }); // prettier-ignore
});

describe('GW-1 orders page by page', () => {
  it('shows the client’s own, latest first, each once', async () => {
    const asked = { client: 'pager' };
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push((await gateway.post(order(), asked)).body.id);
    await gateway.happen(
      MissionOrderRefusedMessage,
      { missionOrderId: ids[0] as string, externalNumber: 'x', clientId: 'pager', reason: 'hors zone' },
      lens,
    );
    const page = async (query: string) => {
      const { body } = await gateway.ask('GET', `?${query}`, asked);
      return { ids: (body['missionOrders'] as { id: string }[]).map(({ id }) => id), next: String(body['nextCursor']) };
    };
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { ids: some, next } = await page(`limit=2&cursor=${cursor}`);
      seen.push(...some);
      if (next === '') break;
      cursor = next;
    }
    expect(seen).toEqual(ids.reverse());
    await becomes(async () => expect((await page('state=refused')).ids).toEqual([seen[4]]));
  });

  it.each([
    ['limit=0', 'platform.request.invalid'],
    ['limit=201', 'platform.request.invalid'],
    ['state=lost', 'platform.request.invalid'],
    ['cursor=bm9wZQ', 'device-gateway.mission-order.cursor-wrong'],
  ])('refuses %s', async (query, code) => {
    expect(await gateway.ask('GET', `?${query}`)).toMatchObject({ status: 400, body: { code } });
  });
});
