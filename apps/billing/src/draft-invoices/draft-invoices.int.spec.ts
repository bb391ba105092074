import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DocumentIssuedMessage, DraftInvoiceChangedMessage } from '@navette/contracts';
import {
  ListDraftInvoicesRequest,
  type BillableFile,
  type DraftInvoice,
  type EditDraftInvoiceRequest,
} from '@navette/contracts/billing/v1/service';
import { derivedId, ManualClock } from '@navette/kernel';
import { sortsWithoutIndex, testScope, testTenant, type TestTenant } from '@navette/testing';
import { customerOrderList } from '../customer-orders/customer-order.list.js';
import { documentList } from '../documents/document.list.js';
import {
  Bench,
  billableFile,
  CONSUMER,
  consumer,
  elsewhere,
  here,
  id,
  refusal,
  RIGHTS,
  stationIdentity,
} from '../test/billing.helper.js';
import { draftInvoiceList } from './draft-invoice.list.js';

const NOW_PAYER = derivedId('test-party', 'pays-now');

let bench: Bench;
const clock = new ManualClock('2026-11-22T10:00:00Z');
beforeAll(async () => {
  bench = await Bench.start(clock);
  await bench.party(here, consumer({ id: NOW_PAYER }), { billingType: 'invoice_now', paymentDays: 30 });
});
afterAll(() => bench.stop());

type Given = { id: string; kind: string; number: string; total: string };
const billed = async (file: BillableFile, tenant = here, request = id()) =>
  JSON.parse((await bench.issue(file, request, tenant)).data['documents'] ?? '[]') as Given[];
const get = async (draftId: string, tenant = here) =>
  bench.client.getDraftInvoice({ id: draftId }, await bench.as(tenant));
/** A draft of a file. */
async function drafted(tenant: TestTenant = here, payers = [NOW_PAYER]): Promise<DraftInvoice> {
  const given = await billed(billableFile(payers), tenant);
  return get(given.find(({ kind }) => kind === 'draft_invoice')?.id ?? '', tenant);
}
const edit = async (
  { id: draftId, version, datedOn, lines }: DraftInvoice,
  changes: Partial<EditDraftInvoiceRequest> = {},
  tenant = here,
) => bench.client.editDraftInvoice({ id: draftId, version, datedOn, lines, ...changes }, await bench.as(tenant));
const accept = async (draftId: string, key?: string, tenant = here) =>
  bench.client.acceptDraftInvoice({ id: draftId }, await bench.as(tenant, RIGHTS, key));
const counters = async () =>
  (await bench.service.admin.query('select * from number_counter order by station_id, series, year')).rows;
const issuedFor = (originId: string) => bench.heard(DocumentIssuedMessage, (event) => event.originId === originId);

/** How often those who look at a draft were told of it (WE-3). */
const told = async ({ id: draft }: DraftInvoice) =>
  (await bench.heard(DraftInvoiceChangedMessage, ({ draftId }) => draftId === draft)).length;

