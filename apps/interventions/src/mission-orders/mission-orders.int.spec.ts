import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  FindOrCreatePartyMessage,
  InterventionFileOpenedMessage,
  MissionOrderAcceptedMessage,
  MissionOrderConvertedMessage,
  MissionOrderReceivedMessage,
  MissionOrderRefusedMessage,
  MissionOrderToCompleteMessage,
  PartyChangedMessage,
  PartyCreatedMessage,
  ReceiveMissionOrderMessage,
} from '@navette/contracts';
import { ListMissionOrdersRequest } from '@navette/contracts/interventions/v1/service';
import { Party } from '@navette/contracts/parties/v1/service';
import { derivedId } from '@navette/kernel';
import { eventually } from '@navette/testing';
import { Bench, elsewhere, here, id, MANUFACTURER, missionOrder, refusal, RIGHTS } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const get = async (missionOrderId: string) => bench.client.getMissionOrder({ id: missionOrderId }, await bench.as());
const accept = async (missionOrderId: string) =>
  bench.client.acceptMissionOrder({ id: missionOrderId, consumerPartyId: '', newConsumer: false }, await bench.as());
const rejections = async (missionOrderId: string) => {
  const sql = 'select reason, content from mission_order_rejection where id = $1';
  return (await bench.service.admin.query<{ reason: string; content: object }>(sql, [missionOrderId])).rows;
};
const about = (missionOrderId: string) => (message: { missionOrderId: string }) =>
  message.missionOrderId === missionOrderId;

describe('IN-1 a mission order arrives', () => {
  it('is there with a number of the station and everything the sender wrote, and its receipt is told', async () => {
    const order = await get(await bench.missionOrder({ externalNumber: 'EB/42', symptom: '“pops” 🔥\nsmells' }));
    expect(order).toMatchObject({
      state: 'received',
      externalNumber: 'EB/42',
      clientId: 'electrobel',
      consumer: { name: 'Lefèvre', email: 'zoe@example.org', address: { city: 'Lille' } },
      product: { category: 'Toaster', brand: 'Unknown', purchaseDate: '2025-03-01' },
      symptom: '“pops” 🔥\nsmells',
      underWarranty: true,
      fileType: 'workshop',
      orderingPartyId: MANUFACTURER,
      fileId: '',
      toComplete: '',
    });
    expect(order.number).toMatch(/^LIL-OM-\d{4}-\d{6}$/);
    expect(await bench.heard(MissionOrderReceivedMessage, about(order.id))).toEqual([
      { missionOrderId: order.id, number: order.number, externalNumber: 'EB/42', clientId: 'electrobel' },
    ]);
  });

  it('is one order when the same is sent again, under whatever id', async () => {
    const order = missionOrder();
    await bench.missionOrder(order);
    const before = await get(order.missionOrderId);
    const messageId = id();
    for (let i = 0; i < 2; i++) await bench.missionOrder(order, { messageId });
    await bench.missionOrder(order);
    const other = await bench.missionOrder({ ...order, missionOrderId: id() });
    expect(await get(order.missionOrderId)).toEqual(before);
    await expect(get(other)).rejects.toEqual(refusal('interventions.mission-order.not-found'));
    expect(await bench.heard(MissionOrderReceivedMessage, about(order.missionOrderId))).toHaveLength(1);
    expect(await bench.heard(MissionOrderRefusedMessage, about(other))).toEqual([]);
  });

  it('is refused, told and kept apart when its number names another order of that sender', async () => {
    const order = missionOrder();
    await bench.missionOrder(order);
    const other = await bench.missionOrder({ ...order, missionOrderId: id(), symptom: 'Autre panne' });
    expect(await rejections(other)).toEqual([
      {
        reason: 'interventions.mission-order.number-reused',
        content: expect.objectContaining({ symptom: 'Autre panne' }),
      },
    ]);
    expect(await bench.heard(MissionOrderRefusedMessage, about(other))).toMatchObject([
      { externalNumber: order.externalNumber, reason: 'interventions.mission-order.number-reused' },
    ]);
    expect(await get(order.missionOrderId)).toMatchObject({ state: 'received', symptom: 'Ne chauffe plus' });
    // Another sender, or another station, has numbers of its own.
    await get(await bench.missionOrder({ ...order, missionOrderId: id(), clientId: 'other' }));
    const foreign = await bench.missionOrder({ ...order, missionOrderId: id() }, { tenant: elsewhere });
    const call = await bench.as(elsewhere);
    expect((await bench.client.getMissionOrder({ id: foreign }, call)).number).toMatch(/^LEN-OM-/);
  });

  it('leaves the known order alone when its own id comes with other content', async () => {
    const order = missionOrder();
    await bench.missionOrder(order);
    await bench.missionOrder({ ...order, symptom: 'Autre panne' });
    expect(await rejections(order.missionOrderId)).toHaveLength(1);
    expect(await bench.heard(MissionOrderRefusedMessage, about(order.missionOrderId))).toEqual([]);
  });

  it('is refused when it can’t be worked with', async () => {
    const unreadable = await bench.missionOrder({ symptom: 'a\0b', product: undefined });
    expect(await rejections(unreadable)).toMatchObject([
      { reason: 'interventions.mission-order.invalid', content: { symptom: 'ab' } },
    ]);
    expect(await bench.heard(MissionOrderRefusedMessage, about(unreadable))).toHaveLength(1);
  });

  it('is one order when two copies come at the same time', async () => {
    const order = missionOrder();
    const ids = await Promise.all(
      [order, { ...order, missionOrderId: id() }, { ...order, missionOrderId: id() }].map((one) =>
        bench.say(ReceiveMissionOrderMessage, one),
      ),
    );
    for (const messageId of ids) await bench.handled('receive-mission-order', messageId);
    const sql = 'select count(*)::int as n from mission_order where external_number = $1';
    expect((await bench.service.admin.query(sql, [order.externalNumber])).rows).toEqual([{ n: 1 }]);
  });

  it('waits while the station is not known, and is taken when it is', async () => {
    const tenant = { ...here, stationId: derivedId('test-station', 'late') };
    const messageId = await bench.say(ReceiveMissionOrderMessage, missionOrder(), { tenant });
    await bench.station(tenant, 'ARR');
    await bench.handled('receive-mission-order', messageId);
  });
});

