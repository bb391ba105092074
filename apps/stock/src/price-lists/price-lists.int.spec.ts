import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartPriceChangedMessage, PriceListProgressedMessage } from '@navette/contracts';
import {
  ListPriceListLinesRequest,
  PriceListTerms,
  type PriceList,
  type PriceListLine,
} from '@navette/contracts/stock/v1/price_lists';
import type { Part } from '@navette/contracts/stock/v1/service';
import { Database, type Tx } from '@navette/platform/database';
import { SeededRandom } from '@navette/platform/seed';
import { Timers } from '@navette/platform/timers';
import { eventually, sortsWithoutIndex, testScope } from '@navette/testing';
import { Bench, elsewhere, here, id, refusal, RIGHTS } from '../test/bench.helper.js';
import { PIECE_BYTES } from './price-list.js';
import { PriceListLineRepository } from './price-list-line.repository.js';
import { RunPriceList } from './run-price-list.js';
import { priceListLineList, priceListList } from './price-list.list.js';

let bench: Bench;
const maker = id();
const otherMaker = id();

beforeAll(async () => {
  bench = await Bench.start();
  for (const party of [maker, otherMaker]) await bench.party(party, ['manufacturer', 'supplier']);
}, 60_000);
afterAll(() => bench.stop());

/** Sends a file as the edge does, in pieces. */
async function upload(content: string | Buffer, fileName = 'tarif.csv', size = PIECE_BYTES): Promise<PriceList> {
  const { id: priceListId } = await bench.client.beginPriceList({ fileName }, await bench.as());
  const bytes = Buffer.from(content as string);
  let piece = 0;
  for (; piece * size < bytes.length; piece++) {
    const part = bytes.subarray(piece * size, (piece + 1) * size);
    await bench.client.appendPriceList({ priceListId, piece, content: part }, await bench.as());
  }
  return bench.client.endPriceList({ priceListId, pieces: piece }, await bench.as());
}
const read = async (priceListId: string) => bench.client.getPriceList({ priceListId }, await bench.as());
const until = (priceListId: string, state: string) =>
  eventually(
    async () => {
      const one = await read(priceListId);
      if (one.state === 'refused' && state !== 'refused') throw new Error(JSON.stringify(one.problem));
      return one.state === state ? one : undefined;
    },
    { timeoutMs: 120_000, everyMs: 50 },
  );
const startCheck = async ({ id: priceListId, version, terms }: PriceList, said: Partial<PriceListTerms> = {}) =>
  bench.client.checkPriceList(
    {
      priceListId,
      expectedVersion: version,
      terms: PriceListTerms.fromPartial({ ...terms, manufacturerPartyId: maker, ...said }),
    },
    await bench.as(),
  );
const check = async (list: PriceList, said: Partial<PriceListTerms> = {}) => {
  await startCheck(list, said);
  return until(list.id, 'checked');
};
const commit = async ({ id: priceListId, version }: PriceList) => {
  await bench.client.commitPriceList({ priceListId, expectedVersion: version }, await bench.as());
  return until(priceListId, 'committed');
};
const checked = async (content: string | Buffer, said: Partial<PriceListTerms> = {}, name = 'tarif.csv') =>
  check(await until((await upload(content, name)).id, 'mapping'), said);
async function linesOf(priceListId: string, state = '', sort = 'line', descending = false): Promise<PriceListLine[]> {
  const filters = state === '' ? [] : [{ field: 'state', operator: 'eq', values: [state] }];
  const query = { filters, limit: 200, sorts: [{ field: sort, descending }] };
  return (
    await bench.client.listPriceListLines(
      ListPriceListLinesRequest.fromPartial({ priceListId, query }),
      await bench.as(),
    )
  ).lines;
}
const partOf = (reference: string, listPrice: string, more: Partial<Part> = {}) =>
  bench.part({ reference, purchasePrice: '', listPrice, manufacturerPartyId: maker, ...more });
const history = async (partId: string) =>
  (await bench.client.listPartPriceChanges({ partId, page: undefined }, await bench.as())).changes.map(
    ({ kind, before, after, originKind, originId }) => [kind, before, after, originKind, originId],
  );
