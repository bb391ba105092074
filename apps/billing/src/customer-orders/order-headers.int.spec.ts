import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomerOrderChangedMessage, CustomerOrderPlacedMessage, PartyErasedMessage } from '@navette/contracts';
import type { CustomerOrder } from '@navette/contracts/billing/v1/service';
import { DocumentHeader } from '@navette/contracts/common/v1/common';
import { BillingTerms, Party } from '@navette/contracts/parties/v1/service';
import { ACTIVE, ASIDE, Bench, CONSUMER, elsewhere, here, id, refusal, RIGHTS } from '../test/billing.helper.js';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const lines = [{ reference: 'P-1', quantity: '1', unitPrice: '' }];
const lille = { line1: '3 rue des Acacias', line2: '', postcode: '59000', city: 'Lille', country: 'FR' };
const typed = (changes: Partial<DocumentHeader> = {}) =>
  DocumentHeader.fromPartial({ name: 'Vasseur', firstName: 'Hugo', mainAddress: lille, ...changes });
const create = async (customerPartyId: string, header?: DocumentHeader, key = id(), acceptDuplicates = false) =>
  bench.client.createCustomerOrder(
    { customerPartyId, lines, acceptDuplicates, ...(header && { header }) },
    await bench.as(here, RIGHTS, key),
  );
const change = async ({ id: orderId, version }: CustomerOrder, header: DocumentHeader, tenant = here) =>
  bench.client.changeCustomerOrderHeader({ orderId, expectedVersion: version, header }, await bench.as(tenant));

describe('PA-19 the header of a customer order', () => {
  it('is what parties has of the customer when the order is made, and what was typed in its place', async () => {
    expect((await create(CONSUMER)).header).toMatchObject({
      name: 'Lefèvre',
      firstName: 'Zoé',
      mainAddress: { city: 'Lille' },
      vatRegime: 'domestic',
    });
    const order = await create(CONSUMER, typed({ name: ' Lefèvre-Dubois ', paymentDays: 30, footerDiscount: '0.05' }));
    expect(order.header).toEqual(typed({ name: 'Lefèvre-Dubois', paymentDays: 30, footerDiscount: '0.0500', vatRegime: 'domestic' })); // prettier-ignore
    expect(await bench.get(order.id)).toEqual(order);
  });

  it('is changed on the order alone, which is told and audited', async () => {
    const order = await create(CONSUMER);
    const changed = await change(order, typed({ printCopies: 2, chorusServiceCode: 'DGFIP-12' }));
    expect(changed).toMatchObject({
      version: '2',
      state: 'waiting',
      customerPartyId: CONSUMER,
      header: { name: 'Vasseur', printCopies: 2, chorusServiceCode: 'DGFIP-12' },
    });
    expect(await bench.heard(CustomerOrderChangedMessage, ({ orderId }) => orderId === order.id)).toHaveLength(1);
    const audited = await bench.service.admin.query(
      `select operation from audit where entity_type = 'customer-order' and entity_id = $1 order by at`,
      [order.id],
    );
    expect(audited.rows.at(-1)).toEqual({ operation: 'billing:customer-order-header' });
    expect((await create(CONSUMER)).header).toMatchObject({ name: 'Lefèvre' });
  });

  it('WE-12 is not changed over what another saved first, nor once the order is over', async () => {
    const order = await create(CONSUMER);
    await change(order, typed());
    await expect(change(order, typed())).rejects.toEqual(refusal('billing.customer-order.changed-meanwhile'));
    const over = await bench.client.createCustomerOrder(
      { customerPartyId: CONSUMER, lines: [{ reference: 'S-1', quantity: '1', unitPrice: '' }] },
      await bench.as(),
    );
    const cancelled = await bench.client.cancelCustomerOrder({ id: over.id }, await bench.as());
    await expect(change(cancelled, typed())).rejects.toEqual(refusal('billing.customer-order.header-final'));
  });

  it('PA-13 has the customer’s representative, or another active one of the station', async () => {
    const at = id();
    const billingTerms = BillingTerms.fromPartial({ vatRegime: 'domestic', representativeId: ASIDE });
    await bench.party(here, Party.fromPartial({ id: at, kinds: ['consumer'], name: 'Lefèvre', billingTerms }));
    const order = await create(at);
    expect(order.header?.representativeId).toBe(ASIDE);
    // Who was there stays, though nobody may choose them any more.
    const renamed = await change(order, { ...(order.header as DocumentHeader), name: 'Lefèvre-Petit' });
    expect(renamed.header).toMatchObject({ name: 'Lefèvre-Petit', representativeId: ASIDE });
    const other = await change(renamed, typed({ representativeId: ACTIVE }));
    expect(other.header?.representativeId).toBe(ACTIVE);
    const no = { fields: [{ pointer: '/representativeId', code: 'platform.header.no-representative' }] };
    await expect(change(other, typed({ representativeId: ASIDE }))).rejects.toMatchObject(no);
    await expect(change(other, typed({ representativeId: id() }))).rejects.toMatchObject(no);
    expect((await create(at, typed({ representativeId: ASIDE }))).header?.representativeId).toBe(ASIDE);
    await expect(create(at, typed({ representativeId: id() }))).rejects.toMatchObject({
      fields: [{ pointer: '/header/representativeId', code: 'platform.header.no-representative' }],
    });
  });

  it('names every field that is not accepted', async () => {
    const wrong = typed({
      name: ' ',
      mainAddress: { ...lille, country: 'France' },
      paymentDays: 121,
      footerDiscount: '1.5',
      vatRegime: 'none',
      printCopies: 10,
    });
    const pointers = ['/name', '/mainAddress/country', '/paymentDays', '/footerDiscount', '/vatRegime', '/printCopies'];
    const failure = await change(await create(CONSUMER), wrong).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'platform.header.invalid' });
    const at = (prefix: string, { fields }: { fields: { pointer: string }[] }) =>
      fields.map(({ pointer }) => pointer.slice(prefix.length)).sort();
    expect(at('', failure as never)).toEqual(pointers.toSorted());
    const refused = await create(CONSUMER, wrong).catch((error: unknown) => error);
    expect(at('/header', refused as never)).toEqual(pointers.toSorted());
  });

  it('ID-10 ID-4 is not there for another station, nor without the right', async () => {
    const order = await create(CONSUMER);
    await expect(change(order, typed(), elsewhere)).rejects.toEqual(refusal('billing.customer-order.not-found'));
    const rights = RIGHTS.filter((right) => right !== 'billing:customer-order.edit');
    const call = await bench.as(here, rights);
    await expect(
      bench.client.changeCustomerOrderHeader({ orderId: order.id, expectedVersion: '1', header: typed() }, call),
    ).rejects.toEqual(refusal('platform.request.forbidden'));
  });

  it('PA-16 is exported with the person, and gone once erased', async () => {
    const partyId = id();
    await bench.party(here, Party.fromPartial({ id: partyId, kinds: ['consumer'], name: 'Vasseur' }));
    const order = await create(partyId, typed());
    const { json } = await bench.client.exportPersonalData(
      { partyIds: [partyId] },
      await bench.as(here, [...RIGHTS, 'parties:person.export']),
    );
    expect(json).toContain('3 rue des Acacias');
    await bench.tell('party-erased', PartyErasedMessage, { partyId }, { version: 9 });
    expect((await bench.get(order.id)).header).toBeUndefined();
  });
});

