import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InventoryChangedMessage } from '@navette/contracts';
import {
  ChangeInventoryScopeRequest,
  ListInventoryLinesRequest,
  OpenInventoryRequest,
  type CountLine,
  type Inventory,
  type RecordCountsRequest,
} from '@navette/contracts/stock/v1/inventories';
import { CatalogueEntry, Part } from '@navette/contracts/stock/v1/service';
import fc from 'fast-check';
import { Bench, elsewhere, id, refusal } from '../test/bench.helper.js';

let bench: Bench;
const nobody = { token: '', requestId: 'count', correlationId: 'count' };

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

interface Counted {
  readonly inventory: Inventory;
  readonly parts: readonly Part[];
  readonly secret: string;
  readonly linkId: string;
}

/** An inventory of so many parts with 5 of each, and a link to it. */
async function shared(count = 1): Promise<Counted> {
  const parts: Part[] = [];
  for (let i = 0; i < count; i++) {
    const part = await bench.part();
    await bench.correct(part, 5);
    parts.push(part);
  }
  const scope = { kind: 'selection', partIds: parts.map((part) => part.id) };
  const request = OpenInventoryRequest.fromPartial({ scope, sortBy: 'reference' });
  const inventory = await bench.client.openInventory(request, await bench.as());
  const { secret, linkId } = await bench.client.createCountLink({ inventoryId: inventory.id }, await bench.as());
  return { inventory, parts, secret, linkId };
}

/** A phone that has joined, with what it knows. */
class Phone {
  operation = 0;
  private constructor(
    readonly token: string,
    readonly deviceId: string,
    public lines: CountLine[],
  ) {}

  static async join(secret: string, counter = 'Inès'): Promise<Phone> {
    const { token, session } = await bench.client.joinCount({ secret, counter }, nobody);
    const phone = new Phone(token, session?.deviceId ?? '', []);
    await phone.look();
    return phone;
  }

  async look(since = '0') {
    const answer = await bench.client.listCountLines({ token: this.token, since, after: 0 }, nobody);
    if (since === '0') this.lines = answer.lines;
    return answer;
  }

  entry(quantity: number | string, line = 0): RecordCountsRequest['entries'][number] {
    const { id: lineId = '', sequence = '0' } = this.lines[line] ?? {};
    return { operation: ++this.operation, lineId, quantity: String(quantity), sequence };
  }

  send(...entries: RecordCountsRequest['entries']) {
    return bench.client.recordCounts({ token: this.token, entries }, nobody);
  }

  async counts(quantity: number | string, line = 0) {
    const { results } = await this.send(this.entry(quantity, line));
    return [results[0]?.outcome, results[0]?.standing];
  }
}

async function lineOf({ inventory }: Counted, n = 0) {
  const request = ListInventoryLinesRequest.fromPartial({ inventoryId: inventory.id });
  const { lines } = await bench.client.listInventoryLines(request, await bench.as());
  const line = lines[n];
  if (line === undefined) throw new Error('no line');
  return line;
}

const takeOver = async ({ inventory }: Counted, overwrite = false) =>
  bench.client.takeOverCounts({ inventoryId: inventory.id, overwrite }, await bench.as());
const current = async ({ inventory }: Counted) => bench.client.getInventory({ id: inventory.id }, await bench.as());