describe('IN-1 lists', () => {
  it('show the latest first, page by page, by state and by the start of the sender’s number', async () => {
    const prefix = id();
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push(await bench.missionOrder({ externalNumber: `${prefix}-${i}` }));
    await bench.client.refuseMissionOrder({ id: ids[1] as string, reason: 'Complet' }, await bench.as());
    const mine = { field: 'externalNumber', operator: 'prefix', values: [prefix] };
    const shown: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const received = { field: 'state', operator: 'eq', values: ['received'] };
      const request = { query: { filters: [received, mine], limit: 2, cursor } };
      const page = await bench.client.listMissionOrders(
        ListMissionOrdersRequest.fromPartial(request),
        await bench.as(),
      );
      shown.push(...page.missionOrders.map((order) => order.id));
      cursor = page.nextCursor || undefined;
    }
    expect(shown).toEqual([4, 3, 2, 0].map((i) => ids[i]));
    const request = ListMissionOrdersRequest.fromPartial({ query: { filters: [mine] } });
    expect((await bench.client.listMissionOrders(request, await bench.as(elsewhere))).missionOrders).toEqual([]);
    expect((await bench.client.listMissionOrders(request, await bench.as())).missionOrders).toHaveLength(5);
    const cursor = Buffer.from('["x"]').toString('base64url');
    const forged = ListMissionOrdersRequest.fromPartial({ query: { filters: [mine], cursor } });
    await expect(bench.client.listMissionOrders(forged, await bench.as())).rejects.toEqual(
      refusal('platform.list.cursor-of-another-list'),
    );
  });
});

