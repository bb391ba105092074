import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ChangeMissionOrderMessage,
  FindOrCreatePartyMessage,
  MissionOrderChangedMessage,
  MissionOrderExpiredMessage,
  MissionOrderRequestDeclinedMessage,
  MissionOrderWithdrawnMessage,
  WithdrawMissionOrderMessage,
} from '@navette/contracts';
import { ChangeMissionOrder, WithdrawMissionOrder } from '@navette/contracts/interventions/v1/commands';
import { ManualClock } from '@navette/kernel';
import { eventually } from '@navette/testing';
import { Bench, elsewhere, here, missionOrder, refusal, RIGHTS } from '../test/bench.helper.js';

const clock = new ManualClock('2026-11-22T10:00:00Z');
let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start(clock);
});
afterAll(() => bench.stop());

const get = async (missionOrderId: string, tenant = here) =>
  bench.client.getMissionOrder({ id: missionOrderId }, await bench.as(tenant));
const accept = async (missionOrderId: string) =>
  bench.client.acceptMissionOrder({ id: missionOrderId, consumerPartyId: '', newConsumer: false }, await bench.as());
const about = (missionOrderId: string) => (message: { missionOrderId: string }) =>
  message.missionOrderId === missionOrderId;
const change = (missionOrderId: string, revision: number, changes: object = {}) => {
  const { externalNumber: _number, ...content } = missionOrder({ missionOrderId });
  return ChangeMissionOrder.fromPartial({ ...content, revision, ...changes });
};
const tellChange = (message: ChangeMissionOrder) =>
  bench.tell('change-mission-order', ChangeMissionOrderMessage, message);
const withdrawal = (missionOrderId: string, revision = 2, reason = 'Client parti') =>
  WithdrawMissionOrder.fromPartial({ missionOrderId, clientId: 'electrobel', revision, reason });
const tellWithdrawal = (message: WithdrawMissionOrder) =>
  bench.tell('withdraw-mission-order', WithdrawMissionOrderMessage, message);
const declined = (missionOrderId: string) => bench.heard(MissionOrderRequestDeclinedMessage, about(missionOrderId));

describe('IN-1 the sender changes an order that nobody has answered', () => {
  it('as a whole, once, and the latest request counts whatever their order', async () => {
    const missionOrderId = await bench.missionOrder();
    await tellChange(change(missionOrderId, 3, { symptom: 'Fuit', consumer: { name: 'Durand' }, orderingPartyId: '' }));
    await tellChange(change(missionOrderId, 2, { symptom: 'Trop tard' }));
    await tellChange(change(missionOrderId, 3, { symptom: 'Encore' }));
    expect(await get(missionOrderId)).toMatchObject({
      version: '2',
      state: 'received',
      symptom: 'Fuit',
      consumer: { name: 'Durand', email: '' },
      orderingPartyId: '',
    });
    expect(await bench.heard(MissionOrderChangedMessage, about(missionOrderId))).toMatchObject([
      { clientId: 'electrobel', externalNumber: `EB-${missionOrderId}`, revision: 3 },
    ]);
    expect(await declined(missionOrderId)).toEqual([]);
  });

  it('and the order as first sent, when it comes again, is still the same order', async () => {
    const order = missionOrder();
    await bench.missionOrder(order);
    await tellChange(change(order.missionOrderId, 2, { symptom: 'Fuit' }));
    await bench.missionOrder(order);
    expect(await get(order.missionOrderId)).toMatchObject({ symptom: 'Fuit' });
    const sql = 'select 1 from mission_order_rejection where id = $1';
    expect((await bench.service.admin.query(sql, [order.missionOrderId])).rowCount).toBe(0);
  });

  it('is declined when it can’t be read, or once the order is answered', async () => {
    const missionOrderId = await bench.missionOrder();
    await tellChange(change(missionOrderId, 2, { product: { category: '' } }));
    await bench.client.refuseMissionOrder({ id: missionOrderId, reason: 'Complet' }, await bench.as());
    await tellChange(change(missionOrderId, 3, { symptom: 'Fuit' }));
    expect(await declined(missionOrderId)).toMatchObject([
      { revision: 2, reason: 'interventions.mission-order.invalid' },
      { revision: 3, reason: 'interventions.mission-order.not-received' },
    ]);
    expect(await get(missionOrderId)).toMatchObject({ state: 'refused', symptom: 'Ne chauffe plus' });
  });

  it('waits for the order that it overtook, and is left alone when that one was not taken', async () => {
    const order = missionOrder();
    const messageId = await bench.say(ChangeMissionOrderMessage, change(order.missionOrderId, 2, { symptom: 'Fuit' }));
    await bench.missionOrder(order);
    await bench.handled('change-mission-order', messageId);
    expect(await get(order.missionOrderId)).toMatchObject({ symptom: 'Fuit' });

    const unreadable = await bench.missionOrder({ product: undefined });
    await tellChange(change(unreadable, 2));
    expect(await declined(unreadable)).toEqual([]);
  });
});