describe('ST-14 counting by phone', () => {
  it('ST-11 counts the depot: what was in a van when it was counted is not missing', async () => {
    const part = await bench.part();
    await bench.correct(part, 5);
    const entry = CatalogueEntry.fromPartial({ kind: 'stock_place', code: 'VAN', label: 'Camion', placeType: 'van' });
    const van = await bench.client.createCatalogueEntry({ entry }, await bench.as());
    const lines = [{ partId: part.id, quantity: '2' }];
    const out = { fromPlaceId: '', toPlaceId: van.id, lines, comment: '' };
    await bench.client.moveStock(out, await bench.as());
    const scope = { kind: 'selection', partIds: [part.id] };
    const opened = OpenInventoryRequest.fromPartial({ scope, sortBy: 'reference' });
    const inventory = await bench.client.openInventory(opened, await bench.as());
    const { secret, linkId } = await bench.client.createCountLink({ inventoryId: inventory.id }, await bench.as());
    const count = { inventory, parts: [part], secret, linkId };
    const phone = await Phone.join(secret);
    expect(await phone.counts(3)).toEqual(['recorded', 'counted']);
    await takeOver(count);
    expect(await lineOf(count)).toMatchObject({ counted: '3.0000', expected: '3.0000', difference: '0.0000' });
  });

  it('is joined by the secret of a link and a typed name; of secrets the hashes alone are kept', async () => {
    const count = await shared(2);
    expect(Buffer.from(count.secret, 'base64url')).toHaveLength(16);
    const { token, session } = await bench.client.joinCount({ secret: count.secret, counter: '  Jean  Val ' }, nobody);
    expect(session).toMatchObject({
      inventoryId: count.inventory.id,
      number: count.inventory.number,
      counter: 'Jean Val',
      lastOperation: 0,
    });
    expect(await bench.client.getCountSession({ token }, nobody)).toEqual(session);
    const kept = await bench.rows<{ all: string }>(
      `select (select json_agg(l)::text from count_link l) || (select json_agg(d)::text from count_device d)
         || (select coalesce(json_agg(a)::text, '') from audit a) || (select coalesce(json_agg(o)::text, '') from outbox o) as all`,
    );
    for (const secret of [count.secret, token]) {
      expect(kept[0]?.all).not.toContain(secret);
      expect(kept[0]?.all).not.toContain(Buffer.from(secret).toString('hex'));
      expect(kept[0]?.all).not.toContain(Buffer.from(secret, 'base64url').toString('hex'));
    }
    expect(await bench.client.getCountAccess({ inventoryId: count.inventory.id }, await bench.as())).toMatchObject({
      links: [{ id: count.linkId, revokedAt: '' }],
      devices: [{ counter: 'Jean Val', entries: 0, revokedAt: '' }],
    });
    const trail = `select actor_id as "actorId" from audit where operation = 'stock:count.join' and entity_id = $1`;
    expect(await bench.rows(trail, [count.inventory.id])).toEqual([
      { actorId: `count-device:${session?.deviceId ?? ''}` },
    ]);
  });

  it('is told what to look for, and neither how many there should be nor what they cost', async () => {
    const count = await shared(2);
    const phone = await Phone.join(count.secret);
    expect(phone.lines.map(({ reference }) => reference)).toEqual(count.parts.map(({ reference }) => reference));
    expect(Object.keys(phone.lines[0] as object).sort()).toEqual(
      'barcodes counters designation id locationCode ownQuantity position reference removed sequence standing'
        .split(' ')
        .sort(),
    );
    expect(JSON.stringify(phone.lines)).not.toMatch(/5\.0000|10\.0000/);
  });

  it('tells the others of each figure, not what it is', async () => {
    const count = await shared(2);
    const [ines, jean] = [await Phone.join(count.secret, 'Inès'), await Phone.join(count.secret, 'Jean')];
    const { version } = await jean.look();
    expect(await ines.counts(4, 1)).toEqual(['recorded', 'counted']);
    const news = await jean.look(version);
    expect(news.lines).toMatchObject([
      { id: ines.lines[1]?.id, standing: 'counted', ownQuantity: '', counters: ['Inès'] },
    ]);
    expect(news.progress).toMatchObject({ lines: 2, counted: 1, recount: 0, entered: 0 });
    expect((await ines.look()).lines[1]).toMatchObject({ ownQuantity: '4.0000' });
    expect(
      (await bench.heard(InventoryChangedMessage, ({ inventoryId }) => inventoryId === count.inventory.id)).length,
    ).toBeGreaterThan(2);
  });

  it('counts anew, blind, where counters differ; and agrees when one more says the same', async () => {
    const count = await shared();
    const [ines, jean, lou] = [
      await Phone.join(count.secret, 'Inès'),
      await Phone.join(count.secret, 'Jean'),
      await Phone.join(count.secret, 'Lou'),
    ];
    await ines.counts(4);
    expect(await jean.counts(5)).toEqual(['recorded', 'recount']);
    expect((await takeOver(count)).taken).toBe(0);
    expect((await lou.look()).lines[0]).toMatchObject({
      standing: 'recount',
      ownQuantity: '',
      counters: ['Inès', 'Jean'],
    });
    expect(await lineOf(count)).toMatchObject({
      standing: 'recount',
      standingQuantity: '',
      figures: [
        { counter: 'Inès', quantity: '4.0000' },
        { counter: 'Jean', quantity: '5.0000' },
      ],
    });
    expect(await lou.counts(5)).toEqual(['recorded', 'counted']);
    expect(await lineOf(count)).toMatchObject({ standing: 'counted', standingQuantity: '5.0000', counted: '' });
    expect((await current(count)).progress).toMatchObject({ counted: 1, recount: 0 });
  });

  it('enters the inventory when the office says so, and leaves what the office typed', async () => {
    const count = await shared(2);
    const phone = await Phone.join(count.secret);
    await phone.send(phone.entry(4, 0), phone.entry(7, 1));
    const typed = {
      inventoryId: count.inventory.id,
      lines: [{ lineId: phone.lines[1]?.id as string, counted: '6', ticked: true }],
    };
    await bench.client.setInventoryLines(typed, await bench.as());
    expect(await takeOver(count)).toMatchObject({ taken: 1, inventory: { progress: { entered: 2, ticked: 1 } } });
    expect(await lineOf(count, 0)).toMatchObject({
      counted: '4.0000',
      expected: '5.0000',
      difference: '-1.0000',
      ticked: false,
    });
    expect(await lineOf(count, 1)).toMatchObject({ counted: '6.0000', ticked: true });
    expect((await takeOver(count, true)).taken).toBe(1);
    expect(await lineOf(count, 1)).toMatchObject({ counted: '7.0000', ticked: false });
    expect((await takeOver(count, true)).taken).toBe(0);
  });
});