describe('PA-2 a party billed by `invoice_now` gets a draft', () => {
  it('without number, beside the documents of the other payers, and tells nobody of an invoice', async () => {
    const before = await counters();
    const file = billableFile([NOW_PAYER]);
    const given = await billed(file);
    expect(given).toEqual([{ id: expect.any(String), kind: 'draft_invoice', number: '', total: '14.69' }]);
    expect(await counters()).toEqual(before);
    expect(await issuedFor(file.fileId)).toEqual([]);
    expect(await get(given[0]?.id ?? '')).toMatchObject({
      version: '1',
      state: 'draft',
      customerPartyId: NOW_PAYER,
      originKind: 'intervention_file',
      originId: file.fileId,
      originNumber: file.fileNumber,
      datedOn: '',
      lines: [{ reference: 'P-1', quantity: '3.0000', unitPrice: '4.0800', vatCategory: 'standard', net: '12.24' }],
      vat: [{ rate: '0.2000', base: '12.24', vat: '2.45' }],
      totalExcludingVat: '12.24',
      totalVat: '2.45',
      total: '14.69',
      documentId: '',
    });
    const both = billableFile([CONSUMER, NOW_PAYER]);
    expect((await billed(both)).map(({ kind }) => kind).sort()).toEqual(['draft_invoice', 'invoice']);
    expect(await issuedFor(both.fileId)).toHaveLength(1);
  });

  it('once, however often and by whatever request billing is asked, also at the same time', async () => {
    const file = billableFile([NOW_PAYER]);
    const answers = await Promise.all([1, 2, 3].map(() => billed(file)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const { drafts } = await bench.client.listDraftInvoices(
      ListDraftInvoicesRequest.fromPartial({
        query: { filters: [{ field: 'originId', operator: 'eq', values: [file.fileId] }] },
      }),
      await bench.as(),
    );
    expect(drafts).toHaveLength(1);
    const invoice = await accept(drafts[0]?.id ?? '');
    // Asked after its acceptance, the file was billed by the invoice.
    expect(await billed(file)).toEqual([
      { id: invoice.id, kind: 'invoice', number: invoice.number, total: invoice.total },
    ]);
  });
});

describe('BI-20 a draft invoice', () => {
  it('is edited: lines, amounts and date; a line that was there keeps its origin', async () => {
    const draft = await drafted();
    const [line] = draft.lines;
    const labour = {
      id: '',
      reference: '',
      designation: 'Main-d’œuvre',
      quantity: '1.5',
      unitPrice: '40',
      discount: '0.1',
      vatCategory: 'intermediate',
      ventilationCode: 'MO',
      net: 'is not read',
    };
    const changed = await edit(draft, { datedOn: '2026-11-22', lines: [labour, { ...line!, quantity: '2' }] });
    expect(changed).toMatchObject({
      version: '2',
      datedOn: '2026-11-22',
      lines: [
        { designation: 'Main-d’œuvre', net: '54.00' },
        { id: line?.id, quantity: '2.0000', net: '8.16' },
      ],
      vat: [
        { rate: '0.2000', base: '8.16', vat: '1.63' },
        { rate: '0.1000', base: '54.00', vat: '5.40' },
      ],
      total: '69.19',
    });
    const invoice = await accept(draft.id);
    expect(invoice).toMatchObject({ kind: 'invoice', issuedOn: '2026-11-22', dueOn: '2026-12-22', total: '69.19' });
    const { rows } = await bench.service.admin.query(
      'select origin_line_id is null as added from document_line where document_id = $1 order by position',
      [invoice.id],
    );
    expect(rows).toEqual([{ added: true }, { added: false }]);
  });

  it('WE-3 is told to whoever looks at it when it is there, edited and accepted, and not when nothing changes', async () => {
    const draft = await drafted();
    expect(await told(draft)).toBe(1);
    await expect(edit(draft, { lines: [] })).rejects.toBeDefined();
    expect(await told(draft)).toBe(1);
    await edit(draft, { datedOn: '2026-11-22' });
    expect(await told(draft)).toBe(2);
    for (let i = 0; i < 2; i++) await accept(draft.id);
    expect(await told(draft)).toBe(3);
  });

  it('names every field that is not accepted', async () => {
    const draft = await drafted();
    const [line] = draft.lines;
    const wrong = {
      ...line!,
      id: id(),
      designation: ' ',
      quantity: '0',
      unitPrice: '-1',
      discount: '1.01',
      vatCategory: 'luxury',
      ventilationCode: '',
    };
    const error = await edit(draft, { datedOn: '2026-11-23', lines: [line!, { ...line!, quantity: 'x' }, wrong] }).then(
      () => undefined,
      (refused: { code: string; fields: { pointer: string; code: string }[] }) => refused,
    );
    expect(error?.code).toBe('billing.draft-invoice.invalid');
    expect(error?.fields.map(({ pointer, code }) => [pointer, code.replace('billing.draft-invoice.', '')])).toEqual([
      ['/lines/1/quantity', 'kernel.decimal.malformed'],
      ['/lines/1/id', 'line-unknown'],
      ['/lines/2/designation', 'text-length'],
      ['/lines/2/ventilationCode', 'text-length'],
      ['/lines/2/quantity', 'quantity-out-of-range'],
      ['/lines/2/unitPrice', 'price-negative'],
      ['/lines/2/discount', 'discount-out-of-range'],
      ['/lines/2/vatCategory', 'not-accepted'],
      ['/lines/2/id', 'line-unknown'],
      ['/datedOn', 'date-wrong'],
    ]);
    await expect(edit(draft, { lines: [] })).rejects.toEqual(refusal('billing.draft-invoice.invalid'));
    await expect(edit(draft, { datedOn: '2026-02-30' })).rejects.toEqual(refusal('billing.draft-invoice.invalid'));
    expect(await get(draft.id)).toEqual(draft);
  });

  it('is not overwritten by who has not seen its last version', async () => {
    const draft = await drafted();
    const edits = await Promise.allSettled([edit(draft), edit(draft)]);
    expect(edits.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = edits.find((each): each is PromiseRejectedResult => each.status === 'rejected');
    expect(lost?.reason).toEqual(refusal('billing.draft-invoice.changed-meanwhile'));
  });

  it('becomes one invoice with the next number, whoever accepts it and how often', async () => {
    const draft = await drafted();
    const [one, ...others] = await Promise.all([1, 2, 3].map(() => accept(draft.id)));
    for (const other of others) expect(other).toEqual(one);
    const key = id();
    expect(await accept(draft.id, key)).toEqual(one);
    expect(await accept(draft.id, key)).toEqual(one);
    expect(one).toMatchObject({
      kind: 'invoice',
      number: expect.stringMatching(/^LIL-FA-2026-\d{6}$/),
      total: '14.69',
    });
    expect(await issuedFor(draft.originId)).toMatchObject([
      { documentId: one?.id, kind: 'invoice', draftId: draft.id, total: '14.69' },
    ]);
    expect(await get(draft.id)).toMatchObject({ state: 'accepted', documentId: one?.id });
    const { rows } = await bench.service.admin.query(
      'select sequence from document where station_id = $1 and series = $2 order by sequence',
      [here.stationId, 'FA'],
    );
    expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_, i) => i + 1));
  });

  it('changes no more once it is accepted, neither by the API nor in the database', async () => {
    const draft = await drafted();
    await accept(draft.id);
    await expect(edit(await get(draft.id))).rejects.toEqual(refusal('billing.draft-invoice.accepted'));
    for (const sql of [
      `update draft_invoice set dated_on = '2026-01-01' where id = $1`,
      'delete from draft_invoice_line where draft_id = $1',
    ]) {
      const attempt = bench.service.db.tenantTx(testScope(here), (tx) => tx.run(sql, [draft.id]));
      await expect(attempt).rejects.toThrow('was accepted');
    }
  });

  it('is refused with a date before the last invoice, and keeps what it lacks until the station has it', async () => {
    const tenant = testTenant('drafts');
    await bench.station(tenant, { ...stationIdentity(), code: 'DRA' });
    await bench.party(tenant, consumer({ id: NOW_PAYER }), { billingType: 'invoice_now' });
    await bench.party(tenant, consumer());
    const draft = await drafted(tenant);
    const past = await edit(draft, { datedOn: '2026-11-20' }, tenant);
    await billed(billableFile([CONSUMER]), tenant);
    await expect(accept(draft.id, undefined, tenant)).rejects.toMatchObject({
      code: 'billing.draft-invoice.date-before-last',
      params: { last: '2026-11-22' },
    });
    await bench.station(tenant, { ...stationIdentity(), code: 'DRA', vatNumber: '' }, 2);
    await edit(past, { datedOn: '' }, tenant);
    await expect(accept(draft.id, undefined, tenant)).rejects.toEqual(refusal('billing.document.mentions-missing'));
    await bench.station(tenant, { ...stationIdentity(), code: 'DRA' }, 3);
    expect(await accept(draft.id, undefined, tenant)).toMatchObject({ number: 'DRA-FA-2026-000002' });
  });

  it('is found by its state and its file, page by page', async () => {
    const file = billableFile([NOW_PAYER]);
    const [given] = await billed(file);
    const list = async (asked: Record<string, string>, cursor = '') => {
      const filters = Object.entries(asked).map(([field, value]) => ({ field, operator: 'eq', values: [value] }));
      const request = ListDraftInvoicesRequest.fromPartial({ query: { filters, limit: 1, cursor } });
      return bench.client.listDraftInvoices(request, await bench.as());
    };
    const originId = file.fileId;
    expect((await list({ state: 'draft', originId })).drafts.map((each) => each.id)).toEqual([given?.id]);
    expect((await list({ state: 'accepted', originId })).drafts).toEqual([]);
    await expect(list({ originId: 'no id' })).rejects.toEqual(refusal('platform.request.invalid'));
    const first = await list({ state: 'draft' });
    const second = await list({ state: 'draft' }, first.nextCursor);
    expect(first.drafts[0]?.id).toBe(given?.id);
    expect(second.drafts[0]?.id).not.toBe(given?.id);
  });

  it('is listed by each sort from an index, as documents are', async () => {
    const { service } = bench;
    const where = 'station_id = $1';
    for (let i = 0; i < 2; i++) {
      await accept((await drafted()).id);
      await bench.order([['S-1', '1']]);
    }
    expect(await sortsWithoutIndex(service, here, draftInvoiceList, { from: 'draft_invoice', where })).toEqual([]);
    expect(await sortsWithoutIndex(service, here, documentList, { from: 'document', where })).toEqual([]);
    expect(await sortsWithoutIndex(service, here, customerOrderList, { from: 'customer_order', where })).toEqual([]);
  });
});

