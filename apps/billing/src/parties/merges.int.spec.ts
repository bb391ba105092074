import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConsumersMergedMessage, PartiesImportedMessage } from '@navette/contracts';
import { BillingTerms } from '@navette/contracts/parties/v1/service';
import { testScope } from '@navette/testing';
import { Bench, billableFile, consumer, elsewhere, here, id, refusal } from '../test/billing.helper.js';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const merged = (mergedPartyId: string, survivorPartyId: string, tenant = here) =>
  bench.tell('consumers-merged', ConsumersMergedMessage, { mergedPartyId, survivorPartyId }, { tenant });
const dealings = async (partyId: string, tenant = here) =>
  bench.client.listDealingsOfCustomer({ partyId, limit: 0 }, await bench.as(tenant));
async function customer(name: string, terms = {}): Promise<string> {
  const partyId = id();
  await bench.party(here, consumer({ id: partyId, name }), terms);
  return partyId;
}
const order = async (customerPartyId: string) =>
  bench.client.createCustomerOrder(
    { customerPartyId, lines: [{ reference: 'P-1', quantity: '1', unitPrice: '' }] },
    await bench.as(),
  );

describe('PA-8 what a consumer who was merged has with billing', () => {
  it('moves: orders, drafts and documents, which keep the name they print', async () => {
    const gone = await customer('Kennesson', { billingType: 'invoice_now' });
    const kept = await customer('Quenneson');
    const { id: orderId } = await order(gone);
    await bench.issue(billableFile([gone]));
    await bench.terms(here, gone, { billingType: 'none' }, 3);
    await bench.issue(billableFile([gone]));
    expect(await dealings(gone)).toMatchObject({ orderCount: 1, documentCount: 1, draftCount: 1 });
    await merged(gone, kept);
    await merged(gone, kept);
    expect(await dealings(gone)).toMatchObject({ orderCount: 0, documentCount: 0, draftCount: 0 });
    const { orders, documents, drafts } = await dealings(kept);
    expect(orders).toMatchObject([{ id: orderId, kind: 'customer_order', state: 'waiting' }]);
    expect(drafts).toMatchObject([{ kind: 'draft_invoice', state: 'draft', number: '' }]);
    expect(documents).toMatchObject([{ kind: 'invoice', total: '14.69' }]);
    expect(await bench.get(orderId)).toMatchObject({ customerPartyId: kept, version: '2' });
    const issued = await bench.client.getDocument({ id: documents[0]?.id ?? '' }, await bench.as());
    expect(issued).toMatchObject({ customerPartyId: kept, customerName: 'Zoé Kennesson' });
  });

  it('is billed to the survivor when its file comes later, and ordered for the survivor', async () => {
    const [gone, kept] = [await customer('Kennesson'), await customer('Quenneson')];
    await merged(gone, kept);
    expect(await bench.issue(billableFile([gone]))).toMatchObject({ outcome: 'done' });
    await order(gone);
    const { documents, orderCount } = await dealings(kept);
    expect(orderCount).toBe(1);
    const issued = await bench.client.getDocument({ id: documents[0]?.id ?? '' }, await bench.as());
    expect(issued).toMatchObject({ customerPartyId: kept, customerName: 'Zoé Quenneson' });
  });

  it('lets nobody rewrite anything else of a document', async () => {
    const partyId = await customer('Petit');
    await bench.issue(billableFile([partyId]));
    const app = bench.service.db.tenantTx(testScope(here), (tx) =>
      tx.run(`update document set customer_name = 'Somebody' where station_id = $1`, [here.stationId]),
    );
    await expect(app).rejects.toThrow(/permission denied/);
  });

  it('ID-4 ID-10 is shown to who may, in its station', async () => {
    const [gone, kept] = [await customer('Kennesson'), await customer('Quenneson')];
    await order(gone);
    await merged(gone, kept, elsewhere);
    expect(await dealings(gone)).toMatchObject({ orderCount: 1 });
    expect(await dealings(gone, elsewhere)).toMatchObject({ orderCount: 0, orders: [] });
    await expect(
      bench.client.listDealingsOfCustomer({ partyId: gone, limit: 0 }, await bench.as(here, ['billing:document.read'])),
    ).rejects.toEqual(refusal('platform.request.forbidden'));
  });
});

describe('PA-15 an imported party', () => {
  it('is billed by its terms; what changed since stands, whenever the import is heard of', async () => {
    const [one, since] = [id(), id()];
    await bench.terms(here, since, { billingType: 'none' }, 2);
    const billingTerms = BillingTerms.fromPartial({ billingType: 'invoice_now', vatRegime: 'domestic' });
    const parties = [one, since].map((partyId) => ({ ...consumer({ id: partyId, name: 'Masse' }), billingTerms }));
    const imported = { importId: id(), parties };
    await bench.tell('parties-imported', PartiesImportedMessage, imported);
    await bench.tell('parties-imported', PartiesImportedMessage, imported);
    for (const partyId of [one, since]) await bench.issue(billableFile([partyId]));
    expect(await dealings(one)).toMatchObject({ documentCount: 0, draftCount: 1 });
    expect(await dealings(since)).toMatchObject({ documentCount: 1, draftCount: 0 });
    const foreign = id();
    const elsewhereToo = { importId: id(), parties: [{ ...consumer({ id: foreign }), billingTerms }] };
    await bench.tell('parties-imported', PartiesImportedMessage, elsewhereToo, { tenant: elsewhere });
    await expect(order(foreign)).rejects.toEqual(refusal('billing.customer-order.invalid'));
  });
});
