import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OpenInventoryRequest } from '@navette/contracts/stock/v1/inventories';
import { CatalogueEntry, type Part } from '@navette/contracts/stock/v1/service';
import { CreateStockNoteRequest, type StockNote } from '@navette/contracts/stock/v1/stock_notes';
import { Temporal } from '@navette/kernel';
import { pdfText, sortsWithoutIndex, testScope, type TestService } from '@navette/testing';
import sharp from 'sharp';
import { Bench, elsewhere, here, id, refusal, RIGHTS } from '../test/bench.helper.js';
import { startStandIns } from '../test/stand-ins.js';
import { stockNoteList } from './stock-note.list.js';

let bench: Bench;
let standIns: TestService[];

beforeAll(async () => {
  const { env, services } = await startStandIns();
  standIns = services;
  bench = await Bench.start({ env });
});
afterAll(async () => {
  expect(await bench.imbalances()).toEqual([]);
  await bench.stop();
  await Promise.all(standIns.map((one) => one.stop()));
});

type As = NonNullable<Parameters<Bench['as']>[0]>;
type Asked = Parameters<typeof CreateStockNoteRequest.fromPartial>[0];
let places = 0;

const line = (part: Part, quantity: string | number, fields = {}) => ({
  partId: part.id,
  quantity: String(quantity),
  ...fields,
});
const note = async (kind: string, lines: Asked['lines'], fields: Asked = {}, as: As = {}): Promise<StockNote> =>
  bench.client.createStockNote(
    CreateStockNoteRequest.fromPartial({ kind, ...(lines && { lines }), ...fields }),
    await bench.as(as),
  );
const read = async (noteId: string, as: As = {}) => bench.client.getStockNote({ id: noteId }, await bench.as(as));
const entry = async (kind: string, fields: Partial<CatalogueEntry> = {}, as: As = {}) => {
  const given = CatalogueEntry.fromPartial({ kind, code: `E${++places}`, label: `Entrée ${places}`, ...fields });
  return bench.client.createCatalogueEntry({ entry: given }, await bench.as(as));
};
const place = (as: As = {}) => entry('stock_place', { placeType: 'van' }, as);
const reason = (label: string, as: As = {}) => entry('discrepancy_reason', { label }, as);
const codes = async (refused: Promise<unknown>) =>
  refused.then(
    () => [],
    (error: { fields: { pointer: string; code: string }[] }) =>
      error.fields.map(({ pointer, code }) => `${pointer} ${code.replace('stock.', '')}`),
  );
const movements = async (part: Part) =>
  (await bench.client.listPartMovements({ partId: part.id, page: undefined }, await bench.as())).movements;