describe('ID-9, ID-10, ID-4 draft invoices', () => {
  it('are audited with each write', async () => {
    const draft = await drafted();
    await edit(draft);
    await accept(draft.id);
    await accept(draft.id);
    const { rows } = await bench.service.admin.query(
      `select operation from audit where entity_type = 'draft-invoice' and entity_id = $1 order by at`,
      [draft.id],
    );
    expect(rows).toHaveLength(3);
  });

  it('of another station answer exactly as those that do not exist', async () => {
    const draft = await drafted();
    for (const draftId of [draft.id, id(), 'no id']) {
      const missing = refusal('billing.draft-invoice.not-found');
      await expect(get(draftId, elsewhere)).rejects.toEqual(missing);
      await expect(edit({ ...draft, id: draftId }, {}, elsewhere)).rejects.toEqual(missing);
      await expect(accept(draftId, undefined, elsewhere)).rejects.toEqual(missing);
    }
    const page = await bench.client.listDraftInvoices(
      ListDraftInvoicesRequest.fromPartial({}),
      await bench.as(elsewhere),
    );
    expect(page.drafts).toEqual([]);
  });

  it('need a right of their own for each operation', async () => {
    const draft = await drafted();
    const without = (right: string) => bench.as(here, RIGHTS.filter((each) => each !== right)); // prettier-ignore
    const forbidden = refusal('platform.request.forbidden');
    const read = await without('billing:draft-invoice.read');
    await expect(bench.client.getDraftInvoice({ id: draft.id }, read)).rejects.toEqual(forbidden);
    const listing = ListDraftInvoicesRequest.fromPartial({});
    await expect(bench.client.listDraftInvoices(listing, read)).rejects.toEqual(forbidden);
    const editing = await without('billing:draft-invoice.edit');
    await expect(bench.client.editDraftInvoice({ ...draft }, editing)).rejects.toEqual(forbidden);
    const accepting = await without('billing:draft-invoice.accept');
    await expect(bench.client.acceptDraftInvoice({ id: draft.id }, accepting)).rejects.toEqual(forbidden);
  });
});