describe('IN-1 refused in place', () => {
  it('with a reason, which is told; said again, nothing more; accepted no more', async () => {
    const missionOrderId = await bench.missionOrder();
    const refuse = async (reason: string) =>
      bench.client.refuseMissionOrder({ id: missionOrderId, reason }, await bench.as());
    await expect(refuse('  ')).rejects.toEqual(refusal('interventions.mission-order.reason-required'));
    await refuse('Hors secteur');
    expect(await refuse('Hors secteur')).toMatchObject({
      state: 'refused',
      refusalReason: 'Hors secteur',
      version: '2',
    });
    expect(await bench.heard(MissionOrderRefusedMessage, about(missionOrderId))).toMatchObject([
      { reason: 'Hors secteur' },
    ]);
    await expect(accept(missionOrderId)).rejects.toEqual(refusal('interventions.mission-order.not-received'));
    await expect(refuse('Autre')).rejects.toEqual(refusal('interventions.mission-order.not-received'));
  });
});

describe('IN-2 an accepted order becomes a file', () => {
  it('with what the sender wrote taken over, and the sender paying under warranty', async () => {
    const party = Party.fromPartial({ id: MANUFACTURER, kinds: ['manufacturer'] });
    await bench.tell('parties', PartyCreatedMessage, { party });
    const file = await bench.file();
    expect(file).toMatchObject({
      state: 'open',
      type: 'workshop',
      orderingPartyKind: 'manufacturer',
      orderingPartyId: MANUFACTURER,
      product: { category: 'Toaster', brand: 'Unknown', purchaseDate: '2025-03-01' },
      symptom: 'Ne chauffe plus',
      comment: 'Poignée cassée',
      statuses: [{ code: 101, key: 'file_opened', label: 'Dossier ouvert', by: 'system' }],
    });
    expect(file.number).toMatch(/^LIL-DI-\d{4}-\d{6}$/);
    expect(file.missionExternalNumber).toBe(`EB-${file.missionOrderId}`);
    expect(await get(file.missionOrderId)).toMatchObject({ state: 'converted', fileId: file.id });
    const order = about(file.missionOrderId);
    expect(await bench.heard(MissionOrderAcceptedMessage, order)).toHaveLength(1);
    expect(await bench.heard(MissionOrderConvertedMessage, order)).toMatchObject([{ fileId: file.id }]);
    expect(await bench.heard(InterventionFileOpenedMessage, order)).toMatchObject([
      { fileId: file.id, number: file.number, consumerPartyId: file.consumerPartyId },
    ]);
    const [sample] = (await bench.addLines(file.id, 'S-1')).lines;
    expect(sample?.payer).toBe('ordering_party');
  });

  it('PA-1 knowing what its sender has become meanwhile', async () => {
    const orderingPartyId = id();
    const news = (kinds: string[]) => ({ party: Party.fromPartial({ id: orderingPartyId, kinds }) });
    await bench.tell('parties-changed', PartyChangedMessage, news(['other', 'reseller']), { version: 2 });
    await bench.tell('parties', PartyCreatedMessage, news(['other']), { version: 1 });
    expect(await bench.file({ orderingPartyId })).toMatchObject({ orderingPartyKind: 'reseller', orderingPartyId });
  });

  it('with the consumer paying when it is not under warranty', async () => {
    const file = await bench.file({ underWarranty: false, orderingPartyId: '' });
    expect(file).toMatchObject({ orderingPartyKind: 'consumer', orderingPartyId: '' });
    expect((await bench.addLines(file.id, 'S-1')).lines[0]?.payer).toBe('consumer');
  });

  it('once, however often it is accepted', async () => {
    const missionOrderId = await bench.missionOrder();
    const answers = await Promise.all([accept(missionOrderId), accept(missionOrderId), accept(missionOrderId)]);
    expect(answers.map(({ state }) => state)).toEqual(['accepted', 'accepted', 'accepted']);
    const asked = await bench.heard(FindOrCreatePartyMessage, ({ itemKey }) => itemKey === missionOrderId);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.party).toMatchObject({ name: 'Lefèvre', phones: ['06 12 34 56 78'], emails: ['zoe@example.org'] });
    const answer = { party_id: id(), created: 'true' };
    for (let i = 0; i < 2; i++) {
      await bench.answer('mission-to-file', FindOrCreatePartyMessage, missionOrderId, 'done', answer);
    }
    expect(await accept(missionOrderId)).toMatchObject({ state: 'converted' });
    expect(await bench.heard(InterventionFileOpenedMessage, about(missionOrderId))).toHaveLength(1);
    expect(await bench.heard(MissionOrderAcceptedMessage, about(missionOrderId))).toHaveLength(1);
  });

  it('stays accepted, to complete, when the party is refused', async () => {
    const missionOrderId = await bench.missionOrder({ consumer: { ...missionOrder().consumer, phone: '12' } as never });
    await accept(missionOrderId);
    const reason = 'parties.party.phone-wrong';
    await bench.answer('mission-to-file', FindOrCreatePartyMessage, missionOrderId, reason);
    expect(await get(missionOrderId)).toMatchObject({ state: 'accepted', toComplete: reason, fileId: '' });
  });

  it('stays accepted, to complete, when the payer is not known', async () => {
    const missionOrderId = await bench.missionOrder({ orderingPartyId: '' });
    expect(await accept(missionOrderId)).toMatchObject({
      state: 'accepted',
      toComplete: 'interventions.mission-order.ordering-party-unknown',
    });
    expect(await bench.heard(MissionOrderToCompleteMessage, about(missionOrderId))).toMatchObject([
      { reason: 'interventions.mission-order.ordering-party-unknown' },
    ]);
  });

  it('leaves its traces: who accepted, and the saga as the system', async () => {
    const file = await bench.file();
    const { rows } = await bench.service.admin.query(
      `select distinct operation, actor_kind from audit where entity_id = $1 order by 1`,
      [file.missionOrderId],
    );
    expect(rows).toEqual([
      { operation: 'interventions:mission-order.accept', actor_kind: 'user' },
      { operation: 'interventions:receive-mission-order', actor_kind: 'system' },
      { operation: 'interventions:saga-mission-to-file', actor_kind: 'system' },
    ]);
  });
});