describe('ST-10 E-077 stock notes', () => {
  it('E-079 take what comes in into the average, and let it out at the average', async () => {
    const [part, other] = [await bench.part(), await bench.part({ purchasePrice: '3.5' })];
    await note('stock_in', [line(part, 10, { unitCost: '5' })]);
    const second = await note('stock_in', [line(part, 5, { unitCost: '8' }), line(other, 2)], {
      date: '2026-11-02',
      comment: ' Retrouvées à la cave ',
    });
    expect(second.number).toMatch(/^LIL-BE-[0-9]{4}-[0-9]{6}$/);
    expect(second).toMatchObject({
      kind: 'stock_in',
      date: '2026-11-02',
      placeId: '',
      comment: 'Retrouvées à la cave',
      value: '47.00',
      lines: [
        { partId: part.id, reference: part.reference, quantity: '5.0000', unitCost: '8.0000', value: '40.00', reason: '' },
        // Nobody said: what a unit of it costs now.
        { partId: other.id, quantity: '2.0000', unitCost: '3.5000', value: '7.00' },
      ],
    }); // prettier-ignore
    expect(await bench.level(part)).toMatchObject({ onHand: '15.0000', value: '90.00', averageCost: '6.0000' });

    const broken = await reason('Casse');
    const out = await note('stock_out', [line(part, 6, { reasonId: broken.id }), line(other, '0.5')]);
    expect(out.number).toMatch(/^LIL-BS-[0-9]{4}-[0-9]{6}$/);
    expect(out).toMatchObject({
      value: '37.75',
      lines: [
        { quantity: '6.0000', unitCost: '', value: '36.00', reasonId: broken.id, reason: 'Casse' },
        { quantity: '0.5000', unitCost: '', value: '1.75', reasonId: '', reason: '' },
      ],
    });
    expect(await bench.level(part)).toMatchObject({ onHand: '9.0000', value: '54.00', averageCost: '6.0000' });
    expect(await read(out.id)).toEqual(out);
    // ST-10: the date is what the note says, and changes nothing of the order.
    expect(await movements(part)).toMatchObject([
      { kind: 'correction_out', quantity: '-6.0000', value: '-36.00', onHandAfter: '9.0000', originKind: 'stock_note', originId: out.id, originNumber: out.number, reason: 'Casse' },
      { kind: 'correction_in', quantity: '5.0000', originId: second.id, originNumber: second.number, reason: '' },
      { kind: 'correction_in', quantity: '10.0000', value: '50.00' },
    ]); // prettier-ignore
    const audit = `select 1 from audit where entity_type = 'stock-note' and entity_id = $1`;
    expect(await bench.rows(audit, [out.id])).toHaveLength(1);
  });

  it('have the day of the station where nobody says one, and none that is to come', async () => {
    const part = await bench.part();
    const { date } = await note('stock_in', [line(part, 1)]);
    const [row] = await bench.rows<{ day: string }>(`select (now() at time zone 'Europe/Paris')::date::text as day`);
    expect(date).toBe(row?.day);
    expect((await note('stock_in', [line(part, 1)], { date })).date).toBe(date);
    const tomorrow = Temporal.PlainDate.from(date).add({ days: 1 }).toString();
    const wrong = note('stock_out', [line(part, 0)], { date: tomorrow });
    await expect(wrong).rejects.toMatchObject({
      fields: [
        { pointer: '/date', code: 'stock.stock-note.date-in-future', params: { today: date } },
        { pointer: '/lines/0/quantity' },
      ],
    });
    expect((await bench.level(part)).onHand).toBe('2.0000');
  });

  it('post all lines or none', async () => {
    const [here1, here2] = [await bench.part(), await bench.part()];
    const wrong = [line(here1, 3), line(here2, 0), { partId: id(), quantity: '1' }];
    expect(await codes(note('stock_in', wrong))).toEqual(['/lines/1/quantity stock-note.quantity-wrong']);
    expect(await codes(note('stock_in', [line(here1, 3), { partId: id(), quantity: '1' }]))).toEqual([
      '/lines/1/partId stock-note.part-unknown',
    ]);
    expect((await bench.level(here1)).onHand).toBe('0.0000');
    const van = await place();
    await note('stock_in', [line(here1, 5), line(here2, 1)], { placeId: van.id });
    expect(await codes(note('stock_out', [line(here1, 5), line(here2, 2)], { placeId: van.id }))).toEqual([
      '/lines/1/quantity correction.more-than-there',
    ]);
    expect((await bench.level(here1)).places).toMatchObject([{ placeId: '' }, { placeId: van.id, onHand: '5.0000' }]);
  });

  it('post once, however often the same is asked, and each of two at once', async () => {
    const part = await bench.part();
    const key = { idempotencyKey: id() };
    const asked = [line(part, 4, { unitCost: '2' })];
    expect(await note('stock_in', asked, {}, key)).toEqual(await note('stock_in', asked, {}, key));
    expect((await bench.level(part)).onHand).toBe('4.0000');
    const other = await bench.part();
    // Locks are taken in one order, whatever the order of the lines.
    const both = await Promise.all([
      note('stock_in', [line(part, 1), line(other, 1)]),
      note('stock_in', [line(other, 1), line(part, 1)]),
    ]);
    expect(new Set(both.map(({ number }) => number)).size).toBe(2);
    expect([(await bench.level(part)).onHand, (await bench.level(other)).onHand]).toEqual(['6.0000', '2.0000']);
  });

  it('ST-13 give what comes in to whoever waits, and take back what was promised of what goes out', async () => {
    const part = await bench.part();
    const { needId } = await bench.file(part, 2);
    await note('stock_in', [line(part, 2)]);
    expect(await bench.need(needId)).toBe('0 0 2 0 0 allocated');
    await note('stock_out', [line(part, 1)]);
    expect(await bench.need(needId)).toMatch(/^1 0 1 0 0 /);
    // What comes into a van serves nobody.
    const van = await place();
    await note('stock_in', [line(part, 5)], { placeId: van.id });
    expect(await bench.need(needId)).toMatch(/^1 0 1 0 0 /);
  });

  it('ST-12 leave nothing owing where the station refuses it, of two at once the second', async () => {
    const [part, other] = [await bench.part(), await bench.part()];
    await note('stock_in', [line(part, 2), line(other, 1)]);
    const settings = await bench.client.getStationSettings({}, await bench.as());
    await bench.client.setStationSettings({ settings: { ...settings, refuseNegativeStock: true } }, await bench.as());
    try {
      const negative = refusal('stock.stock-level.would-be-negative');
      await expect(note('stock_out', [line(part, 1), line(other, 2)])).rejects.toEqual(negative);
      const both = await Promise.allSettled([1, 2].map(() => note('stock_out', [line(part, 2)])));
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect((await bench.level(part)).onHand).toBe('0.0000');
    } finally {
      await bench.client.setStationSettings({ settings }, await bench.as());
    }
    await note('stock_out', [line(part, 1)]);
    expect((await bench.level(part)).onHand).toBe('-1.0000');
  });

  it('ST-14 are refused for a part that is being counted, both ways, naming the inventory', async () => {
    const [part, other] = [await bench.part(), await bench.part()];
    await note('stock_in', [line(part, 2), line(other, 2)]);
    const scope = { kind: 'selection', partIds: [part.id], familyIds: [], locationIds: [], supplierPartyIds: [] };
    const open = OpenInventoryRequest.fromPartial({ label: '', scope, groupBy: 'none', sortBy: 'reference' });
    const inventory = await bench.client.openInventory(open, await bench.as());
    for (const kind of ['stock_in', 'stock_out']) {
      await expect(note(kind, [line(other, 1), line(part, 1)])).rejects.toMatchObject({
        code: 'stock.inventory.part-counted',
        params: { number: inventory.number, reference: part.reference },
      });
    }
    expect((await bench.level(other)).onHand).toBe('2.0000');
  });

  it('refuse what makes no sense, naming line and field', async () => {
    const part = await bench.part();
    const labour = await bench.part({ kind: 'special_item' });
    const retired = await reason('Retirée');
    await bench.client.changeCatalogueEntry(
      { entryId: retired.id, expectedVersion: retired.version, entry: { ...retired, active: false } },
      await bench.as(),
    );
    expect(await codes(note('gift', [line(part, 1)], { date: '2026-02-30', comment: 'x'.repeat(1001) }))).toEqual([
      '/kind stock-note.kind-not-accepted',
      '/date stock-note.date-wrong',
      '/comment stock-note.comment-too-long',
    ]);
    expect(await codes(note('stock_in', []))).toEqual(['/lines stock-note.lines-wrong']);
    expect(
      await codes(
        note(
          'stock_in',
          Array.from({ length: 201 }, () => line(part, 1)),
        ),
      ),
    ).toEqual(['/lines stock-note.lines-wrong']);
    const brand = await entry('brand');
    expect(await codes(note('stock_in', [line(part, 1), line(part, '-1', { unitCost: '-1', reasonId: brand.id })]))).toEqual([
      '/lines/1/partId stock-note.part-twice',
      '/lines/1/quantity stock-note.quantity-wrong',
      '/lines/1/unitCost stock-note.cost-not-accepted',
      '/lines/1/reasonId stock-note.reason-not-accepted',
    ]); // prettier-ignore
    expect(await codes(note('stock_out', [line(part, 1, { unitCost: '2' })]))).toEqual([
      '/lines/0/unitCost stock-note.cost-not-accepted',
    ]);
    const strange = await reason('Ailleurs', { tenant: elsewhere });
    for (const reasonId of [brand.id, retired.id, strange.id, 'broken']) {
      expect(await codes(note('stock_out', [line(part, 1, { reasonId })]))).toEqual([
        '/lines/0/reasonId stock-note.reason-unknown',
      ]);
    }
    // A service is no goods (E-077).
    expect(await codes(note('stock_in', [line(labour, 1)]))).toEqual(['/lines/0/partId stock-note.part-unknown']);
    expect(await codes(note('stock_in', [{ partId: 'P-1', quantity: '1' }]))).toEqual([
      '/lines/0/partId stock-note.part-unknown',
    ]);
    const piece = await entry('unit', { unitType: 'piece', decimals: 0 });
    const whole = await bench.part({ unitId: piece.id });
    expect(await codes(note('stock_in', [line(whole, '1.5')]))).toEqual([
      '/lines/0/quantity stock-note.quantity-too-precise',
    ]);
    expect(await codes(note('stock_in', [line(part, 1)], { placeId: id() }))).toEqual(['/placeId stock-place.unknown']);
  });

  it('are listed by kind, number and date, the latest first', async () => {
    const part = await bench.part();
    const [first, out, last] = [
      await note('stock_in', [line(part, 3)], { date: '2024-01-31' }),
      await note('stock_out', [line(part, 1)], { date: '2024-02-01' }),
      await note('stock_in', [line(part, 1)], { date: '2024-02-02' }),
    ];
    const list = async (filters: [string, string, string][], as: As = {}) => {
      const query = {
        filters: filters.map(([field, operator, value]) => ({ field, operator, values: [value] })),
        sorts: [],
        limit: 50,
        cursor: '',
      };
      return (await bench.client.listStockNotes({ query }, await bench.as(as))).notes.map((one) => one.id);
    };
    const from: [string, string, string] = ['date', 'gte', '2024-01-31'];
    const until: [string, string, string] = ['date', 'lt', '2024-02-02'];
    expect(await list([['date', 'gte', '2024-01-01'], ['date', 'lt', '2024-03-01']])).toEqual([last.id, out.id, first.id]); // prettier-ignore
    expect(await list([from, until, ['kind', 'eq', 'stock_in']])).toEqual([first.id]);
    expect(await list([['number', 'eq', out.number]])).toEqual([out.id]);
    expect(await list([['number', 'prefix', last.number.slice(0, -1)]])).toContain(last.id);
    const van = await place();
    const there = await note('stock_in', [line(part, 1)], { date: '2024-02-01', placeId: van.id });
    expect(await list([from, until, ['placeId', 'eq', van.id]])).toEqual([there.id]);
    expect(await list([from, until, ['placeId', 'eq', 'depot']])).toEqual([out.id, first.id]);
    expect(await list([from], { tenant: elsewhere })).toEqual([]);
    const plans = { from: 'stock_note n', where: 'n.station_id = $1' };
    expect(await sortsWithoutIndex(bench.service, here, stockNoteList, plans)).toEqual([]);
  });

  it('keep their lines, in the database too', async () => {
    const part = await bench.part();
    const made = await note('stock_in', [line(part, 1)]);
    const lineId = made.lines[0]?.id as string;
    const app = (sql: string) => bench.service.db.command(testScope(here), (tx) => tx.run(sql, [lineId]));
    await expect(app('update stock_note_line set quantity = 2 where id = $1')).rejects.toMatchObject({ code: '42501' });
    await expect(app('delete from stock_note_line where id = $1')).rejects.toMatchObject({ code: '42501' });
    const forged = (columns: string) =>
      bench.rows(
        `insert into stock_note_line (station_id, note_id, kind, id, position, part_id, quantity, unit_cost, value, reason_id)
         select station_id, note_id, kind, gen_random_uuid(), 2, (select id from part where station_id = l.station_id
           and id <> l.part_id limit 1), ${columns} from stock_note_line l where id = $1`,
        [lineId],
      );
    await expect(forged('1, null, 1, null')).rejects.toMatchObject({ constraint: 'stock_note_line_cost' });
    const { id: reasonId } = await reason('Vol');
    await expect(forged(`1, 1, 1, '${reasonId}'`)).rejects.toMatchObject({ constraint: 'stock_note_line_reason' });
    await expect(forged('-1, 1, 1, null')).rejects.toMatchObject({ code: '23514' });
  });

  it('ID-4 ID-10 are made and read by who may, in their station', async () => {
    const part = await bench.part();
    const made = await note('stock_in', [line(part, 1)]);
    const forbidden = refusal('platform.request.forbidden');
    const mayNot = (right: string) => ({ rights: RIGHTS.filter((one) => one !== right) });
    await expect(note('stock_in', [line(part, 1)], {}, mayNot('stock:stock-note.create'))).rejects.toEqual(forbidden);
    await expect(read(made.id, mayNot('stock:stock-note.read'))).rejects.toEqual(forbidden);
    const unknown = refusal('stock.stock-note.not-found');
    await expect(read(made.id, { tenant: elsewhere })).rejects.toEqual(unknown);
    await expect(read('BE-1')).rejects.toEqual(unknown);
    const strange = await place({ tenant: elsewhere });
    expect(await codes(note('stock_in', [line(part, 1)], { placeId: strange.id }))).toEqual([
      '/placeId stock-place.unknown',
    ]);
    expect(await codes(note('stock_in', [line(part, 1)], {}, { tenant: elsewhere }))).toEqual([
      '/lines/0/partId stock-note.part-unknown',
    ]);
  });
});