describe('ST-14 phones that were cut off', () => {
  it('send again what they cannot know to have arrived: it counts once', async () => {
    const count = await shared();
    const phone = await Phone.join(count.secret);
    const entries = [phone.entry(3), phone.entry(4)];
    const first = await phone.send(...entries);
    const again = await Promise.all([phone.send(...entries), phone.send(...entries)]);
    for (const answer of again) expect(answer).toEqual(first);
    expect(await bench.rows('select from count_entry where device_id = $1', [phone.deviceId])).toHaveLength(2);
    expect(await bench.client.getCountSession({ token: phone.token }, nobody)).toMatchObject({ lastOperation: 2 });
  });

  it('merge to the same whatever the order in which they are heard, losing nothing', async () => {
    const count = await shared(3);
    const figures = fc.array(fc.record({ phone: fc.nat(2), line: fc.nat(2), quantity: fc.nat(3) }), {
      minLength: 1,
      maxLength: 12,
    });
    const run = async (steps: { phone: number; line: number; quantity: number }[], shuffle: boolean) => {
      const phones = [await Phone.join(count.secret), await Phone.join(count.secret), await Phone.join(count.secret)];
      const sent = steps.map((step) => ({
        phone: phones[step.phone] as Phone,
        entry: (phones[step.phone] as Phone).entry(step.quantity, step.line),
      }));
      for (const { phone, entry } of shuffle ? sent.toReversed() : sent) await phone.send(entry);
      const kept = await bench.rows<{ line: string; figure: string }>(
        `select l.position as line, string_agg(e.quantity::text, ' ' order by e.quantity) as figure
         from (select distinct on (line_id, device_id) * from count_entry where device_id = any ($1::uuid[])
           order by line_id, device_id, operation desc) e
         join inventory_line l on l.id = e.line_id group by 1 order by 1`,
        [phones.map(({ deviceId }) => deviceId)],
      );
      const entries = await bench.rows('select from count_entry where device_id = any ($1::uuid[])', [
        phones.map(({ deviceId }) => deviceId),
      ]);
      return { kept, entries: entries.length };
    };
    await fc.assert(
      fc.asyncProperty(figures, async (steps) => {
        const [straight, reversed] = [await run(steps, false), await run(steps, true)];
        expect(reversed).toEqual(straight);
        expect(straight.entries).toBe(steps.length);
      }),
      { numRuns: 5 },
    );
  });

  it('do not say how many there are where stock moved meanwhile: it is counted anew', async () => {
    const count = await shared();
    const [part] = count.parts as [Part];
    const phone = await Phone.join(count.secret);
    const file = await bench.file(part, 3);
    const [order] = await bench.ordered(file.needId);
    if (order === undefined) throw new Error('no order');
    await bench.validate(await bench.receipt(order));
    const { results } = await phone.send(phone.entry(5));
    expect(results).toMatchObject([{ outcome: 'moved', standing: 'recount' }]);
    await phone.look();
    expect(await phone.counts(8)).toEqual(['recorded', 'counted']);
    await takeOver(count);
    expect(await lineOf(count)).toMatchObject({ expected: '8.0000', difference: '0.0000' });
  });

  it('are told which of their figures is wrong, and the others are kept', async () => {
    const count = await shared(2);
    const phone = await Phone.join(count.secret);
    const elsewhere = await Phone.join((await shared()).secret);
    const answer = await phone.send(
      phone.entry(-1),
      { ...phone.entry(1), lineId: elsewhere.lines[0]?.id as string },
      { ...phone.entry(1), operation: 0 },
      phone.entry(2, 1),
      { ...phone.entry(9, 0), operation: 4 },
    );
    expect(answer.results.map(({ outcome }) => outcome)).toEqual([
      'stock.inventory.quantity-wrong',
      'stock.inventory.line-unknown',
      'stock.count.operation-wrong',
      'recorded',
      'stock.count.operation-used',
    ]);
    await expect(phone.send()).rejects.toMatchObject({
      code: 'stock.count.invalid',
      fields: [{ code: 'stock.count.entries-missing', params: { max: 200 } }],
    });
  });

  it('count ten at once without waiting for each other or losing a figure', async () => {
    const count = await shared(10);
    const phones = await Promise.all(Array.from({ length: 10 }, (_, i) => Phone.join(count.secret, `Compteur ${i}`)));
    await Promise.all(
      phones.map(async (phone, i) => {
        for (let n = 0; n < 5; n++) await phone.send(phone.entry(n, (i + n) % 10));
      }),
    );
    expect(
      await bench.rows('select from count_entry where device_id = any ($1::uuid[])', [
        phones.map(({ deviceId }) => deviceId),
      ]),
    ).toHaveLength(50);
    const { progress } = await current(count);
    const standings = await bench.rows<{ standing: string; n: number }>(
      'select standing, count(*)::int as n from inventory_line where inventory_id = $1 group by 1',
      [count.inventory.id],
    );
    const of = (standing: string) => standings.find((one) => one.standing === standing)?.n ?? 0;
    expect(progress).toMatchObject({ counted: of('counted'), recount: of('recount') });
    expect(of('none')).toBe(0);
  });
});