describe('ID-10 a station sees nothing of another', () => {
  it('answers a foreign order exactly as one that does not exist', async () => {
    const missionOrderId = await bench.missionOrder();
    const call = await bench.as(elsewhere);
    const missing = refusal('interventions.mission-order.not-found');
    for (const wanted of [missionOrderId, id(), 'no id']) {
      await expect(bench.client.getMissionOrder({ id: wanted }, call)).rejects.toEqual(missing);
      await expect(
        bench.client.acceptMissionOrder({ id: wanted, consumerPartyId: '', newConsumer: false }, call),
      ).rejects.toEqual(missing);
      await expect(bench.client.refuseMissionOrder({ id: wanted, reason: 'x' }, call)).rejects.toEqual(missing);
    }
    expect(await get(missionOrderId)).toMatchObject({ state: 'received' });
  });
});

describe('ID-4 rights', () => {
  it('refuses each operation without its own right', async () => {
    const missionOrderId = await bench.missionOrder();
    const without = (right: string) =>
      bench.as(
        here,
        RIGHTS.filter((one) => one !== right),
      );
    const forbidden = refusal('platform.request.forbidden');
    const { client } = bench;
    const read = await without('interventions:mission-order.read');
    await expect(client.getMissionOrder({ id: missionOrderId }, read)).rejects.toEqual(forbidden);
    await expect(client.listMissionOrders(ListMissionOrdersRequest.fromPartial({}), read)).rejects.toEqual(forbidden);
    await expect(
      client.acceptMissionOrder(
        { id: missionOrderId, consumerPartyId: '', newConsumer: false },
        await without('interventions:mission-order.accept'),
      ),
    ).rejects.toEqual(forbidden);
    await expect(
      client.refuseMissionOrder(
        { id: missionOrderId, reason: 'x' },
        await without('interventions:mission-order.refuse'),
      ),
    ).rejects.toEqual(forbidden);
  });
});

describe('IN-5 numbers', () => {
  it('are never given twice, however many orders come at once', async () => {
    const messages = await Promise.all(
      Array.from({ length: 24 }, () => bench.say(ReceiveMissionOrderMessage, missionOrder({ clientId: 'many' }))),
    );
    await Promise.all(messages.map((messageId) => bench.handled('receive-mission-order', messageId)));
    const numbers = await eventually(async () => {
      const { rows } = await bench.service.admin.query<{ number: string }>(
        `select number from mission_order where client_id = 'many'`,
      );
      return rows.length === 24 ? rows.map(({ number }) => number) : undefined;
    });
    expect(new Set(numbers).size).toBe(24);
  });
});
