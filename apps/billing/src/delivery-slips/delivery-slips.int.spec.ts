import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ConsumePartsMessage,
  CustomerOrderChangedMessage,
  DocumentIssuedMessage,
  PartConsumedMessage,
  SagaReplyMessage,
} from '@navette/contracts';
import { ListCustomerOrdersRequest, type CustomerOrder, type Document } from '@navette/contracts/billing/v1/service';
import { OperationsServiceService } from '@navette/contracts/operations/v1/service';
import type { ConsumeParts } from '@navette/contracts/stock/v1/commands';
import { PartConsumed } from '@navette/contracts/stock/v1/events';
import { replySubject } from '@navette/platform/messaging';
import { eventually, pdfText } from '@navette/testing';
import { Bench, CONSUMER, elsewhere, here, id, partId, refusal, RIGHTS } from '../test/billing.helper.js';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const OPERATOR = ['operations:saga.read', 'operations:saga.retry'];

/** A delivery order of which stock has so much ready. */
async function ordered(
  lines: readonly [string, string][],
  ready: Readonly<Record<string, string>>,
  type = 'delivery',
): Promise<CustomerOrder> {
  const order = await bench.order(lines, type);
  bench.prepare(order, ready);
  return order;
}
const issue = async ({ id: orderId }: CustomerOrder, key = id(), tenant = here) =>
  bench.client.issueDeliverySlip({ orderId }, await bench.as(tenant, RIGHTS, key));
const commands = ({ id: documentId }: Document) =>
  bench.heard(ConsumePartsMessage, ({ itemKey }) => itemKey === documentId);

/** As stock answers the latest command of a slip. */
async function answer(slip: Document, outcome: string): Promise<ConsumeParts> {
  const command = await eventually(async () => (await commands(slip)).at(-1));
  const { sagaId, requestId } = command.request as { sagaId: string; requestId: string };
  const reply = { sagaId, requestId, outcomes: [{ itemKey: slip.id, outcome, data: {} }] };
  const subject = replySubject('billing', 'delivery-slip');
  await bench.tell('saga-delivery-slip', SagaReplyMessage, reply, { subject, aggregateId: sagaId });
  return command;
}
const document = async (documentId: string, tenant = here) =>
  bench.client.getDocument({ id: documentId }, await bench.as(tenant));
const paper = async (documentId: string, tenant = here) =>
  bench.client.getDocumentPaper({ id: documentId }, await bench.as(tenant));

