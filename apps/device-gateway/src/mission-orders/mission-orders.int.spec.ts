import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  MissionOrderAcceptedMessage,
  MissionOrderConvertedMessage,
  MissionOrderReceivedMessage,
  MissionOrderRefusedMessage,
} from '@navette/contracts';
import { derivedId, newId, systemClock } from '@navette/kernel';
import { Bus } from '@navette/platform/messaging';
import { eventually } from '@navette/testing';
import { seedGatewayDemo } from '../seed/seed-gateway-demo.js';
import { Gateway, lens, order, READ, SEND, type Asked } from '../test/harness.js';

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