describe('IN-1 the sender withdraws an order', () => {
  it('that can’t be accepted, refused or changed any more; told once', async () => {
    const missionOrderId = await bench.missionOrder();
    await tellWithdrawal(withdrawal(missionOrderId));
    await tellWithdrawal(withdrawal(missionOrderId));
    expect(await get(missionOrderId)).toMatchObject({
      state: 'withdrawn',
      withdrawalReason: 'Client parti',
      version: '2',
    });
    expect(await bench.heard(MissionOrderWithdrawnMessage, about(missionOrderId))).toMatchObject([{ revision: 2 }]);
    const closed = refusal('interventions.mission-order.not-received');
    await expect(accept(missionOrderId)).rejects.toEqual(closed);
    await expect(
      bench.client.refuseMissionOrder({ id: missionOrderId, reason: 'x' }, await bench.as()),
    ).rejects.toEqual(closed);
    await tellChange(change(missionOrderId, 3));
    expect(await declined(missionOrderId)).toMatchObject([{ revision: 3 }]);
    expect(await bench.heard(FindOrCreatePartyMessage, ({ itemKey }) => itemKey === missionOrderId)).toEqual([]);
  });

  it('unless it was accepted: one of both wins, and the other is told', async () => {
    const missionOrderId = await bench.missionOrder();
    const message = withdrawal(missionOrderId);
    const [answer] = await Promise.allSettled([accept(missionOrderId), tellWithdrawal(message)]);
    const { state } = await get(missionOrderId);
    expect(state).toBe(answer.status === 'fulfilled' ? 'accepted' : 'withdrawn');
    expect(await declined(missionOrderId)).toHaveLength(state === 'accepted' ? 1 : 0);
    expect(await bench.heard(MissionOrderWithdrawnMessage, about(missionOrderId))).toHaveLength(
      state === 'accepted' ? 0 : 1,
    );
  });
});

describe('IN-1 an order that nobody answers', () => {
  const settings = async (hours: number) =>
    bench.client.setStationSettings({ settings: { missionOrderAnswerHours: hours } }, await bench.as());

  it('expires in the station’s time, told once; an answered one does not', async () => {
    expect(await bench.client.getStationSettings({}, await bench.as())).toEqual({ missionOrderAnswerHours: 72 });
    const [waiting, answered] = [await bench.missionOrder(), await bench.missionOrder()];
    await settings(200);
    const later = await bench.missionOrder();
    await bench.client.refuseMissionOrder({ id: answered, reason: 'Complet' }, await bench.as());
    expect(await get(waiting)).toMatchObject({ expiresAt: '2026-11-25T10:00:00Z' });
    expect(await get(later)).toMatchObject({ expiresAt: '2026-11-30T18:00:00Z' });
    clock.set('2026-11-25T10:00:01Z');
    await eventually(async () => ((await get(waiting)).state === 'expired' ? true : undefined));
    await eventually(async () => {
      const sql = `select 1 from timer where kind = 'expire-mission-order' and key = any ($1)`;
      return (await bench.service.admin.query(sql, [[waiting, answered]])).rowCount === 0 ? true : undefined;
    });
    expect(await get(answered)).toMatchObject({ state: 'refused' });
    expect(await get(later)).toMatchObject({ state: 'received' });
    expect(await bench.heard(MissionOrderExpiredMessage, about(waiting))).toMatchObject([{ clientId: 'electrobel' }]);
    expect(await bench.heard(MissionOrderExpiredMessage, about(answered))).toEqual([]);
    await expect(accept(waiting)).rejects.toEqual(refusal('interventions.mission-order.not-received'));
    clock.set('2026-11-22T10:00:00Z');
  });

  it('has a time between an hour and thirty days, for this station alone, by a right of its own', async () => {
    for (const hours of [0, 721]) {
      await expect(settings(hours)).rejects.toEqual(refusal('interventions.settings.answer-hours-out-of-range'));
    }
    await settings(24);
    expect(await bench.client.getStationSettings({}, await bench.as(elsewhere))).toEqual({
      missionOrderAnswerHours: 72,
    });
    const without = (right: string) => bench.as(here, RIGHTS.filter((one) => one !== right)); // prettier-ignore
    const forbidden = refusal('platform.request.forbidden');
    const reading = await without('interventions:settings.read');
    await expect(bench.client.getStationSettings({}, reading)).rejects.toEqual(forbidden);
    const setting = await without('interventions:settings.update');
    await expect(bench.client.setStationSettings({ settings: undefined }, setting)).rejects.toEqual(forbidden);
    const sql = `select actor_kind from audit where entity_type = 'station-settings' and entity_id = $1`;
    expect((await bench.service.admin.query(sql, [here.stationId])).rows).toContainEqual({ actor_kind: 'user' });
  });
});
