import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkFec } from '@navette/accounting';
import { Temporal } from '@navette/kernel';
import { eventually } from '@navette/testing';
import { MainLine } from './support/main-line.js';
import { System } from './support/system.js';

let system: System;
let line: MainLine;

beforeAll(async () => {
  system = await System.start();
  line = new MainLine(system);
}, 120_000);
afterAll(() => system.remove(), 60_000);

/** A file whose part was ordered, received and used, and an hour of labour; billed. */
async function billedFile(underWarranty: boolean, reference: string) {
  const { fileId } = await line.openFile({ underWarranty });
  const need = await line.addPart(fileId, reference);
  const [order = ''] = await line.order([need]);
  const receipt = await line.draftReceipt(order);
  await line.validate(receipt);
  await line.sagaEnds(receipt.id);
  await eventually(async () => {
    const { body } = await system.api('GET', `/intervention-files/${fileId}`);
    return body.lines[0].quantityAllocated === body.lines[0].quantity ? true : undefined;
  });
  const added = await system.api('POST', `/intervention-files/${fileId}/lines`, {
    lines: [{ kind: 'special_item', reference: 'MO-ATELIER', quantity: '1', unitPrice: '49.90' }],
  });
  expect(added.status).toBe(201);
  expect((await system.api('POST', `/intervention-files/${fileId}/finish`, {})).status).toBe(200);
  expect((await system.api('POST', `/intervention-files/${fileId}/bill`)).status).toBe(200);
  return eventually(
    async () => {
      const { body } = await system.api('GET', `/intervention-files/${fileId}`);
      return body.state === 'billed'
        ? (body as { id: string; documents: { id: string; kind: string; number: string; total: string }[] })
        : undefined;
    },
    { timeoutMs: 30_000 },
  );
}

describe('IN-16 a finished file is billed to whoever must pay', () => {
  it('gives the consumer an invoice, its entry and a FEC that passes every rule; warranty a billable note and no entry', async () => {
    const [first, second] = await line.parts(2);
    const consumer = await billedFile(false, (first as { reference: string }).reference);
    const warranty = await billedFile(true, (second as { reference: string }).reference);

    const [invoice] = consumer.documents;
    expect(consumer.documents).toHaveLength(1);
    expect(invoice).toMatchObject({ kind: 'invoice', number: expect.stringMatching(/^LIL-FA-\d{4}-000001$/) });
    const [note] = warranty.documents;
    expect(note).toMatchObject({
      kind: 'billable_delivery_note',
      number: expect.stringMatching(/^LIL-BL-\d{4}-000001$/),
    });

    const { body: document } = await system.api('GET', `/documents/${invoice?.id}`);
    const vat = (document.vat as { base: string; vat: string }[]).map((row) => [cents(row.base), cents(row.vat)]);
    const total = vat.reduce((sum, [base = 0n, tax = 0n]) => sum + base + tax, 0n);
    expect(cents(document.total)).toBe(total);
    expect(cents(invoice?.total ?? '')).toBe(total);

    const entries = await eventually(async () => {
      const { body } = await system.api('GET', '/accounting/entries');
      return body.entries.length > 0
        ? (body.entries as { documentId: string; lines: { debit: string; credit: string }[] }[])
        : undefined;
    });
    expect(entries.map(({ documentId }) => documentId)).toEqual([invoice?.id]);
    const debit = entries[0]?.lines.reduce((sum, entry) => sum + cents(entry.debit), 0n);
    const credit = entries[0]?.lines.reduce((sum, entry) => sum + cents(entry.credit), 0n);
    expect([debit, credit]).toEqual([total, total]);

    const year = new Date().getFullYear();
    const answer = await fetch(`${system.url('api')}/api/v1/accounting/fec/${year}`, {
      headers: { authorization: `Bearer ${await system.signIn()}` },
    });
    const name = /filename="?([^";]+)"?/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
    expect(name).toMatch(/^\d{9}FEC\d{8}\.txt$/);
    const text = await answer.text();
    const report = await checkFec([text], {
      fileName: name as string,
      siren: (name as string).slice(0, 9),
      opensOn: Temporal.PlainDate.from({ year, month: 1, day: 1 }),
      closesOn: Temporal.PlainDate.from({ year, month: 12, day: 31 }),
      hasPiece: (reference) => reference === invoice?.number,
    });
    expect(report.problems).toEqual([]);
    expect(text).toContain(invoice?.number as string);
    expect(text).not.toContain(note?.number as string);
  });

  it('PA-2 gives who is billed by draft nothing but a draft until it is accepted: then the invoice, its entry and the end', async () => {
    const { fileId } = await line.openFile();
    const { body: file } = await system.api('GET', `/intervention-files/${fileId}`);
    const { body: party } = await system.api('GET', `/parties/${file.consumerPartyId}`);
    const terms = { ...party.billingTerms, billingType: 'invoice_now' };
    const saved = await system.api('PUT', `/parties/${party.id}/billing-terms`, terms, { seen: party });
    expect(saved.status).toBe(200);
    await eventually(async () => {
      const sql = 'select billing_type from billing_terms_ref where party_id = $1';
      const [row] = await system.rows<{ billing_type: string }>('billing', sql, [party.id]);
      return row?.billing_type === 'invoice_now' ? true : undefined;
    });
    const [, , part] = await line.parts(3);
    const added = await system.api('POST', `/intervention-files/${fileId}/lines`, {
      lines: [{ kind: 'part', reference: part?.reference, quantity: '3', unitPrice: '4.08', offStock: true }],
    });
    expect(added.status).toBe(201);
    expect((await system.api('POST', `/intervention-files/${fileId}/finish`, {})).status).toBe(200);
    expect((await system.api('POST', `/intervention-files/${fileId}/bill`)).status).toBe(200);
    const draft = await eventually(async () => {
      const { body } = await system.api('GET', `/draft-invoices?filter[originId][eq]=${fileId}`);
      return body.drafts[0] as { id: string; version: string; total: string; lines: object[] } | undefined;
    });
    expect(draft).toMatchObject({ state: 'draft', total: '14.69' });
    const lines = draft.lines.map((each) => ({ ...each, net: undefined, quantity: '2' }));
    const edited = await system.api('PUT', `/draft-invoices/${draft.id}`, { lines }, { seen: draft });
    expect(edited.body).toMatchObject({ total: '9.79' });
    const entriesOf = async (documentId: string) => {
      const sql = 'select 1 from entry where document_id = $1';
      return (await system.rows('accounting', sql, [documentId])).length;
    };

    const { status, body: invoice } = await system.api('POST', `/draft-invoices/${draft.id}/accept`);
    expect(status).toBe(200);
    expect(invoice).toMatchObject({ kind: 'invoice', total: '9.79', number: expect.stringMatching(/^LIL-FA-/) });
    const billed = await eventually(async () => {
      const { body } = await system.api('GET', `/intervention-files/${fileId}`);
      return body.state === 'billed' ? body : undefined;
    });
    expect(billed.documents).toEqual([{ id: invoice.id, kind: 'invoice', number: invoice.number, total: '9.79' }]);
    await eventually(async () => ((await entriesOf(invoice.id)) === 1 ? true : undefined));
    expect(await entriesOf(draft.id)).toBe(0);
  });
});

function cents(amount: string): bigint {
  return BigInt((amount === '' ? '0.00' : amount).replace('.', ''));
}
