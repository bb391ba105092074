import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ConsumersMergedMessage,
  DocumentIssuedMessage,
  DocumentRefusedByLedgerMessage,
  EntryPostedMessage,
  PartiesImportedMessage,
  PartyChangedMessage,
} from '@navette/contracts';
import { Party } from '@navette/contracts/parties/v1/service';
import { derivedId, ManualClock } from '@navette/kernel';
import { schemaProblems } from '@navette/platform/database';
import type { CallContext } from '@navette/platform/rpc';
import { eventually, testScope, testTenant, type TestTenant } from '@navette/testing';
import { arras, Bench, CONSUMER, id, invoice, lens, lille, refusal, RIGHTS } from '../test/accounting.helper.js';
import { TakeDocument } from './take-document.js';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start(new ManualClock('2026-11-23T10:00:00Z'));
});
afterAll(() => bench.stop());

/** A station of its own for each test that counts. */
async function station(code: string): Promise<TestTenant> {
  const tenant = testTenant(`station ${code}`);
  await bench.station(tenant, { code, siren: '000012345', fiscalYearStartMonth: 1 });
  return tenant;
}
const numbers = async (tenant: TestTenant) => (await bench.entries(tenant)).map(({ number, piece }) => [number, piece]);
const withCode = (ventilationCode: string) => ({
  lines: invoice().lines.map((line) => ({ ...line, ventilationCode })),
});
const digest = async (tenant: TestTenant) => {
  const { rows } = await bench.service.admin.query(
    `select e.id, e.journal, e.number, e.entry_date, e.piece, e.label, l.account, l.auxiliary, l.debit, l.credit
     from entry e join entry_line l on l.station_id = e.station_id and l.entry_id = e.id
     where e.station_id = $1 order by e.journal, e.number, l.position`,
    [tenant.stationId],
  );
  return rows;
};

describe('AC-2 a document gives one entry', () => {
  it('balanced, numbered, in the sales journal of its station, and tells so', async () => {
    const tenant = await station('ONE');
    await bench.party(tenant, { id: CONSUMER, firstName: 'Zoé', name: 'Lefèvre' });
    const document = await bench.issued({}, { tenant });
    const auxiliary = `C${CONSUMER.slice(-12).toUpperCase()}`;
    expect(await bench.entries(tenant)).toEqual([
      {
        id: derivedId('accounting-entry', document.documentId),
        journal: 'VEONE',
        number: '1',
        entryDate: '2026-11-22',
        documentId: document.documentId,
        piece: document.number,
        lines: [
          { account: '411000', accountLabel: 'Clients', auxiliary, auxiliaryLabel: 'Zoé Lefèvre', label: `Ventes ONE ${document.number}`, debit: '14.69', credit: '0.00' },
          { account: '445711', accountLabel: 'TVA collectée 20 %', auxiliary: '', auxiliaryLabel: '', label: `Ventes ONE ${document.number}`, debit: '0.00', credit: '2.45' },
          { account: '707000', accountLabel: 'Ventes de pièces', auxiliary: '', auxiliaryLabel: '', label: `Ventes ONE ${document.number}`, debit: '0.00', credit: '12.24' },
        ],
      },
    ]); // prettier-ignore
    expect(await bench.heard(EntryPostedMessage)).toContainEqual({
      entryId: derivedId('accounting-entry', document.documentId),
      journal: 'VEONE',
      documentId: document.documentId,
    });
  });

  it('PA-15 in the name of an imported customer, or of who he was said to be since', async () => {
    const tenant = await station('IMP');
    const since = id();
    await bench.party(tenant, { id: since, name: 'Durand' }, 2);
    const parties = [CONSUMER, since].map((one) => Party.fromPartial({ id: one, firstName: 'Zoé', name: 'Masse' }));
    await bench.tell('parties-imported', PartiesImportedMessage, { importId: id(), parties }, { tenant });
    await bench.issued({}, { tenant });
    await bench.issued({ customerPartyId: since }, { tenant });
    const named = (await bench.entries(tenant)).map(({ lines }) => lines.map((line) => line.auxiliaryLabel)[0]);
    expect(named.sort()).toEqual(['Durand', 'Zoé Masse']);
  });

  it('once, whether the message or the document comes again', async () => {
    const tenant = await station('TWO');
    const messageId = id();
    const document = await bench.issued({}, { tenant, messageId });
    await bench.tell('document-issued', DocumentIssuedMessage, document, { tenant, messageId });
    await bench.tell('document-issued', DocumentIssuedMessage, document, { tenant });
    expect(await numbers(tenant)).toEqual([['1', document.number]]);
  });

  it.each(['billable_delivery_note', 'pro_forma'])('none for a %s, and it does not wait', async (kind) => {
    const document = await bench.issued({ kind, ...withCode('NEVER') });
    const { rows } = await bench.service.admin.query('select state from ledger_document where document_id = $1', [
      document.documentId,
    ]);
    expect(rows).toEqual([{ state: 'ignored' }]);
  });

  it('the same when its documents are told anew from the first', async () => {
    const tenant = await station('ANEW');
    const documents = [];
    for (let i = 1; i <= 5; i++) documents.push(await bench.issued({ number: `ANEW-FA-2026-00000${i}` }, { tenant }));
    const before = await digest(tenant);
    await bench.service.admin.query(
      `set session_replication_role = replica;
       delete from entry_line where station_id = '${tenant.stationId}'; delete from entry where station_id = '${tenant.stationId}';
       delete from journal_counter where station_id = '${tenant.stationId}';
       delete from ledger_document where station_id = '${tenant.stationId}';
       set session_replication_role = default`,
    );
    for (const document of documents) await bench.tell('document-issued', DocumentIssuedMessage, document, { tenant });
    expect(await digest(tenant)).toEqual(before);
    expect(before).toHaveLength(15);
  });
});