describe('PA-19 PA-7 a customer who is typed into an order', () => {
  it('is made a party with a name and a town, when all else is accepted', async () => {
    const before = bench.made.length;
    await expect(
      bench.client.createCustomerOrder(
        { customerPartyId: '', header: typed(), lines: [{ reference: 'X-1', quantity: '1', unitPrice: '' }] },
        await bench.as(),
      ),
    ).rejects.toEqual(refusal('billing.customer-order.invalid'));
    expect(bench.made).toHaveLength(before);
    const town = { line1: '', line2: '', postcode: '', city: 'Lens', country: '' };
    const order = await create('', typed({ mainAddress: town, phone: '06 12 34 56 78' }));
    expect(bench.made.slice(before)).toMatchObject([
      {
        id: order.customerPartyId,
        kinds: ['consumer'],
        name: 'Vasseur',
        phones: ['06 12 34 56 78'],
        emails: [],
        mainAddress: { city: 'Lens', country: 'FR' },
      },
    ]);
    expect(order.header).toMatchObject({ name: 'Vasseur', mainAddress: { city: 'Lens' } });
  });

  it('is one party and one order for a repeated key, even where the process died in between', async () => {
    const before = bench.made.length;
    const key = id();
    const order = await create('', typed(), key);
    expect(await create('', typed(), key)).toEqual(order);
    // As if nothing of the order had been kept.
    await bench.service.admin.query('delete from idempotency_key where key = $1', [key]);
    const again = await create('', typed(), key);
    expect(again.customerPartyId).toBe(order.customerPartyId);
    expect(bench.made).toHaveLength(before + 1);
    expect(await bench.heard(CustomerOrderPlacedMessage, ({ customerPartyId }) => customerPartyId === order.customerPartyId)).toHaveLength(2); // prettier-ignore
  });

  it('is offered who it may be first, and made where somebody says that it is another', async () => {
    const key = id();
    await expect(create('', typed({ name: 'Connu' }), key)).rejects.toEqual(
      refusal('billing.customer-order.customer-may-be-known'),
    );
    expect((await create('', typed({ name: 'Connu' }), key, true)).header?.name).toBe('Connu');
  });

  it.each([
    ['without a town', typed({ mainAddress: undefined }), ['/header/mainAddress/city']],
    ['with a phone that is none', typed({ phone: '12' }), ['/header/phone']],
    ['without anything', undefined, ['/customerPartyId']],
  ])('is refused %s', async (_title, header, pointers) => {
    const failure = (await create('', header).catch((error: unknown) => error)) as { fields: { pointer: string }[] };
    expect(failure).toEqual(refusal('billing.customer-order.invalid'));
    expect(failure.fields.map(({ pointer }) => pointer)).toEqual(pointers);
  });
});