describe('ST-17 a delivery slip', () => {
  it('is numbered and issued with what lies ready, and is in progress until its parts have left', async () => {
    const order = await ordered([['P-1', '3'], ['P-2', '1'], ['S-1', '1']], { 'P-1': '2.0000' }); // prettier-ignore
    expect(order).toMatchObject({ type: 'delivery', slipInProgress: false });
    const slip = await issue(order);
    expect(slip).toMatchObject({
      kind: 'billable_delivery_note',
      originKind: 'customer_order',
      originNumber: order.number,
      inProgress: true,
      totalExcludingVat: '126.00',
      total: '151.20',
      lines: [
        { reference: 'P-1', quantity: '2.0000', ventilationCode: 'PIECE' },
        { reference: 'S-1', quantity: '1.0000' },
      ],
    });
    expect(slip.number).toMatch(/^LIL-BL-\d{4}-\d{6}$/);
    expect(await bench.get(order.id)).toMatchObject({ slipInProgress: true });
    await expect(paper(slip.id)).rejects.toEqual(refusal('billing.document.in-progress'));

    const { originKind, originId, keepRest, lines } = await answer(slip, 'done');
    expect({ originKind, originId, keepRest, lines }).toEqual({
      originKind: 'customer_order',
      originId: order.id,
      keepRest: true,
      lines: [{ needId: order.lines[0]?.id, partId: partId('P-1'), used: '2.0000' }],
    });
    expect(await document(slip.id)).toMatchObject({ inProgress: false });
    const after = await bench.get(order.id);
    expect(after).toMatchObject({ slipInProgress: false });
    expect(after.lines.map(({ reference, delivered }) => [reference, delivered])).toEqual([
      ['P-1', '0.0000'],
      ['P-2', '0.0000'],
      ['S-1', '1.0000'],
    ]);
    expect(await bench.heard(DocumentIssuedMessage, ({ documentId }) => documentId === slip.id)).toHaveLength(1);
    expect(await bench.heard(CustomerOrderChangedMessage, ({ orderId }) => orderId === order.id)).toHaveLength(2);
  });

  it('is printed with its lines, totals and the box to sign in', async () => {
    const order = await ordered([['P-1', '2']], { 'P-1': '2.0000' });
    const slip = await issue(order);
    await answer(slip, 'done');
    const { content, fileName } = await paper(slip.id);
    expect(fileName).toBe(`${slip.number}.pdf`);
    const text = await pdfText(content);
    for (const said of [
      'Bon de livraison',
      slip.number,
      order.number,
      'Zoé Lefèvre',
      '59000 Lille',
      'Article P-1',
      '84,00',
      '16,80',
      '100,80',
      'Reçu le, par',
      '00005962600010',
    ]) {
      // prettier-ignore
      expect(text).toContain(said);
    }
    await expect(paper(slip.id, elsewhere)).rejects.toEqual(refusal('billing.document.not-found'));
  });

  it('is printed in the customer’s language, with the station’s logo; and waits for parties', async () => {
    const order = await ordered([['P-1', '2']], { 'P-1': '2.0000' });
    const slip = await issue(order);
    await answer(slip, 'done');
    bench.reads(CONSUMER, 'en');
    const { content } = await paper(slip.id);
    const text = await pdfText(content);
    for (const said of ['Delivery note', 'Zoé Lefèvre', 'Article P-1', 'Total with VAT', 'Received on, by'])
      expect(text).toContain(said);
    expect(text).not.toContain('Bon de livraison');
    expect(Buffer.from(content).includes('/Subtype /Image')).toBe(true);
    expect(Buffer.from((await paper(slip.id)).content)).toEqual(Buffer.from(content));
    bench.reads(CONSUMER, 'fr');
    bench.partiesAway = true;
    await expect(paper(slip.id)).rejects.toEqual(refusal('platform.service.unavailable'));
    bench.partiesAway = false;
    expect(await pdfText((await paper(slip.id)).content)).toContain('Bon de livraison');
  });

  it('is issued once, however often it is asked with the same key, and once at a time', async () => {
    const order = await ordered([['P-1', '2']], { 'P-1': '1.0000' });
    const key = id();
    const [first, second] = await Promise.all([issue(order, key), issue(order, key).catch((error: Error) => error)]);
    const slip = await issue(order, key);
    expect([first.id, second instanceof Error ? slip.id : second.id]).toEqual([slip.id, slip.id]);
    await expect(issue(order)).rejects.toEqual(refusal('billing.delivery-slip.in-progress'));
    await expect(bench.client.cancelCustomerOrder({ id: order.id }, await bench.as())).rejects.toEqual(
      refusal('billing.customer-order.slip-in-progress'),
    );
    const [line] = order.lines;
    await expect(
      bench.client.cancelCustomerOrderLine(
        { orderId: order.id, lineId: line?.id ?? '', quantity: '' },
        await bench.as(),
      ),
    ).rejects.toEqual(refusal('billing.customer-order.slip-in-progress'));
    await answer(slip, 'done');
    // The rest comes later, with a note of its own.
    const next = await issue(order);
    expect(next.number).not.toBe(slip.number);
  });

  it('one of two at once is issued, the other refused, and no number is lost', async () => {
    const order = await ordered([['P-1', '2']], { 'P-1': '2.0000' });
    const answers = await Promise.allSettled([issue(order), issue(order), issue(order)]);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { rows } = await bench.service.admin.query<{ gaps: string }>(
      `select max(sequence) - count(*) as gaps from document where series = 'BL' and station_id = $1`,
      [here.stationId],
    );
    expect(Number(rows[0]?.gaps)).toBe(0);
  });

  it('that stock refuses calls a person, who has stock asked again', async () => {
    const order = await ordered([['P-1', '1']], { 'P-1': '1.0000' });
    const slip = await issue(order);
    const { request } = await answer(slip, 'stock.inventory.part-counted');
    expect(await document(slip.id)).toMatchObject({ inProgress: true });
    const operations = bench.service.client(OperationsServiceService);
    const sagaId = request?.sagaId as string;
    expect(await operations.getSaga({ id: sagaId }, await bench.as(here, OPERATOR))).toMatchObject({
      status: 'needs_operator',
      problem: 'stock.inventory.part-counted',
    });
    await operations.retrySaga({ id: sagaId }, await bench.as(here, OPERATOR));
    await eventually(async () => ((await commands(slip)).length === 2 ? true : undefined));
    await answer(slip, 'done');
    expect(await document(slip.id)).toMatchObject({ inProgress: false });
  });

  it('is refused for other types, where nothing is ready, counted or being cancelled, and in other stations', async () => {
    const counter = await ordered([['P-1', '1']], { 'P-1': '1.0000' }, 'counter');
    await expect(issue(counter)).rejects.toEqual(refusal('billing.delivery-slip.type-without'));
    const unready = await ordered([['P-1', '1'], ['S-1', '1']], {}); // prettier-ignore
    await expect(issue(unready)).rejects.toEqual(refusal('billing.delivery-slip.nothing-ready'));
    const counted = await ordered([['P-1', '1']], {});
    bench.prepare(counted, { 'P-1': '1.0000' }, 'LIL-IV-2026-000001');
    await expect(issue(counted)).rejects.toEqual(refusal('billing.delivery-slip.part-counted'));
    const leaving = await ordered([['P-1', '2']], { 'P-1': '2.0000' });
    await bench.client.cancelCustomerOrderLine(
      { orderId: leaving.id, lineId: leaving.lines[0]?.id ?? '', quantity: '1' },
      await bench.as(),
    );
    await expect(issue(leaving)).rejects.toEqual(refusal('billing.delivery-slip.cancel-asked'));
    const mine = await ordered([['P-1', '1']], { 'P-1': '1.0000' });
    await expect(issue(mine, id(), elsewhere)).rejects.toEqual(refusal('billing.customer-order.not-found'));
    await expect(
      bench.client.issueDeliverySlip({ orderId: mine.id }, await bench.as(here, ['billing:customer-order.read'])),
    ).rejects.toEqual(refusal('platform.request.forbidden'));
  });

  it('of what was bought in the e-shop leaves with a shuttle note, of other types without (ST-16)', async () => {
    for (const type of ['e_shop', 'delivery']) {
      const slip = await issue(await ordered([['P-1', '1']], { 'P-1': '1.0000' }, type));
      expect((await answer(slip, 'done')).shuttleNote).toBe(type === 'e_shop');
    }
  });

  it('of an order that is no stock at all has nothing to wait for', async () => {
    const order = await ordered([['S-1', '1']], {}, 'e_shop');
    const slip = await issue(order);
    expect(await document(slip.id)).toMatchObject({ inProgress: false });
    expect(await bench.get(order.id)).toMatchObject({ state: 'validated' });
    await expect(issue(order)).rejects.toEqual(refusal('billing.delivery-slip.nothing-ready'));
  });
});