const found = async (reference: string) =>
  (await bench.client.findCatalogueItems({ references: [reference], customerPartyId: '' }, await bench.as())).items.map(
    (item) => item.part as Part,
  );
const rest = async (listId: string) =>
  bench.rows('select (select count(*)::int from price_list_piece where list_id = $1) as pieces, (select count(*)::int from price_list_line where list_id = $1) as lines, (select count(*)::int from price_list where id = $1) as lists', [listId]); // prettier-ignore

describe('ST-6 a price list', () => {
  it('shows what is new, changed and vanished before anything is kept, then keeps it with its date and origin', async () => {
    const [raised, lowered, same, vanished] = [
      await partOf('PL-UP', '10'),
      await partOf('PL-DOWN', '8'),
      await partOf('PL-SAME', '5.5'),
      await partOf('PL-GONE', '7'),
    ];
    const used = await partOf('PL-USED', '20', { purchasePrice: '19' });
    await bench.correct(used, 2, '19');
    const foreign = await partOf('PL-FOREIGN', '9', { manufacturerPartyId: otherMaker });
    const lines = [
      'Désignation;Réf. pièce;Tarif HT;Remarque',
      'Joint;pl-up;12,50 €;x',
      'Pompe;PL-DOWN;7,0001;',
      'Courroie;PL-SAME;5,50;',
      'Carte;PL-USED;1 021,00;',
      'Neuve ; PL-NEW ;3;',
      'Autre;PL-FOREIGN;1;',
      ';PL-BARE;0;',
      'Deux fois;pl-new;4;',
      'Négatif;PL-NEG;-3,10;',
      'Texte;PL-TEXT;gratuit;',
      'Sans prix;PL-NONE;;',
      'Sans référence;;4;',
      `Longue;${'X'.repeat(61)};4;`,
    ];
    const mapped = await until((await upload(lines.join('\r\n'), 'tarif.csv', 100)).id, 'mapping');
    expect(mapped.header).toEqual(['Désignation', 'Réf. pièce', 'Tarif HT', 'Remarque']);
    expect(mapped.examples[0]?.cells).toEqual(['Joint', 'pl-up', '12,50 €', 'x']);
    expect(mapped.terms?.columns).toEqual([
      { column: 0, field: 'designation' },
      { column: 1, field: 'reference' },
      { column: 2, field: 'price' },
    ]);
    const one = await check(mapped);
    expect(one.counts).toEqual({ lines: 13, new: 2, raised: 2, lowered: 1, same: 1, bad: 7, vanished: 1 });
    const told = await linesOf(one.id);
    expect(
      told.map(({ line, state, reference, before, price, change }) => [line, state, reference, before, price, change]),
    ).toEqual([
      [2, 'raised', 'pl-up', '10.0000', '12.5000', '25.00'],
      [3, 'lowered', 'PL-DOWN', '8.0000', '7.0001', '-12.50'],
      [4, 'same', 'PL-SAME', '5.5000', '5.5000', ''],
      [5, 'raised', 'PL-USED', '20.0000', '1021.0000', '5005.00'],
      [6, 'new', 'PL-NEW', '', '3.0000', ''],
      [7, 'bad', 'PL-FOREIGN', '', '', ''],
      [8, 'new', 'PL-BARE', '', '0.0000', ''],
      [9, 'bad', 'pl-new', '', '', ''],
      [10, 'bad', 'PL-NEG', '', '', ''],
      [11, 'bad', 'PL-TEXT', '', '', ''],
      [12, 'bad', 'PL-NONE', '', '', ''],
      [13, 'bad', '', '', '', ''],
      [14, 'bad', 'X'.repeat(60), '', '', ''],
      [16, 'vanished', 'PL-GONE', '7.0000', '', ''],
    ]);
    expect((await linesOf(one.id, 'bad')).map(({ problem }) => [problem?.code, problem?.value])).toEqual([
      ['stock.price-list.reference-of-another', 'PL-FOREIGN'],
      ['stock.price-list.reference-twice', 'pl-new'],
      ['stock.price-list.price-negative', '-3,10'],
      ['stock.price-list.price-malformed', 'gratuit'],
      ['stock.price-list.price-missing', 'PL-NONE'],
      ['stock.price-list.reference-missing', ''],
      ['stock.price-list.reference-too-long', 'X'.repeat(61)],
    ]);
    expect((await linesOf(one.id, 'raised', 'change', true)).map(({ reference }) => reference)).toEqual(['PL-USED', 'pl-up']); // prettier-ignore
    expect(await found('PL-NEW')).toEqual([]);
    expect(await history(raised.id)).toHaveLength(1);

    const done = await commit(one);
    expect(done.counts).toEqual(one.counts);
    expect(await history(raised.id)).toEqual([
      ['list', '10.0000', '12.5000', 'price_list', one.id],
      ['list', '', '10.0000', 'typed', ''],
    ]);
    expect(await history(used.id)).toEqual([
      ['list', '20.0000', '1021.0000', 'price_list', one.id],
      ['list', '', '20.0000', 'typed', ''],
      ['purchase', '', '19.0000', 'typed', ''],
    ]);
    for (const part of [same, vanished, foreign]) expect(await history(part.id)).toHaveLength(1);
    expect(await history(lowered.id)).toHaveLength(2);
    const [made] = await found('PL-NEW');
    expect(made).toMatchObject({ reference: 'PL-NEW', designation: 'Neuve', listPrice: '3.0000', purchasePrice: '', manufacturerPartyId: maker, supplierPartyId: maker, ventilationCode: 'PIECE', vatCategory: 'standard', version: '1' }); // prettier-ignore
    expect(await history(made?.id as string)).toEqual([['list', '', '3.0000', 'price_list', one.id]]);
    expect((await linesOf(one.id, 'new')).map(({ partId }) => partId !== '')).toEqual([true, true]);
    // Of prices that nobody waits for nobody is told one by one.
    expect((await bench.heard(PartPriceChangedMessage, ({ partId }) => [raised.id, used.id].includes(partId))).map(({ partId }) => partId)).toEqual([used.id]); // prettier-ignore
    const progress = await bench.heard(PriceListProgressedMessage, ({ priceListId }) => priceListId === one.id);
    expect(progress.at(-1)).toMatchObject({ state: 'committed', done: 5, total: 5 });
    const audit = await bench.rows(
      `select distinct operation, actor_kind from audit where entity_type = 'price-list' and entity_id = $1`,
      [one.id],
    );
    expect(audit).toEqual([{ operation: 'stock:price-list.import', actor_kind: 'user' }]);
    expect(await rest(one.id)).toEqual([{ pieces: 0, lines: 14, lists: 1 }]);
    // Once more: there is nothing left to change.
    const again = await checked(lines.join('\n'));
    expect(again.counts).toMatchObject({ new: 0, raised: 0, lowered: 0, same: 6, vanished: 1 });
    expect((await commit(again)).counts).toEqual(again.counts);
    expect(await history(raised.id)).toHaveLength(2);
  }, 120_000);

  it('sets purchase prices of parts in use where it is told to, and sale prices follow', async () => {
    await bench.terms(bench.supplier, 2, [['0', '2']]);
    const [used, unused] = [
      await partOf('PP-USED', '20', { purchasePrice: '19', supplierPartyId: bench.supplier }),
      await partOf('PP-UNUSED', '20', { supplierPartyId: bench.supplier }),
    ];
    const list = await checked('ref,price\nPP-USED,30.25\nPP-UNUSED,31', { updatePurchasePrices: true });
    await commit(list);
    const [now, other] = [await found('PP-USED'), await found('PP-UNUSED')].flat();
    expect(now).toMatchObject({ purchasePrice: '30.2500', listPrice: '30.2500', publicPrice: '60.50' });
    expect(other).toMatchObject({ purchasePrice: '', listPrice: '31.0000' });
    expect((await history(used.id)).slice(0, 2).map(([kind]) => kind).sort()).toEqual(['list', 'purchase']); // prettier-ignore
    // The list's price alone is the same; the purchase price is not.
    await bench.client.setPartPrices({ partId: used.id, purchasePrice: '10', listPrice: '', priceFixed: false, publicPrice: '' }, await bench.as()); // prettier-ignore
    const next = await checked('ref,price\nPP-USED,30.25', { updatePurchasePrices: true });
    expect(await linesOf(next.id, 'raised')).toMatchObject([{ before: '10.0000', price: '30.2500', change: '202.50' }]);
    expect(await history(unused.id)).toHaveLength(2);
  }, 120_000);

  it('has its terms known again, asks for those that miss, and may be compared anew', async () => {
    await partOf('TM-1', '2');
    const header = 'Qui;Quoi;Combien';
    const first = await until((await upload(`${header}\nTM-1;x;3`)).id, 'mapping');
    expect(first.terms?.columns).toEqual([]);
    const wrong = { columns: [{ column: 9, field: 'price' }, { column: 1, field: 'weight' }, { column: 0, field: 'price' }], manufacturerPartyId: id(), supplierPartyId: 'no id', ventilationCode: 'a b', vatCategory: 'none' }; // prettier-ignore
    const refused = await startCheck(first, wrong).then(
      () => [],
      ({ fields }: { fields: { pointer: string; code: string }[] }) =>
        fields.map(({ pointer, code }) => `${pointer} ${code.replace('stock.price-list.', '')}`),
    );
    expect(refused).toEqual([
      '/columns/0/column column-unknown',
      '/columns/1/field field-not-accepted',
      '/columns/2/field field-twice',
      '/columns field-needed',
      '/manufacturerPartyId party-unknown',
      '/supplierPartyId party-unknown',
      '/ventilationCode code-wrong',
      '/vatCategory not-accepted',
    ]);
    const columns = [{ column: 0, field: 'reference' }, { column: 2, field: 'price' }]; // prettier-ignore
    const one = await check(first, { columns, ventilationCode: 'LAVAGE' });
    expect(one.counts).toMatchObject({ raised: 1 });
    const again = await until((await upload(`${header}\nTM-1;x;4`)).id, 'mapping');
    expect(again.terms).toMatchObject({ columns, manufacturerPartyId: maker, ventilationCode: 'LAVAGE' });
    const otherwise = await check(one, { columns: [{ column: 1, field: 'reference' }, { column: 2, field: 'price' }] }); // prettier-ignore
    expect(otherwise.counts).toMatchObject({ lines: 1, new: 1, raised: 0 });
    await expect(startCheck(one)).rejects.toEqual(refusal('stock.price-list.changed-meanwhile'));
    await expect(commit(one)).rejects.toEqual(refusal('stock.price-list.changed-meanwhile'));
  }, 120_000);
});

