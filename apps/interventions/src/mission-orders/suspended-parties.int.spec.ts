import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  FindOrCreatePartyMessage,
  MissionOrderAcceptedMessage,
  PartyCreatedMessage,
  PartyResumedMessage,
  PartySuspendedMessage,
} from '@navette/contracts';
import { Party } from '@navette/contracts/parties/v1/service';
import { Bench, elsewhere, here, id, MANUFACTURER, refusal, RIGHTS } from '../test/bench.helper.js';

const REASON = 'Réglé ce matin au comptoir';
const SUSPENDED = 'platform.suspension.party-suspended';
let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

/** A party of the station, and of another one, that both know. */
async function party(): Promise<string> {
  const partyId = id();
  for (const tenant of [here, elsewhere]) {
    const created = { party: Party.fromPartial({ id: partyId, kinds: ['consumer'] }) };
    await bench.tell('parties', PartyCreatedMessage, created, { tenant });
  }
  return partyId;
}
const suspended = (partyId: string, version = 2) =>
  bench.tell('party-suspended', PartySuspendedMessage, { partyId }, { version });
const resumed = (partyId: string, version: number) =>
  bench.tell('party-resumed', PartyResumedMessage, { partyId }, { version });
const get = async (missionOrderId: string) => bench.client.getMissionOrder({ id: missionOrderId }, await bench.as());
const acceptance = (missionOrderId: string, consumerPartyId: string) => ({
  id: missionOrderId,
  consumerPartyId,
  newConsumer: false,
});
const accept = async (missionOrderId: string, consumer = '', tenant = here) =>
  bench.client.acceptMissionOrder(acceptance(missionOrderId, consumer), await bench.as(tenant));
const override = async (missionOrderId: string, consumer: string, reason = REASON, rights = RIGHTS) => {
  const request = { acceptance: acceptance(missionOrderId, consumer), reason };
  return bench.client.acceptDespiteSuspension(request, await bench.as(here, rights));
};
const overrides = async (missionOrderId: string) => {
  const sql = 'select party_id, reason, actor_id from suspension_override where entity_id = $1';
  return (await bench.service.admin.query(sql, [missionOrderId])).rows as object[];
};

