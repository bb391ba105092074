import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AllocationWithdrawnMessage,
  AskStationTransferMessage,
  PartAllocatedMessage,
  PartsNeedWithdrawnMessage,
  TellStationTransferMessage,
} from '@navette/contracts';
import { AskStationTransfer } from '@navette/contracts/stock/v1/commands';
import { OpenInventoryRequest } from '@navette/contracts/stock/v1/inventories';
import { CatalogueEntry, Part } from '@navette/contracts/stock/v1/service';
import type { StationTransfer } from '@navette/contracts/stock/v1/station_transfers';
import { gtinCheckDigit } from '@navette/kernel';
import { Database, type Tx } from '@navette/platform/database';
import { eventually, pdfText, testScope, testTenant, type TestService, type TestTenant } from '@navette/testing';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { Bench, elsewhere, here, id, refusal, RIGHTS, type Wanted } from '../test/bench.helper.js';
import { neighbours, startStandIns } from '../test/stand-ins.js';

let bench: Bench;
/** Of the same network, with no part in a transfer; and of another network. */
const third = testTenant('third');
const stranger = testTenant('stranger', 'other-network');

let standIns: TestService[];
let codes = 0;

beforeAll(async () => {
  const { env, services } = await startStandIns();
  standIns = services;
  bench = await Bench.start({ env });
  await bench.station(third, 'AMI');
  await bench.station(stranger, 'ETR');
});
afterAll(async () => {
  await bench?.stop();
  await Promise.all(standIns.map((one) => one.stop()));
});

const at = (tenant: TestTenant, rights: readonly string[] = RIGHTS) => bench.as({ tenant, rights });

/** The same part in a sister's catalogue, with some in stock there. */
async function stocked(reference: string, quantity: string, tenant = elsewhere): Promise<Part> {
  const part = Part.fromPartial({ reference: reference.toLowerCase(), designation: 'Pompe', ventilationCode: 'PIECE', purchasePrice: '10' }); // prettier-ignore
  const made = await bench.client.createPart({ part }, await at(tenant));
  await correct(made, quantity, tenant, '10');
  return made;
}

async function correct(part: Part, quantity: string, tenant = elsewhere, unitCost = ''): Promise<void> {
  await bench.client.correctStock(
    { partId: part.id, quantity, reason: 'inventaire', unitCost, placeId: '' },
    await at(tenant),
  );
}

/** A file here wants the part, which lies elsewhere. */
async function wanted(quantity = 2, stock = '5'): Promise<{ part: Part; there: Part; need: Wanted }> {
  const part = await bench.part();
  const there = await stocked(part.reference, stock);
  return { part, there, need: await bench.file(part, quantity) };
}

/** A code of thirteen digits that no part has yet, of a manufacturer unless it begins with 2. */
const newCode = (prefix = '40') => {
  const digits = `${prefix}${String(++codes).padStart(12 - prefix.length, '0')}`;
  return digits + gtinCheckDigit(digits);
};

/** A part with codes that a sister has by another reference. */
async function otherwise(codesThere: readonly string[], more: Partial<Part> = {}): Promise<Part> {
  const part = Part.fromPartial({ reference: `autre-${newCode()}`, designation: 'Pompe', ventilationCode: 'PIECE', purchasePrice: '10', barcodes: [...codesThere], ...more }); // prettier-ignore
  const made = await bench.client.createPart({ part }, await at(elsewhere));
  await correct(made, '5', elsewhere, '10');
  return made;
}

const ask = async ({ needId }: Wanted, quantity = '2', stationId = elsewhere.stationId) =>
  bench.client.requestStationTransfer({ needId, stationId, quantity }, await at(here));
const seen = async (transfer: Pick<StationTransfer, 'id'>, tenant: TestTenant) =>
  bench.client.getStationTransfer({ id: transfer.id }, await at(tenant));

/** Until a half is in that state. */
const until = (transfer: StationTransfer, tenant: TestTenant, state: string) =>
  eventually(async () => {
    const half = await seen(transfer, tenant).catch(() => undefined);
    return half?.state === state ? half : undefined;
  });

async function asked(need: Wanted, quantity = '2'): Promise<StationTransfer> {
  const transfer = await ask(need, quantity);
  await until(transfer, elsewhere, 'requested');
  return transfer;
}

async function accepted(need: Wanted, quantity = '2'): Promise<StationTransfer> {
  const transfer = await asked(need, quantity);
  await bench.client.acceptStationTransfer({ id: transfer.id, quantity: '' }, await at(elsewhere));
  await until(transfer, here, 'accepted');
  return transfer;
}

async function issued(need: Wanted, quantity = '2'): Promise<StationTransfer> {
  const transfer = await accepted(need, quantity);
  await bench.client.issueStationTransfer({ id: transfer.id }, await at(elsewhere));
  await until(transfer, here, 'issued');
  return transfer;
}

const receive = async ({ id: transferId }: StationTransfer, quantity: string, reason = '') =>
  bench.client.receiveStationTransfer({ id: transferId, quantity, reason }, await at(here));

const sagaOf = async ({ id: key }: StationTransfer) =>
  (await bench.rows<{ status: string }>(`select status from saga where correlation_key = $1`, [key])).map(({ status }) => status); // prettier-ignore
const level = async (part: Part, tenant: TestTenant) =>
  bench.client.getStockLevel({ partId: part.id }, await at(tenant));