describe('ST-6 an odd file', () => {
  const reason = async (content: string | Buffer, name?: string) => {
    const list = await until((await upload(content, name)).id, 'refused');
    expect(await rest(list.id)).toEqual([{ pieces: 0, lines: 0, lists: 1 }]);
    return [list.problem?.line, list.problem?.code.replace('stock.price-list.', '')];
  };
  const ROWS = 'Référence;Libellé;Prix\r\nODD-1;Câble d’été;1 234,50\r\nODD-2;"Pompe; neuve";2';

  it.each([
    ['with a byte order mark', Buffer.from(`\uFEFF${ROWS}`)],
    ['in Latin-1', Buffer.from(ROWS.replaceAll('’', '\x92'), 'latin1')],
    ['in UTF-16', Buffer.from(`\uFEFF${ROWS}`, 'utf16le')],
    ['with commas', Buffer.from('part no,name,price\nODD-1,Câble d’été,"1,234.50"\nODD-2,Pompe; neuve,2.0')],
  ])('%s is understood', async (_name, content) => {
    const list = await checked(content);
    expect((await linesOf(list.id)).filter(({ state }) => state !== 'vanished').map(({ state, designation, price }) => [state, designation, price])).toEqual([
      ['new', 'Câble d’été', '1234.5000'],
      ['new', 'Pompe; neuve', '2.0000'],
    ]); // prettier-ignore
  });

  it('that is none says why, and nothing of it is kept', async () => {
    expect(await reason('Référence;Prix')).toEqual([0, 'empty']);
    expect(await reason('\n \n')).toEqual([0, 'empty']);
    expect(await reason(Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), 'tarif.csv')).toEqual([1, 'encoding']);
    expect(await reason('not a workbook', 'tarif.XLSX')).toEqual([1, 'unreadable']);
    expect(await reason(`${'a;'.repeat(201)}\n1`)).toEqual([1, 'too-many-columns']);
    await expect(upload('a', 'tarif.pdf')).rejects.toEqual(refusal('stock.price-list.format-not-accepted'));
    await expect(upload('a', ' ')).rejects.toEqual(refusal('stock.price-list.file-name'));
    await expect(upload('')).rejects.toEqual(refusal('stock.price-list.empty'));
  });

  it('that breaks off behind its first lines is refused by the comparison, with the line', async () => {
    const lines = Array.from({ length: 3_000 }, (_, i) => `BR-${i};${i}`);
    const list = await until((await upload(['ref;prix', ...lines, 'BR-X;"1'].join('\n'))).id, 'mapping');
    await startCheck(list);
    const refused = await until(list.id, 'refused');
    expect(refused.problem).toMatchObject({ line: 3_002, code: 'stock.price-list.malformed-row' });
    expect(await rest(list.id)).toEqual([{ pieces: 0, lines: 0, lists: 1 }]);
  });

  it('is received in pieces of 1 MiB, 300 of them, of a workbook ten, and all of them', async () => {
    const csv = await bench.client.beginPriceList({ fileName: 'grand.csv' }, await bench.as());
    const xlsx = await bench.client.beginPriceList({ fileName: 'grand.xlsx' }, await bench.as());
    const append = async ({ id: priceListId }: PriceList, piece: number, size = 3) =>
      bench.client.appendPriceList({ priceListId, piece, content: Buffer.alloc(size, 'a') }, await bench.as());
    await append(csv, 299);
    await expect(append(csv, 300)).rejects.toEqual(refusal('stock.price-list.too-large'));
    await expect(append(csv, 0, PIECE_BYTES + 1)).rejects.toEqual(refusal('stock.price-list.too-large'));
    await expect(append(xlsx, 10)).rejects.toMatchObject({ code: 'stock.price-list.workbook-too-large', params: { max: 10 } }); // prettier-ignore
    const end = bench.client.endPriceList({ priceListId: csv.id, pieces: 300 }, await bench.as());
    await expect(end).rejects.toMatchObject({ code: 'stock.price-list.piece-missing', params: { piece: 0 } });
    for (const { id: priceListId } of [csv, xlsx]) {
      await bench.client.discardPriceList({ priceListId }, await bench.as());
      expect(await rest(priceListId)).toEqual([{ pieces: 0, lines: 0, lists: 0 }]);
    }
  });
});