describe('ST-14 E-082 an inventory that was opened empty, by phone', () => {
  const scanned = (phone: Phone, code: string) => bench.client.addCountLine({ token: phone.token, code }, nobody);

  /** One that counts nothing yet, with a link to it. */
  async function empty() {
    const request = OpenInventoryRequest.fromPartial({ scope: { kind: 'empty' } });
    const inventory = await bench.client.openInventory(request, await bench.as());
    const { secret, linkId } = await bench.client.createCountLink({ inventoryId: inventory.id }, await bench.as());
    return { inventory, parts: [], secret, linkId };
  }

  async function stocked(overrides: Partial<Part> = {}): Promise<Part> {
    const part = await bench.part(overrides);
    await bench.correct(part, 5);
    return part;
  }

  it('gets the part that a phone scans, which counts it at once; the office sees who', async () => {
    const count = await empty();
    const code = `SCAN-${id().slice(-12)}`;
    const part = await stocked({ barcodes: [code] });
    const phone = await Phone.join(count.secret);
    expect(await bench.client.getCountSession({ token: phone.token }, nobody)).toMatchObject({ grows: true });
    const { line, progress } = await scanned(phone, code);
    expect(line).toMatchObject({ reference: part.reference, standing: 'none', ownQuantity: '', position: 1 });
    expect(progress).toMatchObject({ lines: 1, counted: 0 });
    phone.lines = [line as CountLine];
    expect(await phone.counts(4)).toEqual(['recorded', 'counted']);
    await takeOver(count);
    expect(await lineOf(count)).toMatchObject({ counted: '4.0000', expected: '5.0000', difference: '-1.0000' });
    await expect(bench.correct(part, 1)).rejects.toEqual(refusal('stock.inventory.part-counted'));
  });

  it('tells a phone that knew a line that it has left, once; its figures for it are refused', async () => {
    const count = await empty();
    const part = await stocked();
    const phone = await Phone.join(count.secret);
    await scanned(phone, part.reference);
    const { version } = await phone.look();
    const [line] = phone.lines;
    expect(await phone.counts(4)).toEqual(['recorded', 'counted']);
    const lineId = line?.id ?? '';
    await bench.client.removeInventoryLine({ inventoryId: count.inventory.id, lineId }, await bench.as());
    const { lines, version: after, progress } = await phone.look(version);
    expect(lines).toEqual([expect.objectContaining({ id: lineId, removed: true })]);
    expect(progress).toMatchObject({ lines: 0, counted: 0 });
    expect((await phone.look(after)).lines).toEqual([]);
    expect((await phone.send(phone.entry(5))).results).toMatchObject([{ outcome: 'stock.inventory.line-unknown' }]);
    expect((await Phone.join(count.secret, 'Jean')).lines).toEqual([]);
    const { line: again } = await scanned(phone, part.reference);
    expect(again).toMatchObject({ standing: 'none', ownQuantity: '', counters: [], removed: false });
    expect(again?.id).not.toBe(lineId);
  });

  it('becomes one of a chosen scope: its phones go on with other lines, and scan nothing new into it (E-083)', async () => {
    const count = await empty();
    const [mine, other] = [await stocked(), await stocked()];
    const phone = await Phone.join(count.secret);
    await scanned(phone, mine.reference);
    const { version, grows } = await phone.look();
    expect(grows).toBe(true);
    const now = await current(count);
    const chosen = { scope: { kind: 'selection', partIds: [other.id] }, expectedVersion: now.version };
    await bench.client.changeInventoryScope(ChangeInventoryScopeRequest.fromPartial({ id: now.id, ...chosen }), await bench.as()); // prettier-ignore
    const told = await phone.look(version);
    expect(told.grows).toBe(false);
    expect(told.lines.map(({ reference, removed }) => [reference, removed])).toEqual([
      [mine.reference, true],
      [other.reference, false],
    ]);
    await expect(scanned(phone, mine.reference)).rejects.toEqual(refusal('stock.inventory.scope-fixed'));
    phone.lines = told.lines;
    expect(await phone.counts(5, 1)).toEqual(['recorded', 'counted']);
  });

  it('gets it once, and all its phones the same line, when ten scan it at the same time', async () => {
    const count = await empty();
    const [part, other] = [await stocked(), await stocked()];
    const phones = await Promise.all(Array.from({ length: 10 }, (_, i) => Phone.join(count.secret, `Compteur ${i}`)));
    const added = await Promise.all(
      phones.flatMap((phone, i) => [scanned(phone, (i % 2 ? part : other).reference), scanned(phone, part.reference)]),
    );
    const ids = (reference: string) =>
      new Set(added.filter(({ line }) => line?.reference === reference).map(({ line }) => line?.id));
    expect([ids(part.reference).size, ids(other.reference).size]).toEqual([1, 1]);
    expect((await current(count)).progress).toMatchObject({ lines: 2 });
    const [first] = phones as [Phone];
    expect((await first.look()).lines.map(({ position }) => position)).toEqual([1, 2]);
    // What changed meanwhile is told to who asks since.
    const { version } = await first.look();
    const third = await stocked();
    await scanned(phones[1] as Phone, third.reference);
    expect((await first.look(version)).lines.map(({ reference }) => reference)).toEqual([third.reference]);
  });

  it('is one inventory’s: of two that scan a part at once the other one names it', async () => {
    const part = await stocked();
    const [one, two] = [await empty(), await empty()];
    const [ines, jean] = [await Phone.join(one.secret, 'Inès'), await Phone.join(two.secret, 'Jean')];
    const tried = await Promise.allSettled([scanned(ines, part.reference), scanned(jean, part.reference)]);
    expect(tried.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const winner = tried[0]?.status === 'fulfilled' ? one : two;
    expect(tried.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: {
        code: 'stock.inventory.overlaps',
        params: { reference: part.reference, number: winner.inventory.number },
      },
    });
    const loser = winner === one ? two : one;
    expect((await current(loser)).progress).toMatchObject({ lines: 0 });
  });

  it('gets nothing that has no such code, is no stock, or is another station’s; nor does one of a chosen scope', async () => {
    const count = await empty();
    const phone = await Phone.join(count.secret);
    const service = await bench.part({ kind: 'special_item', locationId: '' });
    const theirs = Part.fromPartial({
      reference: `AUTRE-${id().slice(-8)}`,
      designation: 'x',
      ventilationCode: 'PIECE',
    });
    await bench.client.createPart({ part: theirs }, await bench.as({ tenant: elsewhere }));
    for (const code of ['', 'nothing', theirs.reference]) {
      await expect(scanned(phone, code)).rejects.toEqual(refusal('stock.inventory.unknown-code'));
    }
    await expect(scanned(phone, service.reference)).rejects.toMatchObject({ code: 'stock.inventory.not-goods' });
    const chosen = await shared();
    const [known] = chosen.parts as [Part];
    const other = await Phone.join(chosen.secret);
    expect(await bench.client.getCountSession({ token: other.token }, nobody)).toMatchObject({ grows: false });
    expect((await scanned(other, known.reference)).line).toMatchObject({ id: other.lines[0]?.id });
    await expect(scanned(other, (await stocked()).reference)).rejects.toMatchObject({
      code: 'stock.inventory.scope-fixed',
      params: { number: chosen.inventory.number },
    });
    for (const token of ['', chosen.secret]) {
      await expect(bench.client.addCountLine({ token, code: known.reference }, nobody)).rejects.toEqual(
        refusal('stock.count.session-over'),
      );
    }
  });
});