describe('AC-2 what does not balance is refused', () => {
  it('by the use case, with an alert, and it holds up nothing', async () => {
    const tenant = await station('OFF');
    const document = await bench.issued({ total: '14.70' }, { tenant });
    const next = await bench.issued({ number: 'OFF-FA-2026-000002' }, { tenant });
    expect(await bench.waiting(tenant)).toEqual([
      {
        documentId: document.documentId,
        number: document.number,
        reason: 'accounting.document.unbalanced',
        params: { debit: '14.70', credit: '14.69' },
      },
    ]);
    expect(await bench.heard(DocumentRefusedByLedgerMessage)).toContainEqual({
      documentId: document.documentId,
      reason: 'accounting.document.unbalanced',
    });
    expect(await numbers(tenant)).toEqual([['1', next.number]]);
    // Operators see it as long as it is there.
    const metrics = await (await fetch(`${bench.service.httpUrl}/metrics`)).text();
    expect(metrics).toMatch(/navette_ledger_documents\{.*state="refused".*\} [1-9]/);
  });

  it('by the database at commit: unequal sides, one line, no line, both sides, neither', async () => {
    const tenant = await station('DB');
    const { documentId } = await bench.issued({ kind: 'pro_forma' }, { tenant });
    const { stationId } = tenant;
    const insert = (lines: readonly string[]) => {
      const entry = id();
      const values = lines.map((line, i) => `('${stationId}', '${entry}', ${i}, '411000', '', ${line})`);
      return bench.service.admin.query(
        `insert into entry values ('${stationId}', '${entry}', '${documentId}', 'VEDB', 2026, 1, '2026-11-22', '2026-11-22', 'P', 'L', '${CONSUMER}');
         ${values.length === 0 ? '' : `insert into entry_line values ${values.join(', ')}`}`,
      );
    };
    await expect(insert(['10, 0', '0, 9.99'])).rejects.toThrow('does not balance');
    await expect(insert(['10, 0'])).rejects.toThrow('does not balance');
    await expect(insert([])).rejects.toThrow('does not balance');
    await expect(insert(['10, 10', '0, 0'])).rejects.toThrow('check');
    await expect(insert(['-10, 0', '0, -10'])).rejects.toThrow('check');
    await insert(['10, 0', '0, 10']);
    const late = bench.service.admin.query(
      `insert into entry_line select station_id, id, 9, '411000', '', 1, 0 from entry where document_id = $1`,
      [documentId],
    );
    await expect(late).rejects.toThrow('does not balance');
  });

  it.each(['entry', 'entry_line'])('and the app role never changes or deletes a posted one: %s', async (table) => {
    await bench.issued({});
    for (const sql of [`update ${table} set station_id = station_id`, `delete from ${table}`, `truncate ${table}`]) {
      await expect(bench.service.db.tenantTx(testScope(lille), (tx) => tx.run(sql))).rejects.toThrow(
        'permission denied',
      );
    }
  });
});