describe('ST-6 a list that nobody goes on with', () => {
  it('leaves nothing of a file that broke off, and of a list given up its name', async () => {
    const received = await bench.client.beginPriceList({ fileName: 'coupe.csv' }, await bench.as());
    await bench.client.appendPriceList({ priceListId: received.id, piece: 0, content: Buffer.from('a') }, await bench.as()); // prettier-ignore
    const list = await checked('ref;prix\nGIVEN-UP;1');
    await bench.client.discardPriceList({ priceListId: list.id }, await bench.as());
    await bench.service.admin.query(`update timer set due_at = '2020-01-01' where kind = 'price-list' and key = $1`, [received.id]); // prettier-ignore
    await eventually(async () => ((await rest(received.id)) as [{ lists: number }])[0].lists === 0 || undefined);
    await eventually(async () => ((await rest(list.id)) as [{ lines: number }])[0].lines === 0 || undefined);
    expect(await rest(list.id)).toEqual([{ pieces: 0, lines: 0, lists: 1 }]);
    expect(await read(list.id)).toMatchObject({ state: 'closed', fileName: 'tarif.csv' });
    await expect(commit(await read(list.id))).rejects.toEqual(refusal('stock.price-list.state-not-accepted'));
  });
});

describe('ST-6 a process that dies', () => {
  it('between any two steps repeats nothing and leaves nothing out', async () => {
    const known = Array.from({ length: 2_200 }, (_, i) => `('${here.stationId}', gen_random_uuid(), 'part', 'DIE-${i}', 'DIE-${i}', 'x', '${maker}', 'PIECE', 'standard', 'active', 1, now())`); // prettier-ignore
    const columns = 'station_id, id, kind, reference, reference_norm, designation, manufacturer_party_id, ventilation_code, vat_category, state, list_price, created_at'; // prettier-ignore
    await bench.service.admin.query(`insert into part (${columns}) values ${known.join()}`);
    await bench.service.admin.query('insert into part_stock (station_id, part_id, on_hand, value) select station_id, id, 1, 1 from part where reference in ($1, $2)', ['DIE-7', 'DIE-2199']); // prettier-ignore
    const lines = Array.from({ length: 4_400 }, (_, i) => `DIE-${i + 1};${i % 3 === 0 ? 2 : '0,5'}`);
    // Of each transaction of the work one in five goes well: the process dies before it, or behind it.
    const [database, work] = [bench.service.running.get(Database), bench.service.running.get(RunPriceList)];
    const [whole, fire] = [database.tenantTx.bind(database), work.fire];
    const atWork = new AsyncLocalStorage<boolean>();
    Object.assign(work, { fire: (...fired: Parameters<typeof fire>) => atWork.run(true, () => fire(...fired)) });
    const random = new SeededRandom('deaths');
    let deaths = 0;
    const tenantTx: typeof whole = async (scope, done) => {
      if (atWork.getStore() !== true) return whole(scope, done);
      const turn = random.int(0, 4) % 3;
      deaths += turn < 2 ? 1 : 0;
      if (turn === 0) throw new Error('dead before');
      const value = await whole(scope, done);
      if (turn === 1) throw new Error('dead after');
      return value;
    };
    Object.assign(database, { tenantTx });
    // Its claim runs out at once.
    const revive = setInterval(() => {
      void bench.service.admin
        .query(
          `update timer set claimed_until = null, failures = attempts where kind = 'price-list' and last_error is not null`,
        )
        .then(() => bench.service.running.get(Timers).wake());
    }, 20);
    try {
      const list = await checked(['ref;prix', ...lines].join('\n'));
      expect(list.counts).toMatchObject({ lines: 4_400, new: 2_201, raised: 733, lowered: 1_466, same: 0, bad: 0 });
      const done = await commit(list);
      expect(done.counts).toEqual(list.counts);
      expect(done).toMatchObject({ done: 4_400, total: 4_400 });
      expect(deaths).toBeGreaterThan(10);
      const [kept] = await bench.rows(
        `select count(*)::int as parts, count(distinct p.id)::int as made, count(c.seq)::int as changes,
           count(*) filter (where c.after is distinct from p.list_price)::int as wrong
         from part p left join part_price_change c on c.part_id = p.id and c.origin_id = $1
         where p.reference like 'DIE-%' and p.reference <> 'DIE-0'`,
        [list.id],
      );
      expect(kept).toEqual({ parts: 4_400, made: 4_400, changes: 4_400, wrong: 0 });
      const told = await bench.heard(PartPriceChangedMessage);
      const [held] = await bench.rows<{ ids: string[] }>(`select array_agg(id) as ids from part where reference in ('DIE-7', 'DIE-2199')`); // prettier-ignore
      expect(told.filter(({ partId }) => held?.ids.includes(partId))).toHaveLength(2);
    } finally {
      clearInterval(revive);
      Object.assign(database, { tenantTx: whole });
      Object.assign(work, { fire });
    }
  }, 180_000);
});