describe('ST-17 the type of an order', () => {
  it('is the counter where nobody says another, is a filter, and an unknown one is refused', async () => {
    expect(await bench.order([['P-1', '1']])).toMatchObject({ type: 'counter' });
    const shop = await bench.order([['P-1', '1']], 'e_shop');
    const filters = [{ field: 'type', operator: 'in', values: ['e_shop'] }];
    const query = { filters, sorts: [], limit: 200, cursor: '' };
    const request = ListCustomerOrdersRequest.fromPartial({ query });
    const { orders } = await bench.client.listCustomerOrders(request, await bench.as());
    expect(orders.map(({ type }) => type)).toEqual(orders.map(() => 'e_shop'));
    expect(orders.map((order) => order.id)).toContain(shop.id);
    await expect(bench.order([['P-1', '1']], 'by-post')).rejects.toMatchObject({
      code: 'billing.customer-order.invalid',
      fields: [{ pointer: '/type', code: 'billing.customer-order.type-unknown' }],
    });
  });

  const change = async ({ id: orderId, version }: CustomerOrder, type: string, tenant = here, rights = RIGHTS) =>
    bench.client.changeCustomerOrderType({ orderId, expectedVersion: version, type }, await bench.as(tenant, rights));

  it('is changed as long as nothing has left, which is told and audited', async () => {
    const order = await ordered([['P-1', '2']], { 'P-1': '1.0000' }, 'counter');
    await expect(issue(order)).rejects.toEqual(refusal('billing.delivery-slip.type-without'));
    const changed = await change(order, 'e_shop');
    expect(changed).toEqual({ ...(await bench.get(order.id)), type: 'e_shop', version: '2' });
    // Again, of the version before: it is so already.
    expect(await change(order, 'e_shop')).toEqual(changed);
    const told = await bench.heard(CustomerOrderChangedMessage, ({ orderId }) => orderId === order.id);
    expect(told).toHaveLength(1);
    const { rows } = await bench.service.admin.query(
      `select operation from audit where entity_type = 'customer-order' and entity_id = $1 order by at`,
      [order.id],
    );
    expect(rows.map(({ operation }) => operation)).toEqual(['billing:customer-order.create', 'billing:customer-order-type']); // prettier-ignore

    const slip = await issue(changed);
    const leaving = await bench.get(order.id);
    await expect(change(leaving, 'delivery')).rejects.toEqual(refusal('billing.customer-order.type-final'));
    expect((await answer(slip, 'done')).shuttleNote).toBe(true);
    // A part of it has left, the rest waits.
    const [line] = leaving.lines;
    const left = PartConsumed.fromPartial({ needId: line?.id ?? '', originKind: 'customer_order', originId: order.id, partId: partId('P-1'), quantity: '1.0000' }); // prettier-ignore
    await bench.tell('order-line-delivered', PartConsumedMessage, left);
    await eventually(async () => ((await bench.get(order.id)).slipInProgress ? undefined : true));
    const partly = await bench.get(order.id);
    expect(partly).toMatchObject({ state: 'waiting', lines: [{ delivered: '1.0000' }] });
    await expect(change(partly, 'delivery')).rejects.toEqual(refusal('billing.customer-order.type-final'));
  });

  it('is refused for a type there is not, over what another saved first, once cancelled, and in other stations', async () => {
    const order = await ordered([['S-1', '1']], {}, 'counter');
    await expect(change(order, 'post')).rejects.toMatchObject({
      fields: [{ pointer: '/type', code: 'billing.customer-order.type-unknown' }],
    });
    await expect(change(order, 'delivery', elsewhere)).rejects.toEqual(refusal('billing.customer-order.not-found'));
    await expect(change(order, 'delivery', here, ['billing:customer-order.read'])).rejects.toEqual(
      refusal('platform.request.forbidden'),
    );
    await change(order, 'delivery');
    await expect(change(order, 'e_shop')).rejects.toEqual(refusal('billing.customer-order.changed-meanwhile'));
    const cancelled = await bench.client.cancelCustomerOrder({ id: order.id }, await bench.as());
    await expect(change(cancelled, 'counter')).rejects.toEqual(refusal('billing.customer-order.type-final'));
  });

  it('is either changed or delivered by where two ask at once', async () => {
    const order = await ordered([['P-1', '1']], { 'P-1': '1.0000' });
    const [changed, issued] = await Promise.allSettled([change(order, 'counter'), issue(order)]);
    const done = [changed, issued].filter(({ status }) => status === 'fulfilled');
    expect(done).toHaveLength(1);
    expect(await bench.get(order.id)).toMatchObject(
      changed.status === 'fulfilled' ? { type: 'counter', slipInProgress: false } : { type: 'delivery', slipInProgress: true }, // prettier-ignore
    );
  });
});
