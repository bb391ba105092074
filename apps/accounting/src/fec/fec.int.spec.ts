import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ManualClock } from '@navette/kernel';
import { testScope } from '@navette/testing';
import { encodeCursor } from '@navette/platform/database';
import { TakeDocument } from '../entries/take-document.js';
import { fiscalYear } from '../stations/fiscal-year.js';
import { arras, Bench, CONSUMER, invoice, lens, lille, refusal, SIREN } from '../test/accounting.helper.js';
import { checkFec } from './fec-check.js';

let bench: Bench;
const clock = new ManualClock('2026-11-22T10:00:00Z');
const pieces = new Set<string>();

async function posted(tenant: typeof lille, issuedOn: string, ...numbers: string[]): Promise<void> {
  for (const number of numbers) pieces.add(number);
  const take = bench.service.running.get(TakeDocument);
  await bench.service.db.tenantTx(testScope(tenant), async (tx) => {
    for (const number of numbers) await take.execute(tx, invoice({ number, issuedOn }));
  });
}

/** Entries like the last one of Lille's sales journal, under the next numbers, past the use case and not past the constraints. */
async function copies(count: number): Promise<void> {
  const journal = `station_id = '${lille.stationId}' and journal = 'VELIL'`;
  await bench.service.admin.query(
    `begin;
     create temp table copy on commit drop as
       select e.id as original, gen_random_uuid() as document, gen_random_uuid() as id, n, e.number + n as number
       from entry e, generate_series(1, ${count}) n
       where ${journal} and number = (select max(number) from entry where ${journal});
     insert into ledger_document select d.station_id, c.document, d.kind, d.number || '-' || c.n, d.issued_on, d.content,
         d.state, d.reason, d.params
       from copy c join entry e on e.id = c.original join ledger_document d on d.document_id = e.document_id;
     insert into entry select e.station_id, c.id, c.document, e.journal, e.fiscal_year, c.number, e.entry_date,
         e.validated_on, e.piece, e.label, e.customer_party_id
       from copy c join entry e on e.id = c.original;
     insert into entry_line select l.station_id, c.id, l.position, l.account, l.auxiliary, l.debit, l.credit
       from copy c join entry_line l on l.entry_id = c.original;
     update journal_counter set last_number = last_number + ${count} where ${journal};
     commit`,
  );
}

beforeAll(async () => {
  bench = await Bench.start(clock);
  for (const tenant of [lille, lens, arras]) {
    await bench.party(tenant, { id: CONSUMER, firstName: 'Zoé', name: 'Le|fèvre\tSARL\r\n' });
  }
});
afterAll(() => bench.stop());

const report = async (tenant: typeof lille, year = 2026, siren = SIREN, startMonth = 1) => {
  const { fileName, text, pages } = await bench.fec(tenant, year);
  const { opensOn, closesOn } = fiscalYear(year, startMonth);
  const hasPiece = (reference: string) => pieces.has(reference);
  return { fileName, text, pages, report: await checkFec([text], { fileName, siren, opensOn, closesOn, hasPiece }) };
};

describe('AC-6 the FEC of a company', () => {
  it('holds all its stations, in the order of validation, and passes the checker', async () => {
    await posted(lille, '2026-11-22', 'LIL-FA-2026-000001');
    await posted(lens, '2026-11-20', 'LEN-FA-2026-000001');
    clock.set('2026-11-23T10:00:00Z');
    await posted(lille, '2026-11-23', 'LIL-FA-2026-000002');
    await posted(arras, '2026-11-22', 'ARR-FA-2026-000001');
    const { fileName, text, report: checked } = await report(lille);
    expect(fileName).toBe('000059626FEC20261231.txt');
    expect(checked).toEqual({ lines: 9, entries: 3, debit: '44.07', credit: '44.07', problems: [] });
    const rows = text
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split('\t'));
    expect(new Set(rows.slice(1).map(([journal, , number]) => `${journal} ${number}`))).toEqual(
      new Set(['VELEN 1', 'VELIL 1', 'VELIL 2']),
    );
    expect(rows[1]?.[7]).toBe('Zoé Le fèvre SARL');
    expect((await report(lens)).text).toBe(text);
  });

  it('gives one label to an account that its stations name differently', async () => {
    await bench.changeChart(lens, (chart) => ({ ...chart, customerAccountLabel: 'Clients Lens' }));
    expect((await report(lille)).report.problems).toEqual([]);
  });

  it('follows the fiscal year of the company', async () => {
    const checked = await report(arras, 2027, '000062596', 7);
    expect(checked.fileName).toBe('000062596FEC20270630.txt');
    expect(checked.report).toMatchObject({ entries: 1, problems: [] });
    expect((await report(arras, 2026, '000062596', 7)).report).toMatchObject({ lines: 0, problems: [] });
  });

  it('comes in pages that are one file, of the ledger as it was at the first', async () => {
    await copies(1_200);
    const call = await bench.as(lille);
    const first = await bench.client.exportFecPage({ year: 2026, cursor: '' }, call);
    await posted(lens, '2026-11-23', 'LEN-FA-2026-000002');
    const rest = await bench.client.exportFecPage({ year: 2026, cursor: first.nextCursor }, call);
    expect(rest.nextCursor).toBe('');
    const text = Buffer.concat([first.content, rest.content]).toString('utf8');
    const { opensOn, closesOn } = fiscalYear(2026, 1);
    expect(await checkFec([text], { fileName: first.fileName, siren: SIREN, opensOn, closesOn })).toMatchObject({
      entries: 1_203,
      problems: [],
    });
    const again = await report(lille);
    expect(again).toMatchObject({ pages: 2, report: { entries: 1_204, problems: [] } });
  });

  it('shows nothing of another company to a cursor that names it', async () => {
    const cursor = encodeCursor([`${arras.stationId}/VEARR/0/9`]);
    const page = await bench.client.exportFecPage({ year: 2027, cursor }, await bench.as(lille));
    expect(page.content).toHaveLength(0);
  });

  it.each([
    ['a year out of range', { year: 1999, cursor: '' }, 'accounting.fec.year-out-of-range'],
    ['a cursor that is none', { year: 2026, cursor: 'x' }, 'accounting.fec.cursor-wrong'],
    ['a cursor of something else', { year: 2026, cursor: encodeCursor(['a/b/c/d']) }, 'accounting.fec.cursor-wrong'],
  ])('refuses %s', async (_what, request, code) => {
    await expect(bench.client.exportFecPage(request, await bench.as(lille))).rejects.toEqual(refusal(code));
  });

  it('dates an entry no earlier than its document, and never before the one above', async () => {
    clock.set('2026-11-21T10:00:00Z');
    await posted(lille, '2026-11-21', 'LIL-FA-2026-200001');
    const { rows } = await bench.service.admin.query(
      `select entry_date::text, validated_on::text from entry where piece = 'LIL-FA-2026-200001'`,
    );
    expect(rows).toEqual([{ entry_date: '2026-11-21', validated_on: '2026-11-23' }]);
    expect((await report(lille)).report.problems).toEqual([]);
  });
});