describe('ST-6 a list that has just come', () => {
  it('is read chunk by chunk where statistics know nothing of it', async () => {
    const lines = Array.from({ length: 6_000 }, (_, n) => `JUST-${String(n).padStart(5, '0')};1`);
    const known = await commit(await checked(['ref;prix', ...lines].join('\n'), {}, 'connu.csv'));
    await bench.service.admin.query('analyze');
    const listId = id();
    const copied = { price_list: 'id', price_list_line: 'list_id' };
    for (const [table, key] of Object.entries(copied))
      await bench.service.admin.query(
        `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object('${key}', $2::text))).* from ${table} t where ${key} = $1`,
        [known.id, listId],
      );
    const repository = bench.service.running.get(PriceListLineRepository);
    const touched = async (tx: Tx): Promise<number> => {
      const [row] = await tx.rows<{ rows: number }>(
        `select sum(seq_tup_read + idx_tup_fetch)::int as rows from pg_stat_xact_user_tables
         where relname in ('part', 'price_list_line')`,
      );
      return row?.rows ?? 0;
    };
    const looked = async <T>(look: (tx: Tx) => Promise<T>): Promise<{ answer: T; rows: number }> =>
      bench.service.running.get(Database).tenantTx(testScope(here), async (tx) => {
        const before = await touched(tx);
        const answer = await look(tx);
        tx.changesNothing();
        return { answer, rows: (await touched(tx)) - before };
      });
    const asked = { from: 100_000, after: 'JUST-00000', limit: 500 };
    const vanished = await looked((tx) => repository.addVanished(tx, listId, known.terms as PriceListTerms, asked));
    expect(vanished.answer).toEqual({ added: 0, last: 'JUST-00500' });
    expect(vanished.rows).toBeLessThan(3 * 500);
    const next = await looked((tx) => repository.next(tx, listId, 3_000, 500));
    expect(next.answer).toHaveLength(500);
    expect(next.rows).toBeLessThan(3 * 500);
  });
});