describe('ST-14 the end of a link', () => {
  it('is there for who has none, a wrong one, or another station’s inventory in mind', async () => {
    const count = await shared();
    const phone = await Phone.join(count.secret);
    for (const secret of ['', 'x', id(), phone.token]) {
      await expect(bench.client.joinCount({ secret, counter: 'Eve' }, nobody)).rejects.toEqual(
        refusal('stock.count.link-over'),
      );
    }
    for (const token of ['', count.secret, id()]) {
      await expect(bench.client.getCountSession({ token }, nobody)).rejects.toEqual(
        refusal('stock.count.session-over'),
      );
      await expect(bench.client.listCountLines({ token, since: '0', after: 0 }, nobody)).rejects.toEqual(
        refusal('stock.count.session-over'),
      );
      await expect(bench.client.recordCounts({ token, entries: [phone.entry(1)] }, nobody)).rejects.toEqual(
        refusal('stock.count.session-over'),
      );
    }
    for (const counter of [' ', 'x'.repeat(41)]) {
      await expect(bench.client.joinCount({ secret: count.secret, counter }, nobody)).rejects.toMatchObject({
        code: 'stock.count.invalid',
        fields: [{ pointer: '/counter', code: 'stock.count.counter-missing' }],
      });
    }
  });

  it('is revoked for one phone, or for the link with all that came by it; their figures stay', async () => {
    const count = await shared();
    const [ines, jean] = [await Phone.join(count.secret, 'Inès'), await Phone.join(count.secret, 'Jean')];
    await ines.counts(4);
    const revoke = async (which: { linkId?: string; deviceId?: string }) =>
      bench.client.revokeCountAccess(
        { inventoryId: count.inventory.id, linkId: '', deviceId: '', ...which },
        await bench.as(),
      );
    await revoke({ deviceId: ines.deviceId });
    await expect(ines.counts(3)).rejects.toEqual(refusal('stock.count.session-over'));
    expect(await jean.counts(4)).toEqual(['recorded', 'counted']);
    const access = await revoke({ linkId: count.linkId });
    expect(access.devices.map(({ revokedAt }) => revokedAt === '')).toEqual([false, false]);
    await expect(jean.look()).rejects.toEqual(refusal('stock.count.session-over'));
    await expect(Phone.join(count.secret)).rejects.toEqual(refusal('stock.count.link-over'));
    expect(await lineOf(count)).toMatchObject({ standing: 'counted', standingQuantity: '4.0000' });
    await expect(revoke({ deviceId: id() })).rejects.toEqual(refusal('stock.count.access-unknown'));
    const other = await shared();
    await expect(revoke({ linkId: other.linkId })).rejects.toEqual(refusal('stock.count.access-unknown'));
  });

  it('comes with the closing of the inventory, for good', async () => {
    const count = await shared();
    const phone = await Phone.join(count.secret);
    await phone.counts(5);
    await takeOver(count);
    const ticked = await bench.client.tickInventory({ inventoryId: count.inventory.id }, await bench.as());
    const late = phone.entry(1);
    const [closed, sent] = await Promise.allSettled([
      bench.client.validateInventory({ id: ticked.id, expectedVersion: ticked.version }, await bench.as()),
      phone.send(late),
    ]);
    expect(closed.status).toBe('fulfilled');
    // It came before the end, or it is refused: either way stock is what the office validated.
    if (sent.status === 'rejected') expect(sent.reason).toEqual(refusal('stock.count.session-over'));
    expect(await bench.level(count.parts[0] as Part)).toMatchObject({ onHand: '5.0000' });
    await expect(phone.counts(2)).rejects.toEqual(refusal('stock.count.session-over'));
    const done = await current(count);
    await bench.client.reopenInventory({ id: done.id, expectedVersion: done.version }, await bench.as());
    await expect(phone.counts(2)).rejects.toEqual(refusal('stock.count.session-over'));
    await expect(Phone.join(count.secret)).rejects.toEqual(refusal('stock.count.link-over'));
  });
});
