import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CheckFileDocumentsMessage, DocumentIssuedMessage, PartyChangedMessage } from '@navette/contracts';
import { ListDocumentsRequest, type BillableFile, type Document } from '@navette/contracts/billing/v1/service';
import type { ItemOutcome } from '@navette/contracts/common/v1/common';
import { BillingTerms } from '@navette/contracts/parties/v1/service';
import { derivedId, ManualClock, parseDocumentNumber } from '@navette/kernel';
import { schemaProblems } from '@navette/platform/database';
import { testScope, testTenant } from '@navette/testing';
import {
  Bench,
  billableFile,
  CONSUMER,
  consumer,
  elsewhere,
  here,
  id,
  MANUFACTURER,
  refusal,
  RIGHTS,
  stationIdentity,
} from '../test/billing.helper.js';
import { IssueFileDocuments } from './issue-file-documents.js';

let bench: Bench;
const clock = new ManualClock('2026-11-22T10:00:00Z');
beforeAll(async () => {
  bench = await Bench.start(clock);
});
afterAll(() => bench.stop());

interface Issued {
  readonly id: string;
  readonly kind: string;
  readonly number: string;
  readonly total: string;
}
const issuedBy = (outcome: ItemOutcome) => JSON.parse(outcome.data['documents'] ?? '[]') as Issued[];
const read = async (documentId: string): Promise<Document> =>
  bench.client.getDocument({ id: documentId }, await bench.as());
const check = async (file: BillableFile, tenant = here): Promise<ItemOutcome> => {
  const command = { request: { sagaId: file.fileId, requestId: id() }, itemKey: 'file', file };
  return (await bench.ask('check-file-documents', CheckFileDocumentsMessage, command, { tenant }))[0] as ItemOutcome;
};