describe('ID-10 price lists of another station', () => {
  it('are neither seen nor moved, and each method needs its right', async () => {
    const list = await checked('ref;prix\nISO-1;1');
    const { id: priceListId, version: expectedVersion, terms } = list;
    const calls = async (as: Parameters<Bench['as']>[0]) => {
      const call = await bench.as(as);
      const { client } = bench;
      return [
        client.appendPriceList({ priceListId, piece: 0, content: Buffer.from('x') }, call),
        client.endPriceList({ priceListId, pieces: 1 }, call),
        client.discardPriceList({ priceListId }, call),
        client.checkPriceList({ priceListId, expectedVersion, terms }, call),
        client.commitPriceList({ priceListId, expectedVersion }, call),
        client.getPriceList({ priceListId }, call),
        client.listPriceListLines({ priceListId, query: undefined }, call),
      ];
    };
    for (const answer of await Promise.allSettled(await calls({ tenant: elsewhere })))
      expect(answer).toMatchObject({ reason: refusal('stock.price-list.not-found') });
    const blind = RIGHTS.filter((right) => !right.startsWith('stock:price-list.'));
    for (const answer of await Promise.allSettled(await calls({ rights: blind })))
      expect(answer).toMatchObject({ reason: refusal('platform.request.forbidden') });
    const readers = await Promise.allSettled(await calls({ rights: [...blind, 'stock:price-list.read'] }));
    expect(readers.map(({ status }) => status)).toEqual([...Array<string>(5).fill('rejected'), 'fulfilled', 'fulfilled']); // prettier-ignore
    const begun = bench.client.beginPriceList({ fileName: 'x.csv' }, await bench.as({ rights: blind }));
    await expect(begun).rejects.toEqual(refusal('platform.request.forbidden'));
    const page = await bench.client.listPriceLists({ query: undefined }, await bench.as({ tenant: elsewhere }));
    expect(page.priceLists).toEqual([]);
    expect(await read(priceListId)).toEqual(list);
  });

  it('PA-17 read an index for each sort', async () => {
    const { service } = bench;
    const { id: listId } = await checked('ref;prix\nISO-2;1\nISO-3;2');
    for (const [list, from] of [
      [priceListList, 'price_list l'],
      [priceListLineList, 'price_list_line l'],
    ] as const) {
      const where = list === priceListList ? 'l.station_id = $1' : `l.station_id = $1 and l.list_id = '${listId}'`;
      expect(await sortsWithoutIndex(service, here, list, { from, where })).toEqual([]);
    }
  });
});