describe('PA-4 a party that is suspended for non-payment', () => {
  it('gets no new file: the order stays received, and its sender hears nothing', async () => {
    const partyId = await party();
    await suspended(partyId);
    const missionOrderId = await bench.missionOrder();
    await expect(accept(missionOrderId, partyId)).rejects.toMatchObject({
      code: SUSPENDED,
      fields: [expect.objectContaining({ pointer: '/consumerPartyId' })],
    });
    expect(await get(missionOrderId)).toMatchObject({ state: 'received' });
    const told = await bench.heard(MissionOrderAcceptedMessage, (one) => one.missionOrderId === missionOrderId);
    expect(told).toEqual([]);
  });

  it('orders nothing either: who ordered is named', async () => {
    const orderer = await party();
    await suspended(orderer);
    const missionOrderId = await bench.missionOrder({ orderingPartyId: orderer });
    await expect(accept(missionOrderId)).rejects.toMatchObject({
      code: SUSPENDED,
      fields: [expect.objectContaining({ pointer: '/orderingPartyId' })],
    });
  });

  it('gets one where a manager says why; that is kept and audited, once', async () => {
    const partyId = await party();
    await suspended(partyId);
    const missionOrderId = await bench.missionOrder();
    for (const reason of ['', ' ', 'x'.repeat(501)]) {
      await expect(override(missionOrderId, partyId, reason)).rejects.toEqual(
        refusal('platform.suspension.reason-required'),
      );
    }
    const accepted = await override(missionOrderId, partyId, ` ${REASON} `);
    expect(accepted).toMatchObject({ state: 'converted', consumerChoice: partyId });
    expect(await override(missionOrderId, partyId)).toEqual(accepted);
    expect(await overrides(missionOrderId)).toEqual([
      { party_id: partyId, reason: REASON, actor_id: expect.any(String) },
    ]);
    const { rows } = await bench.service.admin.query(
      `select distinct entity_type, actor_kind from audit where operation = 'interventions:suspension.override'
         and entity_id = any ($1) order by 1`,
      [[missionOrderId, partyId]],
    );
    expect(rows).toEqual([
      { entity_type: 'mission-order', actor_kind: 'user' },
      { entity_type: 'party', actor_kind: 'user' },
    ]);
  });

  it('needs no override where nobody is suspended: then nothing is noted', async () => {
    const missionOrderId = await bench.missionOrder();
    expect(await override(missionOrderId, await party())).toMatchObject({ state: 'converted' });
    expect(await overrides(missionOrderId)).toEqual([]);
  });

  it('ID-4 is not overridden without the right', async () => {
    const partyId = await party();
    await suspended(partyId);
    const missionOrderId = await bench.missionOrder();
    const rights = RIGHTS.filter((one) => one !== 'interventions:suspension.override');
    await expect(override(missionOrderId, partyId, REASON, rights)).rejects.toEqual(
      refusal('platform.request.forbidden'),
    );
    const completion = { id: missionOrderId, consumerPartyId: partyId, orderingPartyId: '' };
    await expect(
      bench.client.completeDespiteSuspension({ completion, reason: REASON }, await bench.as(here, rights)),
    ).rejects.toEqual(refusal('platform.request.forbidden'));
    expect(await get(missionOrderId)).toMatchObject({ state: 'received' });
  });

  it('is the latest that was told, whatever comes late or twice, also before the party itself', async () => {
    const partyId = id();
    await resumed(partyId, 5);
    for (let i = 0; i < 2; i++) await suspended(partyId, 4);
    await bench.tell('parties', PartyCreatedMessage, {
      party: Party.fromPartial({ id: partyId, kinds: ['consumer'] }),
    });
    expect(await accept(await bench.missionOrder(), partyId)).toMatchObject({ state: 'converted' });
    await suspended(partyId, 6);
    await expect(accept(await bench.missionOrder(), partyId)).rejects.toEqual(refusal(SUSPENDED));
    await resumed(partyId, 7);
    expect(await accept(await bench.missionOrder(), partyId)).toMatchObject({ state: 'converted' });
  });

  it('ID-10 is so in its own station only', async () => {
    const partyId = await party();
    await suspended(partyId);
    const missionOrderId = await bench.missionOrder({}, { tenant: elsewhere });
    expect(await accept(missionOrderId, partyId, elsewhere)).toMatchObject({ state: 'converted' });
    const sql = 'select station_id from party_suspension where party_id = $1';
    expect((await bench.service.admin.query(sql, [partyId])).rows).toEqual([{ station_id: here.stationId }]);
  });

  it('where the saga found it, is left to a person: refused again, or overridden with a reason', async () => {
    const partyId = await party();
    await suspended(partyId);
    const missionOrderId = await bench.missionOrder({ orderingPartyId: MANUFACTURER });
    await accept(missionOrderId);
    const found = { party_id: partyId, created: 'false', suspended: 'true' };
    await bench.answer('mission-to-file', FindOrCreatePartyMessage, missionOrderId, 'done', found);
    expect(await get(missionOrderId)).toMatchObject({ state: 'accepted', toComplete: SUSPENDED });
    const completion = { id: missionOrderId, consumerPartyId: partyId, orderingPartyId: '' };
    await expect(bench.client.completeMissionOrder(completion, await bench.as())).rejects.toEqual(refusal(SUSPENDED));
    const done = await bench.client.completeDespiteSuspension({ completion, reason: REASON }, await bench.as());
    expect(done).toMatchObject({ state: 'converted', toComplete: '' });
    expect(await overrides(missionOrderId)).toMatchObject([{ party_id: partyId, reason: REASON }]);
  });
});