describe('AC-4 a missing account', () => {
  it('makes the document wait, named, and those behind it; setting it posts all in their order', async () => {
    const tenant = await station('GAP');
    const [one, two, three] = [
      await bench.issued({ number: 'GAP-FA-2026-000001', ...withCode('GARDE') }, { tenant }),
      await bench.issued({ number: 'GAP-FA-2026-000002' }, { tenant }),
      await bench.issued({ number: 'GAP-FA-2026-000003', ...withCode('LOCATION') }, { tenant }),
    ];
    await bench.issued({ number: 'GAP-FA-2026-000004' }, { tenant });
    expect(await bench.entries(tenant)).toEqual([]);
    const waiting = await bench.waiting(tenant);
    expect(waiting.map(({ documentId }) => documentId).slice(0, 3)).toEqual(
      [one, two, three].map(({ documentId }) => documentId),
    );
    expect(waiting.map(({ reason, params }) => [reason.split('.').at(-1), params])).toEqual([
      ['account-missing', { missing: 'revenue GARDE domestic' }],
      ['waits-behind', { number: one?.number }],
      ['account-missing', { missing: 'revenue LOCATION domestic' }],
      ['waits-behind', { number: one?.number }],
    ]);
    const refusals = (await bench.heard(DocumentRefusedByLedgerMessage)).map(({ documentId }) => documentId);
    expect(refusals).toEqual(expect.arrayContaining([one?.documentId, three?.documentId]));
    expect(refusals).not.toContain(two?.documentId);

    const add = (ventilationCode: string) =>
      bench.changeChart(tenant, (chart) => ({
        ...chart,
        revenueAccounts: [
          ...chart.revenueAccounts,
          { ventilationCode, vatRegime: 'domestic', account: '708300', label: 'Locations diverses' },
        ],
      }));
    await add('GARDE');
    await eventually(async () => ((await bench.entries(tenant)).length === 2 ? true : undefined));
    expect((await bench.waiting(tenant)).map(({ reason, params }) => [reason.split('.').at(-1), params])).toEqual([
      ['account-missing', { missing: 'revenue LOCATION domestic' }],
      ['waits-behind', { number: three?.number }],
    ]);
    await add('LOCATION');
    await eventually(async () => ((await bench.entries(tenant)).length === 4 ? true : undefined));
    expect(await numbers(tenant)).toEqual([1, 2, 3, 4].map((n) => [String(n), `GAP-FA-2026-00000${n}`]));
    expect(await bench.waiting(tenant)).toEqual([]);
  });

  it('includes the whole chart: a document that overtakes its station waits for it', async () => {
    const tenant = testTenant('station not heard of');
    const document = await bench.issued({}, { tenant });
    expect(await bench.waiting(tenant)).toMatchObject([{ reason: 'accounting.station.not-known-yet' }]);
    await expect(bench.client.getChart({}, await bench.as(tenant))).rejects.toEqual(
      refusal('accounting.station.not-known-yet'),
    );
    await bench.station(tenant, { code: 'LATE', siren: '000012345' });
    await eventually(async () => ((await bench.entries(tenant)).length === 1 ? true : undefined));
    expect(await numbers(tenant)).toEqual([['1', document.number]]);
  });

  it('pages through what waits', async () => {
    const tenant = await station('PAGE');
    for (let i = 1; i <= 3; i++)
      await bench.issued({ number: `PAGE-FA-2026-00000${i}`, ...withCode('GARDE') }, { tenant });
    const call = await bench.as(tenant);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await bench.client.listWaitingDocuments({ page: { limit: 2, cursor } }, call);
      seen.push(...page.documents.map(({ number }) => number));
      cursor = page.nextCursor;
    } while (cursor !== '');
    expect(seen).toEqual([1, 2, 3].map((n) => `PAGE-FA-2026-00000${n}`));
  });
});