const movements = (transfer: StationTransfer) =>
  bench.rows('select kind, quantity, value from stock_movement where origin_id = $1 order by seq', [transfer.id]);

async function sound(): Promise<void> {
  expect(await bench.imbalances()).toEqual([]);
  expect(await bench.rows('select * from dead_letter')).toEqual([]);
}

describe('ST-15 the stock of the network', () => {
  it('shows what sisters have free of a part, however they write its reference, the most first, and nothing else', async () => {
    const { part, there, need } = await wanted(1, '5');
    await stocked(part.reference, '7', third);
    await stocked(part.reference, '9', stranger);
    const { stations } = await bench.client.listNetworkStock({ partId: part.id }, await at(here));
    expect(stations).toEqual([
      { stationId: third.stationId, code: 'AMI', name: '', free: '7.0000' },
      { stationId: elsewhere.stationId, code: 'LEN', name: '', free: '5.0000' },
    ]);
    // Neither by a sister's part, nor by one of nobody.
    for (const partId of [there.id, id(), 'x'])
      expect(await bench.client.listNetworkStock({ partId }, await at(here))).toEqual({ stations: [] });
    await expect(ask(need, '1', stranger.stationId)).rejects.toEqual(refusal('stock.station-transfer.not-free'));
  });

  it('hides what another manufacturer makes under the same reference', async () => {
    const makers = { [here.stationId]: id(), [elsewhere.stationId]: id() };
    for (const [tenant, alphaCode] of [
      [here, 'BOSCH'],
      [elsewhere, 'MIELE'],
    ] as const)
      // prettier-ignore
      await bench.maker(makers[tenant.stationId] as string, alphaCode, tenant);
    const part = await bench.part({ manufacturerPartyId: makers[here.stationId] as string });
    const there = await stocked(part.reference, '5');
    const stock = async () =>
      (await bench.client.listNetworkStock({ partId: part.id }, await at(here))).stations.length;
    expect(await stock()).toBe(1);
    const manufacturerPartyId = makers[elsewhere.stationId] as string;
    await bench.client.changePart({ part: { ...there, manufacturerPartyId }, expectedVersion: there.version, partId: there.id }, await at(elsewhere)); // prettier-ignore
    expect(await stock()).toBe(0);
  });
});

describe('ST-15 a part that a sister knows by another reference', () => {
  const sisters = async (part: Part) =>
    (await bench.client.listNetworkStock({ partId: part.id }, await at(here))).stations.map(({ code, free }) => [code, free]); // prettier-ignore

  it('is found by its GTIN, and each station names its own part', async () => {
    const code = newCode();
    const part = await bench.part({ barcodes: ['ETIQUETTE', code] });
    const there = await otherwise([`0${code}`]);
    expect(await sisters(part)).toEqual([['LEN', '5.0000']]);
    const transfer = await issued(await bench.file(part, 2));
    expect(transfer).toMatchObject({ partId: part.id, reference: part.reference });
    expect(await seen(transfer, elsewhere)).toMatchObject({ partId: there.id, reference: there.reference });
    await receive(transfer, '2');
    expect(await until(transfer, elsewhere, 'received')).toMatchObject({ received: '2.0000' });
    expect(await level(there, elsewhere)).toMatchObject({ onHand: '3.0000', value: '30.00' });
    expect(await bench.level(part)).toMatchObject({ onHand: '2.0000', value: '20.00' });
    await sound();
  });

  it('is none by a code that a station prints itself, nor by one that is no GTIN', async () => {
    for (const code of [newCode('2'), newCode('02'), newCode('04'), '21234569', 'MAGASIN-12']) {
      const part = await bench.part({ barcodes: [code] });
      await otherwise([code]);
      expect(await sisters(part)).toEqual([]);
    }
  });

  it('is none where two of its parts have a code of ours, or another manufacturer makes it', async () => {
    const pair = [newCode(), newCode()] as const;
    const torn = await bench.part({ barcodes: [...pair] });
    for (const code of pair) await otherwise([code]);
    expect(await sisters(torn)).toEqual([]);
    // Who asks all the same is refused there, as of a part that is not known.
    const question = AskStationTransfer.fromPartial({
      request: { sagaId: id(), requestId: id() },
      itemKey: id(),
      number: 'LIL-TR-2026-999998',
      stationId: here.stationId,
      stationCode: 'LIL',
      reference: torn.reference,
      quantity: '1',
      gtins: pair.map((code) => `0${code}`),
    });
    const answers = (command: AskStationTransfer) =>
      bench.ask('ask-station-transfer', AskStationTransferMessage, command, elsewhere);
    expect(await answers(question)).toEqual(['stock.station-transfer.part-unknown', {}]);
    const makers = [id(), id()] as const;
    await bench.maker(makers[0], 'BEKO', here);
    await bench.maker(makers[1], 'SMEG', elsewhere);
    const code = newCode();
    const part = await bench.part({ barcodes: [code], manufacturerPartyId: makers[0] });
    await otherwise([code], { manufacturerPartyId: makers[1] });
    expect(await sisters(part)).toEqual([]);
  });

  it('is the one of the same reference, whatever else has its code', async () => {
    const code = newCode();
    const part = await bench.part({ barcodes: [code] });
    await otherwise([code]);
    const same = await stocked(part.reference, '3');
    expect(await sisters(part)).toEqual([['LEN', '3.0000']]);
    const transfer = await asked(await bench.file(part, 2));
    expect(await seen(transfer, elsewhere)).toMatchObject({ partId: same.id });
  });
});