describe('ST-10 E-077 files of a note', () => {
  const PDF = (n: number) => Buffer.from(`%PDF-1.7\n% ${String(n)}\n%%EOF\n`);
  const photo = (n: number) =>
    sharp({ create: { width: 2_400, height: 1_200, channels: 3, background: { r: n % 256, g: 90, b: 30 } } })
      .jpeg()
      .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '50/1 38/1 0/1' } })
      .toBuffer();
  const attach = async ({ id: noteId }: StockNote, name: string, content: Buffer, as: As = {}) =>
    (await bench.client.addStockNoteAttachment({ id: noteId, name, content }, await bench.as(as))).attachments;
  const open = async ({ id: noteId }: StockNote, attachmentId = '', as: As = {}) =>
    bench.client.getStockNoteAttachment({ id: noteId, attachmentId }, await bench.as(as));

  it('are kept in their order: a PDF as it is, a picture by its pixels alone; each once', async () => {
    const made = await note('stock_in', [line(await bench.part(), 1)]);
    expect(made.attachments).toEqual([]);
    await attach(made, ' Bon de dépôt n° 7.pdf', PDF(1));
    await attach(made, '../"photo".jpg', await photo(1));
    const files = await attach(made, 'le même.pdf', PDF(1));
    expect(files).toMatchObject([
      { name: 'Bon de dépôt n° 7.pdf', mediaType: 'application/pdf', size: PDF(1).length },
      { name: '..photo.png', mediaType: 'image/png' },
    ]);
    expect(await read(made.id)).toEqual({ ...made, attachments: files });
    const [pdf, picture] = [await open(made, files[0]?.id), await open(made, files[1]?.id)];
    expect(Buffer.from(pdf.content).equals(PDF(1))).toBe(true);
    const { exif, format, height, width } = await sharp(picture.content).metadata();
    expect({ exif, format, height, width }).toEqual({ exif: undefined, format: 'png', height: 1_000, width: 2_000 });
    const audit = `select operation from audit where entity_type = 'stock-note' and entity_id = $1 order by at`;
    expect((await bench.rows<{ operation: string }>(audit, [made.id])).map((row) => row.operation)).toEqual([
      'stock:stock-note.create',
      'stock:stock-note.attach',
      'stock:stock-note.attach',
    ]);
  });

  it('are what they say, 10 MiB at most, and 20 at most, also where two come at once', async () => {
    const made = await note('stock_in', [line(await bench.part(), 1)]);
    const wrong = refusal('stock.stock-note-attachment.not-accepted');
    await expect(attach(made, 'x.pdf', Buffer.from('<html>'))).rejects.toEqual(wrong);
    await expect(attach(made, 'x.svg', Buffer.from('<svg/>'))).rejects.toEqual(wrong);
    const large = Buffer.concat([PDF(1), Buffer.alloc(10 * 1_048_576)]);
    await expect(attach(made, 'x.pdf', large)).rejects.toEqual(refusal('stock.stock-note-attachment.too-large'));
    for (const name of [' ', '//', 'x'.repeat(201)]) {
      await expect(attach(made, name, PDF(1))).rejects.toEqual(refusal('stock.stock-note-attachment.name-wrong'));
    }
    for (let n = 0; n < 19; n++) await attach(made, `${String(n)}.pdf`, PDF(n));
    const both = await Promise.allSettled([attach(made, 'a.pdf', PDF(100)), attach(made, 'b.pdf', PDF(101))]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(attach(made, 'c.pdf', PDF(102))).rejects.toEqual(refusal('stock.stock-note-attachment.too-many'));
    expect(await attach(made, 'd.pdf', PDF(3))).toHaveLength(20);
  });

  it('stay, whatever becomes of the same picture of a part, and in the database', async () => {
    const part = await bench.part();
    const { images } = await bench.client.addPartImage({ partId: part.id, content: await photo(7) }, await bench.as());
    const shown = { partId: part.id, imageId: images[0]?.id as string };
    const { content } = await bench.client.getPartImage({ ...shown, small: false }, await bench.as());
    const made = await note('stock_in', [line(part, 1)]);
    const [file] = await attach(made, 'pièce.png', Buffer.from(content));
    const kept = (await open(made, file?.id)).content;
    await bench.client.removePartImage(shown, await bench.as());
    expect((await open(made, file?.id)).content).toEqual(kept);
    const [row] = await bench.rows<{ sha256: string }>('select sha256 from stock_note_attachment where id = $1', [file?.id]); // prettier-ignore
    const app = (sql: string, values: unknown[]) =>
      bench.service.db.command(testScope(here), (tx) => tx.run(sql, values));
    const remove = 'delete from stock_note_attachment where id = $1';
    await expect(app(remove, [file?.id])).rejects.toMatchObject({ code: '42501' });
    await expect(app('delete from stored_object where sha256 = $1', [row?.sha256])).rejects.toMatchObject({ code: '23503' }); // prettier-ignore
  });

  it('ID-4 ID-10 are added and read by who may, in their station', async () => {
    const [made, other] = [
      await note('stock_in', [line(await bench.part(), 1)]),
      await note('stock_in', [line(await bench.part(), 1)]),
    ];
    const [file] = await attach(made, 'x.pdf', PDF(1));
    await expect(open(other, file?.id)).rejects.toEqual(refusal('stock.stock-note-attachment.not-found'));
    await expect(open(made, 'x')).rejects.toEqual(refusal('stock.stock-note-attachment.not-found'));
    const unknown = refusal('stock.stock-note.not-found');
    await expect(open(made, file?.id, { tenant: elsewhere })).rejects.toEqual(unknown);
    await expect(attach(made, 'y.pdf', PDF(2), { tenant: elsewhere })).rejects.toEqual(unknown);
    const mayNot = (right: string) => ({ rights: RIGHTS.filter((one) => one !== right) });
    const forbidden = refusal('platform.request.forbidden');
    await expect(attach(made, 'y.pdf', PDF(2), mayNot('stock:stock-note.attach'))).rejects.toEqual(forbidden);
    await expect(open(made, file?.id, mayNot('stock:stock-note.read'))).rejects.toEqual(forbidden);
  });
});