describe('AC-6 numbers of a journal', () => {
  it('have no gap under eight posters at once, of whom many fail after numbering', async () => {
    const tenant = await station('BUSY');
    const take = bench.service.running.get(TakeDocument);
    let posted = 0;
    const poster = async (seed: number) => {
      for (let i = 0; i < 15; i++) {
        const fails = (seed * 7 + i * 5) % 4 === 0;
        const work = bench.service.db.tenantTx(testScope(tenant), async (tx) => {
          await take.execute(tx, invoice({ number: `BUSY-FA-2026-${seed}-${i}` }));
          if (fails) throw new Error('power cut');
        });
        if (fails) await expect(work).rejects.toThrow('power cut');
        else {
          await work;
          posted += 1;
        }
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, seed) => poster(seed)));
    const given = (await bench.entries(tenant)).map(({ number }) => Number(number));
    expect(given).toEqual(Array.from({ length: posted }, (_, i) => i + 1));
  });

  it('go on after a change of the journal’s code, each code by itself', async () => {
    const tenant = await station('CODE');
    await bench.issued({}, { tenant });
    const journals = [{ kind: 'sales', code: 'XXCODE', label: 'Autres ventes', bankAccount: '', bankAccountLabel: '' }];
    await bench.changeChart(tenant, (chart) => ({ ...chart, journals }));
    await bench.issued({}, { tenant });
    expect((await bench.entries(tenant)).map(({ journal, number }) => [journal, number])).toEqual([
      ['VECODE', '1'],
      ['XXCODE', '1'],
    ]);
    await expect(
      bench.changeChart(tenant, (chart) => ({
        ...chart,
        journals: [{ kind: 'payments', code: 'VECODE', label: 'x', bankAccount: '', bankAccountLabel: '' }],
      })),
    ).rejects.toEqual(refusal('accounting.chart.journal-of-other-kind'));
  });
});

describe('AC-1 the whole chart', () => {
  it('AC-2 has a journal for the treasury of each bank, and one that gave way stays with its entries', async () => {
    const tenant = await station('BNK');
    const bank = (code: string, bankAccount: string) => ({
      kind: 'payments',
      code,
      label: `Trésorerie ${code}`,
      bankAccount,
      bankAccountLabel: `Banque ${bankAccount}`,
    });
    const banks = [bank('B1BNK', '512100'), bank('B2BNK', '512200')];
    const set = await bench.changeChart(tenant, (chart) => ({ ...chart, journals: [...chart.journals, ...banks] }));
    expect(set.journals.filter(({ bankAccount }) => bankAccount !== '')).toEqual(banks);
    const less = await bench.changeChart(tenant, (chart) => ({
      ...chart,
      journals: chart.journals.filter(({ code }) => code !== 'B1BNK'),
    }));
    expect(less.journals.map(({ code }) => code)).not.toContain('B1BNK');
    const { rows } = await bench.service.admin.query(`select current from journal where code = 'B1BNK'`);
    expect(rows).toEqual([{ current: false }]);
  });

  it('is kept as it was set, and the accounts of customers follow it', async () => {
    const tenant = await station('SET');
    const set = await bench.changeChart(tenant, (chart) => ({
      ...chart,
      auxiliaryPrefix: '9C',
      auxiliarySuffix: 'Z',
      auxiliaryLength: 20,
      accountLength: 0,
      paymentAccounts: [{ method: 'wallet', account: '517000', label: 'Portefeuille' }],
      otherAccounts: chart.otherAccounts.filter(({ use }) => use !== 'bank'),
    }));
    expect(set).toMatchObject({ auxiliaryLength: 20, accountLength: 0, paymentAccounts: [{ method: 'wallet' }] });
    expect(set.otherAccounts.map(({ use }) => use)).not.toContain('bank');
    expect(await bench.client.getChart({}, await bench.as(tenant))).toEqual(set);
    await bench.issued({}, { tenant });
    const { entries } = await bench.client.listEntries({ page: undefined, journal: '' }, await bench.as(tenant));
    expect(entries[0]?.lines[0]?.auxiliary).toMatch(/^9C[0-9A-F]{17}Z$/);
  });
});