describe('BI-20 issuing the documents of a file', () => {
  it('gives an invoice to the consumer and a delivery note to the manufacturer, in one go', async () => {
    const file = billableFile([CONSUMER, MANUFACTURER]);
    const outcome = await bench.issue(file);
    expect(outcome).toMatchObject({ itemKey: 'file', outcome: 'done' });
    const issued = issuedBy(outcome);
    expect(issued.map(({ kind, total }) => [kind, total]).sort()).toEqual([
      ['billable_delivery_note', '14.69'],
      ['invoice', '14.69'],
    ]);
    const invoice = issued.find(({ kind }) => kind === 'invoice') as Issued;
    expect(parseDocumentNumber(invoice.number)).toMatchObject({ station: 'LIL', kind: 'FA', year: 2026 });
    expect(await read(invoice.id)).toEqual({
      id: invoice.id,
      inProgress: false,
      kind: 'invoice',
      number: invoice.number,
      issuedOn: '2026-11-22',
      customerPartyId: CONSUMER,
      originKind: 'intervention_file',
      originId: file.fileId,
      originNumber: file.fileNumber,
      lines: [
        {
          reference: 'P-1',
          designation: 'Joint',
          quantity: '3.0000',
          unitPrice: '4.0800',
          discount: '0.0000',
          net: '12.24',
          vatRate: '0.2000',
          ventilationCode: 'PIECE',
        },
      ],
      vat: [{ rate: '0.2000', base: '12.24', vat: '2.45' }],
      totalExcludingVat: '12.24',
      totalVat: '2.45',
      total: '14.69',
      customerName: 'Zoé Lefèvre',
      customerAddress: { line1: '3 rue des Acacias', line2: '', postcode: '59000', city: 'Lille', country: 'FR' },
      dueOn: '2026-11-22',
    });
    const events = await bench.heard(DocumentIssuedMessage, ({ originId }) => originId === file.fileId);
    expect(events.map(({ documentId }) => documentId).sort()).toEqual(issued.map((each) => each.id).sort());
    expect(events.find(({ kind }) => kind === 'invoice')).toMatchObject({
      number: invoice.number,
      vatRegime: 'domestic',
      lines: [{ net: '12.24', ventilationCode: 'PIECE' }],
      vat: [{ rate: '0.2000', base: '12.24', vat: '2.45' }],
      total: '14.69',
    });
    // No name or address outside billing.
    expect(JSON.stringify(events)).not.toContain('Lefèvre');
  });

  it('gives the same documents however often and by whatever request it is asked', async () => {
    const file = billableFile([CONSUMER, MANUFACTURER]);
    const requestId = id();
    const once = await bench.issue(file, requestId);
    expect(await bench.issue(file, requestId)).toEqual(once);
    expect(await bench.issue(file)).toEqual(once);
    expect(await bench.heard(DocumentIssuedMessage, ({ originId }) => originId === file.fileId)).toHaveLength(2);
  });

  it('issues once when two requests come at once', async () => {
    const file = billableFile();
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => bench.issue(file)));
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
    expect(issuedBy(outcomes[0] as ItemOutcome)).toHaveLength(1);
  });

  it('issues all documents or none', async () => {
    const stranger = derivedId('test-party', 'stranger');
    const file = billableFile([CONSUMER, stranger]);
    expect(await bench.issue(file)).toEqual({
      itemKey: 'file',
      outcome: 'billing.document.unknown-customer',
      data: { party: stranger },
    });
    expect(await bench.heard(DocumentIssuedMessage, ({ originId }) => originId === file.fileId)).toEqual([]);
  });

  it('stays refused for the request that was refused, and may be asked anew', async () => {
    const late = derivedId('test-party', 'late');
    const file = billableFile([late]);
    const requestId = id();
    expect((await bench.issue(file, requestId)).outcome).toBe('billing.document.unknown-customer');
    await bench.party(here, consumer({ id: late }));
    expect((await bench.issue(file, requestId)).outcome).toBe('billing.document.unknown-customer');
    expect((await bench.issue(file)).outcome).toBe('done');
  });

  it('is refused by the check for the same reasons, and numbered by it never', async () => {
    const stranger = derivedId('test-party', 'stranger');
    const before = await bench.service.admin.query('select * from number_counter');
    expect(await check(billableFile([stranger]))).toEqual({
      itemKey: 'file',
      outcome: 'billing.document.unknown-customer',
      data: { party: stranger },
    });
    expect((await check(billableFile())).outcome).toBe('done');
    expect((await bench.service.admin.query('select * from number_counter')).rows).toEqual(before.rows);
  });

  it('names all mentions that are missing', async () => {
    const tenant = testTenant('unfinished');
    await bench.station(tenant, { ...stationIdentity(), code: 'UNF', siret: '', vatNumber: '' });
    await bench.party(tenant, consumer());
    expect(await check(billableFile(), tenant)).toEqual({
      itemKey: 'file',
      outcome: 'billing.document.mentions-missing',
      data: { mentions: 'siret, vat-number' },
    });
    await bench.station(tenant, { ...stationIdentity(), code: 'UNF' }, 2);
    expect((await check(billableFile(), tenant)).outcome).toBe('done');
  });

  it('follows the newest terms of the party, whatever order they come in', async () => {
    const fickle = derivedId('test-party', 'fickle');
    await bench.terms(here, fickle, { billingType: 'billable_delivery_note' }, 3);
    await bench.party(here, consumer({ id: fickle }), { billingType: 'pro_forma' });
    const [document] = issuedBy(await bench.issue(billableFile([fickle])));
    expect(document?.kind).toBe('billable_delivery_note');
  });

  it('keeps what was printed when the party changes', async () => {
    const renamed = derivedId('test-party', 'renamed');
    await bench.party(here, consumer({ id: renamed }), { paymentDays: 30, endOfMonth: true });
    const [document] = issuedBy(await bench.issue(billableFile([renamed])));
    const party = consumer({ id: renamed, name: 'Autre' });
    const terms = BillingTerms.fromPartial({ billingType: 'none', vatRegime: 'domestic' });
    const changed = { party: { ...party, billingTerms: terms } };
    await bench.tell('party-changed', PartyChangedMessage, changed, { tenant: here, version: 3 });
    expect(await read(document?.id ?? '')).toMatchObject({ customerName: 'Zoé Lefèvre', dueOn: '2026-12-31' });
    const [next] = issuedBy(await bench.issue(billableFile([renamed])));
    expect(await read(next?.id ?? '')).toMatchObject({ customerName: 'Zoé Autre' });
  });
});

