import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  FindOrCreatePartyMessage,
  InterventionFileOpenedMessage,
  MissionOrderConvertedMessage,
  MissionOrderRefusedMessage,
  MissionOrderToCompleteMessage,
  PartiesImportedMessage,
  PartyCreatedMessage,
} from '@navette/contracts';
import { Party } from '@navette/contracts/parties/v1/service';
import { derivedId } from '@navette/kernel';
import { Bench, elsewhere, here, id, MANUFACTURER, refusal, RIGHTS } from '../test/bench.helper.js';

const KNOWN = derivedId('test', 'known consumer');
let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
  const party = Party.fromPartial({ id: KNOWN, kinds: ['consumer'] });
  await bench.tell('parties', PartyCreatedMessage, { party });
});
afterAll(() => bench.stop());

const get = async (missionOrderId: string) => bench.client.getMissionOrder({ id: missionOrderId }, await bench.as());
/** @param choice a party, "new", or nothing */
const accept = async (missionOrderId: string, choice = '') =>
  bench.client.acceptMissionOrder(
    { id: missionOrderId, consumerPartyId: choice === 'new' ? '' : choice, newConsumer: choice === 'new' },
    await bench.as(),
  );
const complete = async (missionOrderId: string, chosen: { consumer?: string; orderer?: string }, tenant = here) =>
  bench.client.completeMissionOrder(
    { id: missionOrderId, consumerPartyId: chosen.consumer ?? '', orderingPartyId: chosen.orderer ?? '' },
    await bench.as(tenant),
  );
const about = (missionOrderId: string) => (message: { missionOrderId: string }) =>
  message.missionOrderId === missionOrderId;
/** Parties has found or made who was asked for. */
const answer = (itemKey: string, partyId: string) =>
  bench.answer('mission-to-file', FindOrCreatePartyMessage, itemKey, 'done', { party_id: partyId, created: 'true' });