describe('ID-10 a station sees nothing of another', () => {
  it('neither entries, nor what waits, nor the chart', async () => {
    await bench.issued({}, { tenant: lille });
    await bench.issued({ ...withCode('GARDE') }, { tenant: lens });
    const { entries } = await bench.client.listEntries({ page: undefined, journal: 'VELIL' }, await bench.as(arras));
    expect(entries).toEqual([]);
    expect(await bench.waiting(arras)).toEqual([]);
    await bench.changeChart(arras, (chart) => ({ ...chart, auxiliaryPrefix: 'X' }));
    expect(await bench.client.getChart({}, await bench.as(lille))).toMatchObject({ auxiliaryPrefix: 'C' });
  });

  it('keeps stations apart in every table, key and index', async () => {
    expect(await schemaProblems(bench.service.admin)).toEqual([]);
  });
});

describe('ID-4 rights', () => {
  it('refuses each operation without its own', async () => {
    const without = (right: string) =>
      bench.as(
        lille,
        RIGHTS.filter((each) => each !== right),
      );
    const { client } = bench;
    const page = undefined;
    const calls: [right: string, call: (caller: CallContext) => Promise<unknown>][] = [
      ['accounting:entry.read', (caller) => client.listEntries({ page, journal: '' }, caller)],
      ['accounting:waiting-document.read', (caller) => client.listWaitingDocuments({ page }, caller)],
      ['accounting:chart.read', (caller) => client.getChart({}, caller)],
      ['accounting:chart.update', (caller) => client.setChart({ chart: undefined }, caller)],
      ['accounting:fec.export', (caller) => client.exportFecPage({ year: 2026, cursor: '' }, caller)],
    ];
    for (const [right, call] of calls) {
      await expect(call(await without(right))).rejects.toEqual(refusal('platform.request.forbidden'));
    }
  });

  it('refuses an empty chart, naming its fields', async () => {
    await expect(bench.client.setChart({ chart: undefined }, await bench.as())).rejects.toEqual(
      refusal('accounting.chart.invalid'),
    );
  });
});

describe('PA-1 the name of a customer', () => {
  it('is that of its newest version, whatever order its news come in', async () => {
    const tenant = await station('NAM');
    const partyId = id();
    const changed = { party: Party.fromPartial({ id: partyId, name: 'Dupont' }) };
    await bench.tell('party-changed', PartyChangedMessage, changed, { tenant, version: 2 });
    await bench.party(tenant, { id: partyId, name: 'Durand' });
    const { rows } = await bench.service.admin.query('select display_name from party_ref where id = $1', [partyId]);
    expect(rows).toEqual([{ display_name: 'Dupont' }]);
  });
});

describe('PA-5 PA-8 what a customer owes by the ledger', () => {
  const owed = async (tenant: TestTenant, partyId: string) =>
    (await bench.client.getCustomerBalance({ partyId }, await bench.as(tenant))).balance;

  it('takes in what those merged into it owed, whose entries stay as they were posted', async () => {
    const tenant = await station('OWE');
    const [gone, kept] = [id(), id()];
    await bench.issued({ customerPartyId: gone, number: 'OWE-FA-2026-000001' }, { tenant });
    await bench.issued({ customerPartyId: kept, number: 'OWE-FA-2026-000002' }, { tenant });
    expect([await owed(tenant, gone), await owed(tenant, kept)]).toEqual(['14.69', '14.69']);
    const before = await digest(tenant);
    const merge = { mergedPartyId: gone, survivorPartyId: kept };
    for (let twice = 0; twice < 2; twice++)
      await bench.tell('consumers-merged', ConsumersMergedMessage, merge, { tenant });
    expect(await owed(tenant, kept)).toBe('29.38');
    expect(await digest(tenant)).toEqual(before);
    expect(await owed(lille, kept)).toBe('0.00');
    expect(await owed(tenant, 'nobody')).toBe('0.00');
  });
});