describe('ST-10 E-077 the paper of a note', () => {
  const print = async ({ id: noteId }: StockNote, language: string, as: As = {}) =>
    bench.client.printStockNote({ id: noteId, language }, await bench.as(as));

  it('says what came in at which cost, or what went out and why', async () => {
    const part = await bench.part({ designation: 'Pompe de vidange' });
    const van = await place();
    const made = await note('stock_in', [line(part, 3, { unitCost: '12.5' })], {
      placeId: van.id,
      date: '2026-11-02',
      comment: 'Reprise du magasin',
    });
    const paper = await print(made, 'fr');
    expect(paper.fileName).toBe(`${made.number}.pdf`);
    const words = await pdfText(paper.content);
    for (const said of [
      'Bon d’entrée de stock', made.number, '02/11/2026', `${van.code} · ${van.label}`, part.reference,
      'Pompe de vidange', '12,50', '37,50', 'Reprise du magasin', 'Houplin SARL',
    ]) expect(words).toContain(said); // prettier-ignore
    const thief = await reason('Vol');
    const out = await note('stock_out', [line(part, 1, { reasonId: thief.id })]);
    const english = await pdfText((await print(out, 'en')).content);
    for (const said of ['Stock-out note', 'Depot', 'Vol', out.number, '12.50']) expect(english).toContain(said);
    expect(english).not.toContain('Unit cost');
    await expect(print(out, 'fr', { tenant: elsewhere })).rejects.toEqual(refusal('stock.stock-note.not-found'));
  });
});