describe('IN-2 a person chooses', () => {
  it('a known consumer when accepting: the file is opened for it at once', async () => {
    const missionOrderId = await bench.missionOrder();
    await expect(accept(missionOrderId, id())).rejects.toMatchObject({
      code: 'interventions.mission-order.party-unknown',
      fields: [expect.objectContaining({ pointer: '/consumerPartyId' })],
    });
    const accepted = await accept(missionOrderId, KNOWN);
    expect(accepted).toMatchObject({ state: 'converted' });
    expect(await bench.get(accepted.fileId)).toMatchObject({ consumerPartyId: KNOWN });
    expect(await bench.heard(FindOrCreatePartyMessage, ({ itemKey }) => itemKey === missionOrderId)).toEqual([]);
  });

  it('a new one, whoever is known: parties is told so', async () => {
    const missionOrderId = await bench.missionOrder();
    expect(await accept(missionOrderId, 'new')).toMatchObject({ state: 'accepted', consumerChoice: 'new' });
    const { anew, party } = await answer(missionOrderId, KNOWN);
    expect([anew, party?.name]).toEqual([true, 'Lefèvre']);
    expect(await get(missionOrderId)).toMatchObject({ state: 'converted' });
    const plain = await bench.missionOrder();
    await accept(plain);
    expect((await answer(plain, KNOWN)).anew).toBe(false);
  });

  it('not both, nor a party that is unknown or another station’s', async () => {
    const missionOrderId = await bench.missionOrder();
    const both = { id: missionOrderId, consumerPartyId: KNOWN, newConsumer: true };
    await expect(bench.client.acceptMissionOrder(both, await bench.as())).rejects.toMatchObject({
      code: 'interventions.mission-order.choice-contradictory',
      fields: [expect.objectContaining({ pointer: '/newConsumer' })],
    });
    const foreign = id();
    const party = Party.fromPartial({ id: foreign, kinds: ['consumer'] });
    await bench.tell('parties', PartyCreatedMessage, { party }, { tenant: elsewhere });
    const refusals = await Promise.allSettled([foreign, id(), 'no id'].map((one) => accept(missionOrderId, one)));
    const reasons = refusals.map((one) => (one.status === 'rejected' ? (one.reason as Error) : undefined));
    expect(reasons[0]).toEqual(refusal('interventions.mission-order.party-unknown'));
    expect(reasons[1]).toEqual(reasons[0]);
    expect(reasons[2]).toEqual(reasons[0]);
    expect(await get(missionOrderId)).toMatchObject({ state: 'received', consumerChoice: '' });
  });

  it('PA-15 is an imported one, too, once interventions has heard of it, and only in its station', async () => {
    const missionOrderId = await bench.missionOrder();
    const [imported, foreign] = [id(), id()];
    const message = (partyId: string) => ({
      importId: id(),
      parties: [Party.fromPartial({ id: partyId, version: '1', kinds: ['consumer'] })],
    });
    await bench.tell('parties-imported', PartiesImportedMessage, message(foreign), { tenant: elsewhere });
    await bench.tell('parties-imported', PartiesImportedMessage, message(imported));
    await expect(accept(missionOrderId, foreign)).rejects.toEqual(refusal('interventions.mission-order.party-unknown'));
    expect(await accept(missionOrderId, imported)).toMatchObject({ consumerChoice: imported });
  });

  it('once: the same again changes nothing, another consumer is refused, also when two choose at once', async () => {
    const missionOrderId = await bench.missionOrder();
    const other = id();
    await bench.tell('parties', PartyCreatedMessage, { party: Party.fromPartial({ id: other, kinds: ['other'] }) });
    const both = await Promise.allSettled([KNOWN, other].map((one) => accept(missionOrderId, one)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: refusal('interventions.mission-order.accepted-otherwise'),
    });
    const order = await get(missionOrderId);
    expect((await bench.get(order.fileId)).consumerPartyId).toBe(order.consumerChoice);
    expect(await accept(missionOrderId, order.consumerChoice)).toEqual(order);
    expect(await accept(missionOrderId)).toEqual(order);
    await expect(accept(missionOrderId, 'new')).rejects.toEqual(
      refusal('interventions.mission-order.accepted-otherwise'),
    );
    expect(await bench.heard(MissionOrderConvertedMessage, about(missionOrderId))).toHaveLength(1);
  });

  it('for an order that nobody has answered only', async () => {
    const missionOrderId = await bench.missionOrder();
    await bench.client.refuseMissionOrder({ id: missionOrderId, reason: 'Complet' }, await bench.as());
    for (const choice of ['', KNOWN, 'new']) {
      await expect(accept(missionOrderId, choice)).rejects.toEqual(refusal('interventions.mission-order.not-received'));
    }
  });

  it('who ordered, where the station did not know: the saga goes on and finds the consumer', async () => {
    const missionOrderId = await bench.missionOrder({ orderingPartyId: '' });
    await accept(missionOrderId);
    const missing = refusal('interventions.mission-order.ordering-party-unknown');
    await expect(complete(missionOrderId, { consumer: KNOWN })).rejects.toEqual(missing);
    const party = Party.fromPartial({ id: MANUFACTURER, kinds: ['manufacturer'] });
    await bench.tell('parties', PartyCreatedMessage, { party });
    expect(await complete(missionOrderId, { orderer: MANUFACTURER })).toMatchObject({
      state: 'accepted',
      toComplete: '',
    });
    await expect(complete(missionOrderId, { orderer: MANUFACTURER })).rejects.toEqual(
      refusal('interventions.mission-order.not-to-complete'),
    );
    await bench.answer('mission-to-file', FindOrCreatePartyMessage, missionOrderId, 'done', { party_id: KNOWN });
    const { fileId } = await get(missionOrderId);
    expect(await bench.get(fileId)).toMatchObject({ orderingPartyKind: 'manufacturer', orderingPartyId: MANUFACTURER });
  });

  it('who ordered, and the consumer chosen before is kept', async () => {
    const missionOrderId = await bench.missionOrder({ orderingPartyId: '' });
    expect(await accept(missionOrderId, KNOWN)).toMatchObject({ state: 'accepted', fileId: '' });
    const { fileId } = await complete(missionOrderId, { orderer: MANUFACTURER });
    expect((await bench.get(fileId)).consumerPartyId).toBe(KNOWN);
  });

  it('the consumer, where the one that was named could not be made; once, also when two do', async () => {
    const missionOrderId = await bench.missionOrder();
    await accept(missionOrderId);
    await bench.answer('mission-to-file', FindOrCreatePartyMessage, missionOrderId, 'parties.party.phone-wrong');
    await expect(complete(missionOrderId, {})).rejects.toEqual(refusal('interventions.mission-order.consumer-unknown'));
    await expect(complete(missionOrderId, { consumer: 'nobody' })).rejects.toEqual(
      refusal('interventions.mission-order.party-unknown'),
    );
    const both = await Promise.allSettled([1, 2].map(() => complete(missionOrderId, { consumer: KNOWN })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await get(missionOrderId)).toMatchObject({ state: 'converted', toComplete: '' });
    expect(await bench.heard(MissionOrderConvertedMessage, about(missionOrderId))).toHaveLength(1);
    const told = await bench.heard(MissionOrderToCompleteMessage, about(missionOrderId));
    expect(told.map(({ reason }) => reason)).toEqual(['parties.party.phone-wrong', '']);
  });

  it('for orders of its own station only, with the right to', async () => {
    const missionOrderId = await bench.missionOrder({ orderingPartyId: '' });
    await accept(missionOrderId);
    for (const wanted of [missionOrderId, id(), 'no id']) {
      await expect(complete(wanted, { orderer: MANUFACTURER }, elsewhere)).rejects.toEqual(
        refusal('interventions.mission-order.not-found'),
      );
    }
    const call = await bench.as(here, RIGHTS.filter((one) => one !== 'interventions:mission-order.complete')); // prettier-ignore
    await expect(
      bench.client.completeMissionOrder({ id: missionOrderId, consumerPartyId: '', orderingPartyId: '' }, call),
    ).rejects.toEqual(refusal('platform.request.forbidden'));
  });
});

describe('IN-2 the reseller that a sender names', () => {
  const RESELLER = derivedId('test', 'reseller');
  const reseller = {
    name: 'Darnal Électroménager',
    siret: '73282932000074',
    phone: '03 20 00 00 00',
    email: '',
    address: { line1: '', line2: '', postcode: '59000', city: 'Lille', country: 'FR' },
  };

  it('is carried with the order, found or made by parties, and taken over into the file', async () => {
    const missionOrderId = await bench.missionOrder({ reseller });
    expect(await get(missionOrderId)).toMatchObject({ reseller });
    await accept(missionOrderId, KNOWN);
    const command = await answer(`${missionOrderId}/reseller`, RESELLER);
    expect(command.party).toMatchObject({
      kinds: ['reseller'],
      name: 'Darnal Électroménager',
      siret: '73282932000074',
      phones: ['03 20 00 00 00'],
      emails: [],
    });
    const { fileId } = await get(missionOrderId);
    expect(await bench.get(fileId)).toMatchObject({ consumerPartyId: KNOWN, resellerPartyId: RESELLER });
    expect(await bench.heard(InterventionFileOpenedMessage, (one) => one.fileId === fileId)).toMatchObject([
      { consumerPartyId: KNOWN, resellerPartyId: RESELLER },
    ]);
  });

  it('is left out of the file where parties can’t take it: the repair does not wait for that', async () => {
    const missionOrderId = await bench.missionOrder({ reseller: { ...reseller, siret: 'unreadable' } });
    await accept(missionOrderId, KNOWN);
    await bench.answer('mission-to-file', FindOrCreatePartyMessage, `${missionOrderId}/reseller`, 'parties.party.siret-wrong'); // prettier-ignore
    const { fileId, reseller: kept } = await get(missionOrderId);
    expect(kept?.siret).toBe('unreadable');
    expect(await bench.get(fileId)).toMatchObject({ consumerPartyId: KNOWN, resellerPartyId: '' });
  });

  it('IN-3 is who ordered, where a reseller orders and names no other', async () => {
    const party = Party.fromPartial({ id: RESELLER, kinds: ['reseller'] });
    await bench.tell('parties', PartyCreatedMessage, { party });
    expect(await bench.file({ orderingPartyId: RESELLER })).toMatchObject({
      orderingPartyKind: 'reseller',
      resellerPartyId: RESELLER,
    });
    expect(await bench.file()).toMatchObject({ resellerPartyId: '' });
  });

  it('must have a name; without one the order can’t be read, and its sender is told', async () => {
    const missionOrderId = await bench.missionOrder({ reseller: { ...reseller, name: ' ' } });
    expect(await bench.heard(MissionOrderRefusedMessage, about(missionOrderId))).toMatchObject([
      { reason: 'interventions.mission-order.invalid' },
    ]);
  });
});