describe('ST-15 a transfer between two stations', () => {
  it('takes parts out there and in here at their cost, to the need that asked', async () => {
    const { part, there, need } = await wanted(2);
    const transfer = await ask(need);
    expect(transfer.number).toMatch(/^LIL-TR-\d{4}-\d{6}$/);
    expect(transfer).toMatchObject({ side: 'incoming', state: 'requested', stationCode: 'LEN', needId: need.needId });
    // It is on order: nobody orders it from a supplier.
    expect(await bench.need(need.needId)).toBe('0 2 0 0 0 on_order');
    expect(await bench.ordered(need.needId).catch(() => [])).toEqual([]);
    const half = await until(transfer, elsewhere, 'requested');
    expect(half).toMatchObject({ side: 'outgoing', number: transfer.number, partId: there.id, stationCode: 'LIL', originNumber: '', needId: '' }); // prettier-ignore

    await bench.client.acceptStationTransfer({ id: transfer.id, quantity: '' }, await at(elsewhere));
    await until(transfer, here, 'accepted');
    await bench.client.issueStationTransfer({ id: transfer.id }, await at(elsewhere));
    expect(await until(transfer, here, 'issued')).toMatchObject({ value: '20.00' });
    expect(await level(there, elsewhere)).toMatchObject({ onHand: '3.0000', value: '30.00' });
    expect(await bench.need(need.needId)).toBe('0 2 0 0 0 on_order');

    expect(await receive(transfer, '2')).toMatchObject({ state: 'received', received: '2.0000', lost: '0.0000' });
    expect(await bench.need(need.needId)).toBe('0 0 2 0 0 allocated');
    expect(await bench.level(part)).toMatchObject({ onHand: '2.0000', value: '20.00', reserved: '2.0000' });
    expect(await until(transfer, elsewhere, 'received')).toMatchObject({ received: '2.0000', lostValue: '0.00' });
    expect(await movements(transfer)).toEqual([
      { kind: 'transfer', quantity: '-2.0000', value: '-20.00' },
      { kind: 'transfer', quantity: '2.0000', value: '20.00' },
    ]);
    await eventually(async () => ((await sagaOf(transfer))[0] === 'done' ? true : undefined));
    const told = await bench.heard(PartAllocatedMessage, ({ needId }) => needId === need.needId);
    expect(told.map(({ quantity }) => quantity)).toEqual(['2.0000']);
    await sound();
  });

  it('ID-9 is told step by step in both stations, each once, by whoever took it or by the service for the other station', async () => {
    const { need } = await wanted(2);
    const transfer = await issued(need);
    await receive(transfer, '2');
    await until(transfer, elsewhere, 'received');
    const trail = async (tenant: TestTenant) =>
      bench.rows<{ operation: string; actor_kind: string }>(
        `select operation, actor_kind from audit where entity_type = 'station-transfer' and entity_id = $1 and station_id = $2
         order by at, id`,
        [transfer.id, tenant.stationId],
      );
    const step = (state: string, actor: string) => ({
      operation: `stock:station-transfer-${state}`,
      actor_kind: actor,
    });
    expect(await trail(here)).toEqual([
      step('requested', 'user'),
      step('accepted', 'system'),
      step('issued', 'system'),
      step('received', 'user'),
    ]);
    expect(await trail(elsewhere)).toEqual([
      step('requested', 'system'),
      step('accepted', 'user'),
      step('issued', 'user'),
      step('received', 'system'),
    ]);
  });

  it('does everything once, however often and at once it is asked', async () => {
    const { part, there, need } = await wanted(2);
    const transfer = await asked(need);
    const call = await at(elsewhere);
    const twice = <T>(work: () => Promise<T>) => Promise.all([work(), work(), work()]);
    await twice(() => bench.client.acceptStationTransfer({ id: transfer.id, quantity: '' }, call));
    await until(transfer, here, 'accepted');
    await twice(() => bench.client.issueStationTransfer({ id: transfer.id }, call));
    await until(transfer, here, 'issued');
    await twice(() => receive(transfer, '2'));
    await until(transfer, elsewhere, 'received');
    expect(await level(there, elsewhere)).toMatchObject({ onHand: '3.0000' });
    expect(await bench.level(part)).toMatchObject({ onHand: '2.0000', reserved: '2.0000' });
    expect(await movements(transfer)).toHaveLength(2);
    await sound();
  });

  it('asks no more than waits and than is free there', async () => {
    const { need } = await wanted(2, '1');
    await expect(ask(need, '3')).rejects.toEqual(refusal('stock.station-transfer.invalid'));
    await expect(ask(need, '0')).rejects.toEqual(refusal('stock.station-transfer.invalid'));
    await expect(ask(need, '2')).rejects.toEqual(refusal('stock.station-transfer.not-free'));
    await ask(need, '1');
    expect(await bench.need(need.needId)).toBe('1 1 0 0 0 waiting');
    const both = await Promise.allSettled([ask(need, '1'), ask(need, '1')]);
    expect(both.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
    await sound();
  });

  it('waits again when the sister refuses, who says why', async () => {
    const { need } = await wanted();
    const transfer = await asked(need);
    const call = await at(elsewhere);
    await expect(bench.client.refuseStationTransfer({ id: transfer.id, reason: ' ' }, call)).rejects.toEqual(refusal('stock.station-transfer.invalid')); // prettier-ignore
    await bench.client.refuseStationTransfer({ id: transfer.id, reason: 'promise au comptoir' }, call);
    expect(await until(transfer, here, 'refused')).toMatchObject({ refusal: 'by-hand', reason: 'promise au comptoir' });
    expect(await bench.need(need.needId)).toBe('2 0 0 0 0 waiting');
    expect(await sagaOf(transfer)).toEqual(['compensated']);
    expect(await bench.ordered(need.needId)).toHaveLength(1);
    await sound();
  });

  it('tells the sister that its free stock has gone since it accepted; it refuses then, and the quantity waits again', async () => {
    const { there, need } = await wanted(2, '2');
    const transfer = await accepted(need);
    await correct(there, '-1');
    const call = await at(elsewhere);
    await expect(bench.client.issueStationTransfer({ id: transfer.id }, call)).rejects.toEqual(refusal('stock.station-transfer.not-free')); // prettier-ignore
    expect((await seen(transfer, elsewhere)).state).toBe('accepted');
    await bench.client.refuseStationTransfer({ id: transfer.id, reason: 'cassée' }, call);
    await until(transfer, here, 'refused');
    expect(await bench.need(need.needId)).toBe('2 0 0 0 0 waiting');
    await sound();
  });

  it('keeps what is lost in transit as the sender’s loss with its value and reason, and the rest waits again', async () => {
    const { part, need } = await wanted(3);
    const transfer = await issued(need, '3');
    await expect(receive(transfer, '2')).rejects.toEqual(refusal('stock.station-transfer.invalid'));
    await expect(receive(transfer, '4', 'trop')).rejects.toEqual(refusal('stock.station-transfer.invalid'));
    await receive(transfer, '2', 'carton ouvert');
    expect(await bench.need(need.needId)).toBe('1 0 2 0 0 partly_allocated');
    expect(await bench.level(part)).toMatchObject({ onHand: '2.0000', value: '20.00' });
    for (const tenant of [here, elsewhere])
      expect(await until(transfer, tenant, 'received')).toMatchObject({ received: '2.0000', lost: '1.0000', lostValue: '10.00', reason: 'carton ouvert' }); // prettier-ignore
    await sound();
  });

  it('takes in nothing where all is lost', async () => {
    const { part, need } = await wanted(1);
    const transfer = await issued(need, '1');
    await receive(transfer, '0', 'colis perdu');
    expect(await until(transfer, elsewhere, 'received')).toMatchObject({ lost: '1.0000', lostValue: '10.00' });
    expect(await bench.need(need.needId)).toBe('1 0 0 0 0 waiting');
    expect(await bench.level(part)).toMatchObject({ onHand: '0.0000' });
    await sound();
  });

  it('keeps the parts free, or for the next need, where the need was cancelled on their way', async () => {
    const { part, need } = await wanted(2);
    const transfer = await issued(need);
    const gone = { fileId: need.originId, lineIds: [need.needId] };
    await bench.tell('parts-need-withdrawn', PartsNeedWithdrawnMessage, gone);
    expect(await bench.need(need.needId)).toBe('0 0 0 0 2 cancelled');
    const other = await bench.file(part, 1);
    await receive(transfer, '2');
    expect(await bench.need(other.needId)).toBe('0 0 1 0 0 allocated');
    expect(await bench.level(part)).toMatchObject({ onHand: '2.0000', free: '1.0000' });
    expect(await bench.heard(AllocationWithdrawnMessage, ({ needId }) => needId === need.needId)).toEqual([]);
    await sound();
  });

  it('frees the parts on their way when the need is met otherwise', async () => {
    const { part, need } = await wanted(2);
    const transfer = await issued(need);
    await bench.correct(part, 2, '8');
    expect(await bench.need(need.needId)).toBe('0 0 2 0 0 allocated');
    await receive(transfer, '2');
    expect(await bench.level(part)).toMatchObject({ onHand: '4.0000', free: '2.0000', value: '36.00' });
    await sound();
  });

  it('is cancelled by who asked, and the quantity waits again', async () => {
    const { need } = await wanted();
    const transfer = await accepted(need);
    const call = await at(here);
    await Promise.all([1, 2].map(() => bench.client.cancelStationTransfer({ id: transfer.id }, call)));
    await until(transfer, here, 'cancelled');
    expect((await seen(transfer, elsewhere)).state).toBe('cancelled');
    expect(await bench.need(need.needId)).toBe('2 0 0 0 0 waiting');
    await expect(bench.client.issueStationTransfer({ id: transfer.id }, await at(elsewhere))).rejects.toEqual(refusal('stock.station-transfer.wrong-state')); // prettier-ignore
    await sound();
  });

  it('is either cancelled or issued where both are asked at once', async () => {
    for (let i = 0; i < 4; i++) {
      const { there, need } = await wanted();
      const transfer = await accepted(need);
      const [away, back] = [await at(elsewhere), await at(here)];
      await Promise.allSettled([
        bench.client.issueStationTransfer({ id: transfer.id }, away),
        bench.client.cancelStationTransfer({ id: transfer.id }, back),
      ]);
      const end = await eventually(async () => {
        const [mine, theirs] = [(await seen(transfer, here)).state, (await seen(transfer, elsewhere)).state];
        return mine === theirs && (mine === 'issued' || mine === 'cancelled') ? mine : undefined;
      });
      expect(await level(there, elsewhere)).toMatchObject({ onHand: end === 'issued' ? '3.0000' : '5.0000' });
      expect(await bench.need(need.needId)).toBe(end === 'issued' ? '0 2 0 0 0 on_order' : '2 0 0 0 0 waiting');
    }
    await sound();
  });

  it('is refused by itself where the sister does not know the part, or is of another network', async () => {
    const { part, need } = await wanted();
    const transfer = await ask(need);
    await until(transfer, elsewhere, 'requested');
    const question = AskStationTransfer.fromPartial({
      request: { sagaId: id(), requestId: id() },
      itemKey: id(),
      number: 'LIL-TR-2026-999999',
      stationId: here.stationId,
      stationCode: 'LIL',
      reference: `${part.reference}-UNKNOWN`,
      quantity: '1',
    });
    const outcome = async (tenant: TestTenant, command: AskStationTransfer) =>
      bench.ask('ask-station-transfer', AskStationTransferMessage, command, tenant);
    expect(await outcome(elsewhere, question)).toEqual(['stock.station-transfer.part-unknown', {}]);
    const known = { ...question, request: { sagaId: id(), requestId: id() }, reference: part.reference };
    expect(await outcome({ ...elsewhere, networkId: stranger.networkId }, known)).toEqual(['stock.station-transfer.station-unknown', {}]); // prettier-ignore
    expect(await bench.rows('select 1 from station_transfer where id = $1', [question.itemKey])).toEqual([]);
  });

  it('leaves and arrives not while the part is counted (ST-14), and says so', async () => {
    const { part, there, need } = await wanted(1);
    const transfer = await accepted(need, '1');
    const count = async (partId: string, tenant: TestTenant) => {
      const request = OpenInventoryRequest.fromPartial({ scope: { kind: 'selection', partIds: [partId] }, groupBy: 'none', sortBy: 'reference' }); // prettier-ignore
      return bench.client.openInventory(request, await at(tenant));
    };
    const counted = refusal('stock.inventory.part-counted');
    const inventory = await count(there.id, elsewhere);
    expect((await bench.client.listNetworkStock({ partId: part.id }, await at(here))).stations).toEqual([]);
    await expect(bench.client.issueStationTransfer({ id: transfer.id }, await at(elsewhere))).rejects.toEqual(counted);
    await bench.client.cancelInventory({ id: inventory.id, expectedVersion: inventory.version }, await at(elsewhere));
    await bench.client.issueStationTransfer({ id: transfer.id }, await at(elsewhere));
    await until(transfer, here, 'issued');
    await bench.correct(part, 1);
    await bench.correct(part, -1);
    const mine = await count(part.id, here);
    await expect(receive(transfer, '1')).rejects.toEqual(counted);
    expect((await seen(transfer, here)).state).toBe('issued');
    await bench.client.cancelInventory({ id: mine.id, expectedVersion: mine.version }, await at(here));
    await receive(transfer, '1');
    await sound();
  });
});

describe('ST-15 a transfer that is accepted in part', () => {
  const accept = async ({ id: transferId }: StationTransfer, quantity: string, tenant = elsewhere) =>
    bench.client.acceptStationTransfer({ id: transferId, quantity }, await at(tenant));
  /** 5 asked, of which the sister accepts 2. */
  async function partly(stock = '5'): Promise<{ part: Part; there: Part; need: Wanted; transfer: StationTransfer }> {
    const made = await wanted(5, stock);
    const transfer = await asked(made.need, '5');
    await accept(transfer, '2');
    await until(transfer, here, 'accepted');
    return { ...made, transfer };
  }

  it('gives the rest back to the need at once, both sides say so, and what was accepted arrives', async () => {
    const { part, there, need, transfer } = await partly();
    for (const tenant of [here, elsewhere])
      expect(await seen(transfer, tenant)).toMatchObject({ state: 'accepted', asked: '5.0000', quantity: '2.0000' });
    expect(await bench.need(need.needId)).toBe('3 2 0 0 0 waiting');
    // It can be had elsewhere, no more of it than waits.
    await expect(ask(need, '4')).rejects.toEqual(refusal('stock.station-transfer.invalid'));
    const second = await ask(need, '3');
    expect(await bench.need(need.needId)).toBe('0 5 0 0 0 on_order');
    await bench.client.cancelStationTransfer({ id: second.id }, await at(here));
    await until(second, here, 'cancelled');
    expect(await bench.need(need.needId)).toBe('3 2 0 0 0 waiting');

    await bench.client.issueStationTransfer({ id: transfer.id }, await at(elsewhere));
    expect(await until(transfer, here, 'issued')).toMatchObject({
      value: '20.00',
      asked: '5.0000',
      quantity: '2.0000',
    });
    expect(await level(there, elsewhere)).toMatchObject({ onHand: '3.0000', leaving: '2.0000' });
    await expect(receive(transfer, '3', 'trop')).rejects.toEqual(refusal('stock.station-transfer.invalid'));
    await receive(transfer, '2');
    expect(await bench.need(need.needId)).toBe('3 0 2 0 0 partly_allocated');
    expect(await bench.level(part)).toMatchObject({ onHand: '2.0000', value: '20.00', reserved: '2.0000' });
    expect(await until(transfer, elsewhere, 'received')).toMatchObject({ received: '2.0000', lost: '0.0000', lostValue: '0.00' }); // prettier-ignore
    expect(await movements(transfer)).toEqual([
      { kind: 'transfer', quantity: '-2.0000', value: '-20.00' },
      { kind: 'transfer', quantity: '2.0000', value: '20.00' },
    ]);
    await sound();
  });

  it('is how a sister helps that has no longer all that was asked', async () => {
    const { there, need } = await wanted(5, '5');
    const transfer = await asked(need, '5');
    await correct(there, '-3');
    await expect(accept(transfer, '')).rejects.toEqual(refusal('stock.station-transfer.not-free'));
    await expect(accept(transfer, '3')).rejects.toEqual(refusal('stock.station-transfer.not-free'));
    await accept(transfer, '2');
    await until(transfer, here, 'accepted');
    expect(await bench.need(need.needId)).toBe('3 2 0 0 0 waiting');
    await sound();
  });

  it('accepts from one to what was asked, once, and nothing else later', async () => {
    const { need } = await wanted(5);
    const transfer = await asked(need, '5');
    for (const wrong of ['0', '-1', '6', 'deux'])
      await expect(accept(transfer, wrong)).rejects.toEqual(refusal('stock.station-transfer.invalid'));
    expect((await seen(transfer, elsewhere)).state).toBe('requested');
    const all = await Promise.allSettled([accept(transfer, '2'), accept(transfer, '2.0000'), accept(transfer, '4')]);
    expect(all.some(({ status }) => status === 'fulfilled')).toBe(true);
    const { quantity } = await until(transfer, here, 'accepted');
    expect(['2.0000', '4.0000']).toContain(quantity);
    await accept(transfer, quantity);
    const other = quantity === '2.0000' ? '4' : '2';
    await expect(accept(transfer, other)).rejects.toEqual(refusal('stock.station-transfer.wrong-state'));
    expect(await bench.need(need.needId)).toBe(quantity === '2.0000' ? '3 2 0 0 0 waiting' : '1 4 0 0 0 waiting');
    await sound();
  });

  it('gives back no more than the need was still owed where it was met otherwise meanwhile', async () => {
    const { part, need } = await wanted(5);
    const transfer = await asked(need, '5');
    await bench.correct(part, 4, '8');
    expect(await bench.need(need.needId)).toBe('0 1 4 0 0 partly_allocated');
    await accept(transfer, '2');
    await until(transfer, here, 'accepted');
    expect(await bench.need(need.needId)).toBe('0 1 4 0 0 partly_allocated');
    await bench.client.issueStationTransfer({ id: transfer.id }, await at(elsewhere));
    await until(transfer, here, 'issued');
    await receive(transfer, '2');
    expect(await bench.need(need.needId)).toBe('0 0 5 0 0 allocated');
    expect(await bench.level(part)).toMatchObject({ onHand: '6.0000', free: '1.0000' });
    await sound();
  });

  it('gives the rest back, too, where it is cancelled or refused afterwards', async () => {
    const cancelled = await partly();
    await bench.client.cancelStationTransfer({ id: cancelled.transfer.id }, await at(here));
    await until(cancelled.transfer, here, 'cancelled');
    expect(await bench.need(cancelled.need.needId)).toBe('5 0 0 0 0 waiting');
    const refused = await partly();
    const reason = 'vendue au comptoir';
    await bench.client.refuseStationTransfer({ id: refused.transfer.id, reason }, await at(elsewhere));
    await until(refused.transfer, here, 'refused');
    expect(await bench.need(refused.need.needId)).toBe('5 0 0 0 0 waiting');
    await sound();
  });

  it('is told twice, late and in the wrong order, and counts once', async () => {
    const { need } = await wanted(5);
    const transfer = await asked(need, '5');
    const tell = (decision: string, value = '') =>
      bench.tell(
        'tell-station-transfer',
        TellStationTransferMessage,
        { transferId: transfer.id, stationId: elsewhere.stationId, decision, reason: '', value, quantity: '2.0000' },
        { tenant: here },
      );
    await tell('issued', '20.00');
    expect(await bench.need(need.needId)).toBe('3 2 0 0 0 waiting');
    for (const decision of ['accepted', 'issued', 'accepted']) await tell(decision, '20.00');
    expect(await seen(transfer, here)).toMatchObject({ state: 'issued', asked: '5.0000', quantity: '2.0000' });
    expect(await bench.need(need.needId)).toBe('3 2 0 0 0 waiting');
    await sound();
  });

  it('of all that was asked is what a station said before it told how many', async () => {
    const { need } = await wanted(5);
    const transfer = await asked(need, '5');
    const said = { transferId: transfer.id, stationId: elsewhere.stationId, decision: 'accepted', reason: '', value: '', quantity: '' }; // prettier-ignore
    await bench.tell('tell-station-transfer', TellStationTransferMessage, said, { tenant: here });
    expect(await until(transfer, here, 'accepted')).toMatchObject({ quantity: '5.0000' });
    expect(await bench.need(need.needId)).toBe('0 5 0 0 0 on_order');
    await sound();
  });
});

describe('ST-15 the note of a transfer', () => {
  const paper = async ({ id: transferId }: { id: string }, tenant = elsewhere, language = 'fr', rights = RIGHTS) =>
    bench.client.printStationTransfer({ id: transferId, language }, await at(tenant, rights));

  it('says from which place to take what, for which station, and is the same each time once it has left', async () => {
    neighbours.stations.set(elsewhere.stationId, { name: 'Houplin Lens' });
    const { there, need } = await wanted(2);
    const entry = CatalogueEntry.fromPartial({ kind: 'storage_location', code: 'B-07', label: 'Rayon B' });
    const { id: locationId } = await bench.client.createCatalogueEntry({ entry }, await at(elsewhere));
    await bench.client.changePart({ part: { ...there, locationId }, expectedVersion: there.version, partId: there.id }, await at(elsewhere)); // prettier-ignore
    const transfer = await asked(need);
    // Not promised yet.
    await expect(paper(transfer)).rejects.toEqual(refusal('stock.station-transfer.wrong-state'));
    await bench.client.acceptStationTransfer({ id: transfer.id, quantity: '' }, await at(elsewhere));
    const toTake = await paper(transfer);
    expect(toTake.fileName).toBe(`${transfer.number}.pdf`);
    const text = await pdfText(toTake.content);
    const says = ['Bon de transfert', transfer.number, 'Houplin Lens', 'Station qui reçoit', 'Houplin Lille', '12 rue Nationale', 'B-07', there.reference, 'À expédier']; // prettier-ignore
    for (const said of says) expect(text).toContain(said);
    expect(text).toMatch(/B-07\s+2\s/);

    await bench.client.issueStationTransfer({ id: transfer.id }, await at(elsewhere));
    const sent = await paper(transfer);
    expect(await pdfText(sent.content)).not.toContain('À expédier');
    expect(Buffer.from((await paper(transfer)).content).equals(Buffer.from(sent.content))).toBe(true);
    expect(await pdfText((await paper(transfer, elsewhere, 'en')).content)).toContain('Transfer note');
    await until(transfer, here, 'issued');
    await receive(transfer, '1', 'carton ouvert');
    await until(transfer, elsewhere, 'received');
    expect(Buffer.from((await paper(transfer)).content).equals(Buffer.from(sent.content))).toBe(true);

    // Who receives finds it by the number on it.
    const query = {
      cursor: '',
      limit: 2,
      sorts: [],
      filters: [{ field: 'number', operator: 'eq', values: [transfer.number] }],
    };
    const found = await bench.client.listStationTransfers({ query }, await at(here));
    expect(found.transfers.map((one) => one.id)).toEqual([transfer.id]);
    expect((await bench.client.listStationTransfers({ query }, await at(third))).transfers).toEqual([]);
  });

  it('says that identity does not answer, and comes once it does; parts leave all the same', async () => {
    const { need } = await wanted();
    const transfer = await accepted(need);
    neighbours.isIdentityAway = true;
    try {
      await bench.client.issueStationTransfer({ id: transfer.id }, await at(elsewhere));
      const away = { code: 'platform.service.unavailable', params: { service: 'identity' } };
      await expect(paper(transfer)).rejects.toMatchObject(away);
    } finally {
      neighbours.isIdentityAway = false;
    }
    expect(await until(transfer, here, 'issued')).toMatchObject({ number: transfer.number });
    expect(await pdfText((await paper(transfer)).content)).toContain(transfer.number);
  });

  it('is of the station that sends, for those who may see transfers', async () => {
    const { need } = await wanted();
    const transfer = await accepted(need);
    await expect(paper(transfer, here)).rejects.toEqual(refusal('stock.station-transfer.other-side'));
    for (const [one, tenant] of [
      [transfer, third],
      [{ id: id() }, elsewhere],
      [{ id: 'x' }, elsewhere],
    ] as const)
      // prettier-ignore
      await expect(paper(one, tenant)).rejects.toEqual(refusal('stock.station-transfer.not-found'));
    const rights = RIGHTS.filter((one) => one !== 'stock:station-transfer.read');
    await expect(paper(transfer, elsewhere, 'fr', rights)).rejects.toEqual(refusal('platform.request.forbidden'));
    await bench.client.refuseStationTransfer({ id: transfer.id, reason: 'cassée' }, await at(elsewhere));
    await expect(paper(transfer)).rejects.toEqual(refusal('stock.station-transfer.wrong-state'));
  });
});

describe('ST-11 what is in transit', () => {
  it('is told with the stock of the part in both stations, from when it leaves to when it arrives, and nowhere else', async () => {
    const { part, there, need } = await wanted(3, '9');
    const other = await bench.file(part, 1);
    const way = async (of: Part, tenant: TestTenant) => {
      const { arriving, leaving, transits } = await level(of, tenant);
      return [arriving, leaving, ...transits.map(({ number, quantity, side, stationCode }) => `${number} ${side} ${stationCode} ${quantity}`)]; // prettier-ignore
    };
    const nothing = ['0.0000', '0.0000'];
    const first = await accepted(need, '2');
    // Promised is not on its way.
    expect(await way(part, here)).toEqual(nothing);
    expect(await way(there, elsewhere)).toEqual(nothing);
    await bench.client.issueStationTransfer({ id: first.id }, await at(elsewhere));
    const { issuedAt } = await until(first, here, 'issued');
    expect(await way(part, here)).toEqual(['2.0000', '0.0000', `${first.number} incoming LEN 2.0000`]);
    expect(await level(part, here)).toMatchObject({ onHand: '0.0000', transits: [{ transferId: first.id, since: issuedAt }] }); // prettier-ignore
    const second = await issued(other, '1');
    const both = [first, second].map(({ number }, i) => [number, 2 - i] as const);
    expect(await way(part, here)).toEqual(['3.0000', '0.0000', ...both.map(([number, n]) => `${number} incoming LEN ${n}.0000`)]); // prettier-ignore
    expect(await way(there, elsewhere)).toEqual(['0.0000', '3.0000', ...both.map(([number, n]) => `${number} outgoing LIL ${n}.0000`)]); // prettier-ignore
    // A correction answers the same; a list nothing of it; another part, and another station, have none.
    const corrected = await bench.correct(part, 1, '8');
    expect(corrected.arriving).toBe('3.0000');
    const request = { page: undefined, negativeOnly: false, partIds: [part.id] };
    const { levels } = await bench.client.listStockLevels(request, await at(here));
    expect(levels).toMatchObject([{ arriving: '', leaving: '', transits: [] }]);
    expect(await way(await stocked(part.reference, '1', third), third)).toEqual(nothing);
    await expect(level(part, third)).rejects.toEqual(refusal('stock.part.not-found'));

    await receive(first, '1', 'carton ouvert');
    await until(first, elsewhere, 'received');
    expect(await way(part, here)).toEqual(['1.0000', '0.0000', `${second.number} incoming LEN 1.0000`]);
    expect(await way(there, elsewhere)).toEqual(['0.0000', '1.0000', `${second.number} outgoing LIL 1.0000`]);
    await sound();
  });

  it('is found by its index, among many transfers that are over', async () => {
    const { part, need } = await wanted(1);
    const { id } = await issued(need, '1');
    await bench.service.admin.query(
      `insert into station_transfer (station_id, id, version, number, side, other_station_id, other_code, other_name, part_id,
         quantity, asked, state, value, received, received_value, requested_at, issued_at, closed_at)
       select station_id, gen_random_uuid(), 1, 'OVER-' || n, 'outgoing', other_station_id, other_code, other_name, part_id,
         1, 1, 'received', 1, 1, 1, now(), now(), now()
       from station_transfer, generate_series(1, 10000) n where station_id = $1 and id = $2`,
      [here.stationId, id],
    );
    await bench.service.admin.query('analyze station_transfer');
    const plan = await bench.service.running.get(Database).tenantRead(testScope(here), async (tx) => {
      const explaining = Object.create(tx, {
        rows: { value: (sql: string, params: unknown[]) => tx.rows(`explain ${sql}`, params) },
      }) as Tx;
      const lines: readonly unknown[] = await bench.service.running.get(StockLevelRepository).inTransit(explaining, part.id); // prettier-ignore
      return JSON.stringify(lines);
    });
    expect(plan).toContain('station_transfer_in_transit');
  });
});

describe('ID-10 a transfer is of two stations', () => {
  it('each acts on its own half only, a third sees nothing of it', async () => {
    const { need } = await wanted();
    const transfer = await asked(need);
    const { id: transferId } = transfer;
    const { client } = bench;
    const [mine, theirs, others] = [await at(here), await at(elsewhere), await at(third)];
    const otherSide = refusal('stock.station-transfer.other-side');
    await expect(client.acceptStationTransfer({ id: transferId, quantity: '' }, mine)).rejects.toEqual(otherSide);
    await expect(client.issueStationTransfer({ id: transferId }, mine)).rejects.toEqual(otherSide);
    await expect(client.cancelStationTransfer({ id: transferId }, theirs)).rejects.toEqual(otherSide);
    await expect(receive(transfer, '2')).rejects.toEqual(refusal('stock.station-transfer.wrong-state'));
    const query = { cursor: '', limit: 200, sorts: [], filters: [] };
    expect((await client.listStationTransfers({ query }, others)).transfers).toEqual([]);
    for (const asking of [
      client.getStationTransfer({ id: transferId }, others),
      client.acceptStationTransfer({ id: transferId, quantity: '' }, others),
      client.refuseStationTransfer({ id: transferId, reason: 'x' }, others),
      client.issueStationTransfer({ id: transferId }, others),
      client.cancelStationTransfer({ id: transferId }, others),
      client.receiveStationTransfer({ id: transferId, quantity: '1', reason: 'x' }, others),
    ])
      await expect(asking).rejects.toEqual(refusal('stock.station-transfer.not-found'));
    await expect(client.requestStationTransfer({ needId: need.needId, stationId: here.stationId, quantity: '1' }, theirs)).rejects.toEqual(refusal('stock.need.not-found')); // prettier-ignore
    for (const right of ['read', 'request', 'answer', 'receive']) {
      const call = await at(here, RIGHTS.filter((one) => one !== `stock:station-transfer.${right}`)); // prettier-ignore
      const calls = {
        read: () => client.getStationTransfer({ id: transferId }, call),
        request: () => client.cancelStationTransfer({ id: transferId }, call),
        answer: () => client.issueStationTransfer({ id: transferId }, call),
        receive: () => client.receiveStationTransfer({ id: transferId, quantity: '1', reason: '' }, call),
      };
      await expect(calls[right as keyof typeof calls]()).rejects.toEqual(refusal('platform.request.forbidden'));
    }
  });
});