describe('BI-20 numbers', () => {
  it('have no gap under eight issuers at once, of whom many fail after numbering', async () => {
    const tenant = testTenant('busy');
    await bench.station(tenant, { ...stationIdentity(), code: 'BUSY' });
    await bench.party(tenant, consumer());
    await bench.party(tenant, consumer({ id: MANUFACTURER }), { billingType: 'billable_delivery_note' });
    const issue = bench.service.running.get(IssueFileDocuments);
    let issued = 0;
    const issuer = async (seed: number) => {
      for (let i = 0; i < 25; i++) {
        const file = billableFile((seed + i) % 3 === 0 ? [CONSUMER, MANUFACTURER] : [CONSUMER]);
        const request = { sagaId: file.fileId, requestId: id() };
        const fails = (seed * 7 + i * 5) % 4 === 0;
        const work = bench.service.db.tenantTx(testScope(tenant), async (tx) => {
          await issue.execute(tx, { request, itemKey: 'file', file });
          if (fails) throw new Error('power cut');
        });
        if (fails) await expect(work).rejects.toThrow('power cut');
        else {
          await work;
          issued += 1;
        }
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, seed) => issuer(seed)));
    for (const series of ['FA', 'BL']) {
      const { rows } = await bench.service.admin.query<{ sequence: number }>(
        'select sequence from document where station_id = $1 and series = $2 order by sequence',
        [tenant.stationId, series],
      );
      expect(rows.map(({ sequence }) => sequence)).toEqual(Array.from({ length: rows.length }, (_, i) => i + 1));
      if (series === 'FA') expect(rows).toHaveLength(issued);
    }
  });

  it('begin anew with the calendar year of the station, not of UTC', async () => {
    const tenant = testTenant('midnight');
    await bench.station(tenant, { ...stationIdentity(), code: 'MID' });
    await bench.party(tenant, consumer());
    const number = async () => issuedBy(await bench.issue(billableFile(), id(), tenant))[0]?.number;
    clock.set('2026-12-31T22:59:59Z');
    expect(await number()).toBe('MID-FA-2026-000001');
    clock.set('2026-12-31T23:00:00Z');
    expect(await number()).toBe('MID-FA-2027-000001');
    clock.set('2026-11-22T10:00:00Z');
  });

  it('are not given with a date before the last one of their series', async () => {
    const tenant = testTenant('backwards');
    await bench.station(tenant, { ...stationIdentity(), code: 'BACK' });
    await bench.party(tenant, consumer());
    await bench.issue(billableFile(), id(), tenant);
    clock.set('2026-11-21T10:00:00Z');
    const issue = bench.service.running.get(IssueFileDocuments);
    const file = billableFile();
    await expect(
      bench.service.db.tenantTx(testScope(tenant), (tx) =>
        issue.execute(tx, { request: { sagaId: file.fileId, requestId: id() }, itemKey: 'file', file }),
      ),
    ).rejects.toThrow('a number of FA was given after 2026-11-21');
    clock.set('2026-11-22T10:00:00Z');
  });
});

describe('BI-21 an issued document', () => {
  it.each(['document', 'document_line', 'document_vat', 'file_billing', 'saga_answer'])(
    'is never changed or deleted by the app role: %s',
    async (table) => {
      await bench.issue(billableFile());
      for (const sql of [`update ${table} set station_id = station_id`, `delete from ${table}`, `truncate ${table}`]) {
        const attempt = bench.service.db.tenantTx(testScope(here), (tx) => tx.run(sql));
        await expect(attempt).rejects.toThrow('permission denied');
      }
    },
  );

  it('adds up, or the database refuses it', async () => {
    const [document] = issuedBy(await bench.issue(billableFile()));
    const copy = (total: string) =>
      bench.service.admin.query(
        `insert into document select station_id, $2, kind, series, year, sequence + 100000, number || 'X', issued_on, issued_at,
           due_on, customer_party_id, customer_name, customer_address, customer_siret, customer_vat_number,
           customer_ledger_account, vat_regime, seller, origin_kind, origin_id, origin_number, ${total}
         from document where id = $1`,
        [document?.id, id()],
      );
    await expect(copy('total_excluding_vat, total_vat, total + 0.01')).rejects.toThrow('check');
    await expect(copy('total_excluding_vat, total_vat, total')).rejects.toThrow('do not add up');
    await expect(
      bench.service.admin.query(`insert into document_vat values ($1, $2, 9, 0.2, 12.24, 2.46)`, [
        here.stationId,
        document?.id,
      ]),
    ).rejects.toThrow('check');
  });
});

describe('BI-20 lists', () => {
  it('find the documents of a file, page by page', async () => {
    const file = billableFile([CONSUMER, MANUFACTURER]);
    await bench.issue(file);
    const call = await bench.as();
    const ofFile = { field: 'originId', operator: 'eq', values: [file.fileId] };
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await bench.client.listDocuments(
        ListDocumentsRequest.fromPartial({ query: { filters: [ofFile], limit: 1, cursor } }),
        call,
      );
      seen.push(...page.documents.map(({ kind }) => kind));
      cursor = page.nextCursor;
    } while (cursor !== '');
    expect(seen.sort()).toEqual(['billable_delivery_note', 'invoice']);
    const { documents } = await bench.client.listDocuments(
      ListDocumentsRequest.fromPartial({
        query: { filters: [ofFile, { field: 'kind', operator: 'eq', values: ['invoice'] }] },
      }),
      call,
    );
    expect(documents.map(({ kind }) => kind)).toEqual(['invoice']);
  });
});

describe('ST-2 the revenue of an item', () => {
  it('is what invoices say of it, month by month, and notes do not', async () => {
    const revenue = async (reference: string, tenant = here) =>
      (await bench.client.getItemRevenue({ reference }, await bench.as(tenant))).months;
    expect(await revenue('REVENUE-1')).toEqual([]);
    const file = billableFile([CONSUMER, MANUFACTURER]);
    const [payer] = file.payers;
    const line = { ...payer?.lines[0], reference: 'REVENUE-1', quantity: '2.0000', unitPrice: '10.0050' };
    const lines = [line, { ...line, lineId: id(), discount: '0.1' }] as (typeof file.payers)[number]['lines'];
    await bench.issue({ ...file, payers: file.payers.map((one) => ({ ...one, lines })) });
    // 20.01 and 18.009, each rounded as on its line.
    expect(await revenue('REVENUE-1')).toEqual([{ month: '2026-11', repairs: '38.02', customerOrders: '0.00' }]);
    expect(await revenue('REVENUE-1', elsewhere)).toEqual([]);
    clock.set('2026-12-03T10:00:00Z');
    await bench.issue({ ...billableFile(), payers: [{ partyId: CONSUMER, lines: [line] as typeof lines }] });
    expect((await revenue('REVENUE-1')).map(({ month, repairs }) => [month, repairs])).toEqual([
      ['2026-12', '20.01'],
      ['2026-11', '38.02'],
    ]);
    const rights = RIGHTS.filter((right) => right !== 'billing:document.read');
    const refused = bench.client.getItemRevenue({ reference: 'P-1' }, await bench.as(here, rights));
    await expect(refused).rejects.toEqual(refusal('platform.request.forbidden'));
  });
});

describe('ID-10 a station sees nothing of another', () => {
  it('answers a foreign document exactly as one that does not exist', async () => {
    const [document] = issuedBy(await bench.issue(billableFile()));
    const call = await bench.as(elsewhere);
    const answers = await Promise.all(
      [document?.id ?? '', id(), 'no id'].map((each) =>
        bench.client.getDocument({ id: each }, call).catch((error: unknown) => error),
      ),
    );
    expect(answers[0]).toEqual(refusal('billing.document.not-found'));
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect((await bench.client.listDocuments(ListDocumentsRequest.fromPartial({}), call)).documents).toEqual([]);
  });

  it('keeps stations apart in every table, key and index', async () => {
    expect(await schemaProblems(bench.service.admin)).toEqual([]);
  });
});

describe('ID-4 rights', () => {
  it('refuses reading without the right', async () => {
    const call = await bench.as(
      here,
      RIGHTS.filter((right) => right !== 'billing:document.read'),
    );
    const forbidden = refusal('platform.request.forbidden');
    await expect(bench.client.getDocument({ id: id() }, call)).rejects.toEqual(forbidden);
    await expect(bench.client.listDocuments(ListDocumentsRequest.fromPartial({}), call)).rejects.toEqual(forbidden);
  });
});
