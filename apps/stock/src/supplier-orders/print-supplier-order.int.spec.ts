import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SupplierOrderSentMessage } from '@navette/contracts';
import { Party } from '@navette/contracts/parties/v1/service';
import { pdfText, type TestService } from '@navette/testing';
import ExcelJS from 'exceljs';
import { Bench, elsewhere, id, refusal, RIGHTS, sendOrder } from '../test/bench.helper.js';
import { neighbours, startStandIns } from '../test/stand-ins.js';

let bench: Bench;
let standIns: TestService[];

beforeAll(async () => {
  const { env, services } = await startStandIns();
  standIns = services;
  bench = await Bench.start({ env });
});
beforeEach(() => {
  neighbours.away = false;
  neighbours.parties.set(
    bench.supplier,
    Party.fromPartial({
      id: bench.supplier,
      name: 'Pièces & Cie',
      language: 'fr',
      mainAddress: { line1: 'ZI Nord', postcode: '59100', city: 'Roubaix' },
    }),
  );
});
afterAll(async () => {
  await bench.stop();
  await Promise.all(standIns.map((one) => one.stop()));
});

/** An order of 2 of a part, for a file. */
async function draft() {
  const part = await bench.part();
  const { needId } = await bench.file(part, 2);
  const selections = [{ needId, partId: '', supplierPartyId: '' }];
  const preview = await bench.client.previewSupplierOrders({ selections }, await bench.as());
  const { orders } = await bench.client.placeSupplierOrders({ selections }, await bench.as());
  const [order] = orders;
  if (order === undefined) throw new Error('no order');
  return { order, part, needId, preview, selections };
}

const paper = async (orderId: string, format: string, options = {}) =>
  bench.client.getSupplierOrderDocument({ id: orderId, format }, await bench.as(options));

describe('ST-21 the paper of an order', () => {
  it('says who orders what of whom, for whom, and that a draft is none', async () => {
    const { order, part } = await draft();
    const { content, fileName, state } = await paper(order.id, 'pdf');
    expect({ fileName, state }).toEqual({ fileName: `${order.number}.pdf`, state: 'draft' });
    const text = await pdfText(content);
    const countermarks = await bench.rows<{ countermark: string }>(
      'select n.countermark from need n join order_line_need w on w.need_id = n.id where w.order_line_id = $1',
      [order.lines[0]?.id],
    );
    for (const part_ of [
      'Houplin Lille – Houplin SARL',
      '12 rue Nationale',
      'SIRET 55210055400013',
      'TVA FR96552100554',
      'SARL au capital de 8 000,00 € · RCS Lille',
      'Pièces & Cie',
      '59100 Roubaix',
      order.number,
      part.reference,
      '20,00 €',
      'Projet, non envoyée',
      countermarks[0]?.countermark ?? 'none',
    ])
      expect(text).toContain(part_);
    await bench.client.sendSupplierOrder({ ...sendOrder(order.id), expectedOn: '2026-12-01' }, await bench.as());
    const sent = await pdfText((await paper(order.id, 'pdf')).content);
    expect(sent).not.toContain('Projet');
    expect(sent).toContain('Livraison attendue 01/12/2026');
  });

  it('is a sheet with numbers, too, in the language of its supplier, also of one that is gone', async () => {
    const { order, part } = await draft();
    neighbours.parties.set(
      bench.supplier,
      Party.fromPartial({ id: bench.supplier, name: 'Parts Ltd', language: 'en' }),
    );
    const sheet = async () => {
      const book = new ExcelJS.Workbook();
      await book.xlsx.load((await paper(order.id, 'xlsx')).content as unknown as ArrayBuffer);
      return book.worksheets[0];
    };
    const first = await sheet();
    expect(first?.getRow(2).values).toEqual([undefined, 'Supplier', 'Parts Ltd']);
    expect(first?.getRow(5).getCell(1).value).toBe(part.reference);
    expect(first?.getRow(5).getCell(3).value).toBe(2);
    expect(first?.getRow(5).getCell(5).value).toBe(20);
    expect(await pdfText((await paper(order.id, 'pdf')).content)).toContain('Supplier order');
    neighbours.parties.delete(bench.supplier);
    expect((await sheet())?.getRow(5).getCell(1).value).toBe(part.reference);
  });

  it('is the same file each time, and has no more of what was cancelled', async () => {
    const { order } = await draft();
    const [one, two] = [await paper(order.id, 'pdf'), await paper(order.id, 'pdf')];
    expect(Buffer.from(one.content).equals(Buffer.from(two.content))).toBe(true);
    await bench.client.cancelSupplierOrder({ id: order.id }, await bench.as());
    const cancelled = await paper(order.id, 'pdf');
    expect(cancelled.state).toBe('cancelled');
    const text = await pdfText(cancelled.content);
    expect(text).toContain('Annulée');
    expect(text).not.toContain('20,00');
  });

  it('waits for those it asks, and refuses other formats, stations and rights', async () => {
    const { order } = await draft();
    await expect(paper(order.id, 'docx')).rejects.toEqual(refusal('stock.supplier-order.format-unknown'));
    await expect(paper(id(), 'pdf')).rejects.toEqual(refusal('stock.supplier-order.not-found'));
    await expect(paper('x', 'pdf')).rejects.toEqual(refusal('stock.supplier-order.not-found'));
    await expect(paper(order.id, 'pdf', { tenant: elsewhere })).rejects.toEqual(
      refusal('stock.supplier-order.not-found'),
    );
    const rights = RIGHTS.filter((right) => right !== 'stock:supplier-order.read');
    await expect(paper(order.id, 'pdf', { rights })).rejects.toEqual(refusal('platform.request.forbidden'));
    neighbours.away = true;
    await expect(paper(order.id, 'pdf')).rejects.toEqual(refusal('platform.service.unavailable'));
  });
});

describe('ST-20 what lines of the plan come to', () => {
  it('is shown by supplier before they are ordered, and is nothing once they are', async () => {
    const { preview, selections, needId } = await draft();
    expect(preview.orders).toEqual([
      { supplierPartyId: bench.supplier, lines: 1, net: '20.00', withoutPrice: 0, hasCart: false },
    ]);
    const again = await bench.client.previewSupplierOrders({ selections }, await bench.as());
    expect(again.orders).toEqual([]);
    const part = await bench.part();
    const { needId: other } = await bench.file(part, 1);
    const two = [needId, other].map((one) => ({ needId: one, partId: '', supplierPartyId: bench.otherSupplier }));
    const moved = await bench.client.previewSupplierOrders({ selections: two }, await bench.as());
    expect(moved.orders).toEqual([
      { supplierPartyId: bench.otherSupplier, lines: 1, net: '10.00', withoutPrice: 0, hasCart: false },
    ]);
    const foreign = await bench.client.previewSupplierOrders(
      { selections: two },
      await bench.as({ tenant: elsewhere }),
    );
    expect(foreign.orders).toEqual([]);
    const rights = RIGHTS.filter((right) => right !== 'stock:replenishment-plan.read');
    await expect(bench.client.previewSupplierOrders({ selections: two }, await bench.as({ rights }))).rejects.toEqual(
      refusal('platform.request.forbidden'),
    );
  });
});

describe('ST-22 an order goes', () => {
  it('by mail where that is asked for, and expects its lines when somebody says so', async () => {
    const { order } = await draft();
    const request = { id: order.id, channel: 'mail', expectedOn: '2026-12-24' };
    const sent = await bench.client.sendSupplierOrder(request, await bench.as());
    expect(sent.lines.map(({ expectedOn }) => expectedOn)).toEqual(['2026-12-24']);
    const [told] = await bench.heard(SupplierOrderSentMessage, ({ orderId }) => orderId === order.id);
    expect(told?.channel).toBe('mail');
    await expect(bench.client.sendSupplierOrder(request, await bench.as())).rejects.toEqual(
      refusal('stock.supplier-order.wrong-state'),
    );
  });

  it('names a way and a day that are not accepted, and stays a draft', async () => {
    const { order } = await draft();
    const request = { id: order.id, channel: 'pigeon', expectedOn: '2026-02-30' };
    await expect(bench.client.sendSupplierOrder(request, await bench.as())).rejects.toMatchObject({
      code: 'stock.supplier-order.not-sendable',
      fields: [
        { pointer: '/channel', code: 'stock.supplier-order.channel-unknown' },
        { pointer: '/expectedOn', code: 'stock.supplier-order.date-wrong' },
      ],
    });
    const { state } = await bench.client.getSupplierOrder({ id: order.id }, await bench.as());
    expect(state).toBe('draft');
  });
});

describe('ST-21 an order that has gone is mailed again', () => {
  const mailed = (orderId: string) => bench.heard(SupplierOrderSentMessage, (told) => told.orderId === orderId);
  const mail = async (orderId: string, options = {}) =>
    bench.client.mailSupplierOrder({ id: orderId }, await bench.as(options));
  const supplier = (overrides: Partial<Party> = {}) => {
    const party = { id: bench.supplier, name: 'Pièces & Cie', emails: ['commandes@pieces.test'], ...overrides };
    neighbours.parties.set(bench.supplier, Party.fromPartial(party));
  };
  const gone = async () => {
    const { order } = await draft();
    return bench.client.sendSupplierOrder({ ...sendOrder(order.id), channel: 'mail' }, await bench.as());
  };

  it('once for each request, which says so; nothing else of the order changes', async () => {
    supplier();
    const sent = await gone();
    const options = { idempotencyKey: id() };
    const again = await mail(sent.id, options);
    expect(again).toEqual({ ...sent, version: String(Number(sent.version) + 1) });
    // It comes again; the supplier has no address any more: what was answered is answered again.
    supplier({ emails: [] });
    expect(await mail(sent.id, options)).toEqual(again);
    supplier({ emails: [], contacts: [{ name: 'Anne Roy', role: '', phone: '', email: 'roy@pieces.test', isDefault: true }] }); // prettier-ignore
    await mail(sent.id);
    const about = { orderId: sent.id, number: sent.number, supplierPartyId: bench.supplier, channel: 'mail' };
    expect(await mailed(sent.id)).toEqual([false, true, true].map((again_) => ({ ...about, again: again_ })));
    const audits = await bench.rows<{ operation: string }>(
      `select operation from audit where entity_id = $1 and operation = 'stock:supplier-order.mail'`,
      [sent.id],
    );
    expect(audits).toHaveLength(2);
  });

  it('not as a draft, withdrawn, without an address, against the supplier’s will, or by who may not', async () => {
    supplier();
    const { order } = await draft();
    await expect(mail(order.id)).rejects.toEqual(refusal('stock.supplier-order.wrong-state'));
    await bench.client.cancelSupplierOrder({ id: order.id }, await bench.as());
    await expect(mail(order.id)).rejects.toEqual(refusal('stock.supplier-order.wrong-state'));
    const sent = await gone();
    supplier({ emails: [] });
    await expect(mail(sent.id)).rejects.toEqual(refusal('stock.supplier-order.no-mail-address'));
    supplier({ refusedChannels: ['mail'] });
    await expect(mail(sent.id)).rejects.toEqual(refusal('stock.supplier-order.mail-refused'));
    neighbours.parties.delete(bench.supplier);
    await expect(mail(sent.id)).rejects.toEqual(refusal('stock.supplier-order.no-mail-address'));
    neighbours.away = true;
    await expect(mail(sent.id)).rejects.toEqual(refusal('platform.service.unavailable'));
    neighbours.away = false;
    supplier();
    for (const orderId of [id(), 'no id'])
      await expect(mail(orderId)).rejects.toEqual(refusal('stock.supplier-order.not-found'));
    await expect(mail(sent.id, { tenant: elsewhere })).rejects.toEqual(refusal('stock.supplier-order.not-found'));
    const rights = RIGHTS.filter((right) => right !== 'stock:supplier-order.mail');
    await expect(mail(sent.id, { rights })).rejects.toEqual(refusal('platform.request.forbidden'));
    expect(await mailed(sent.id)).toHaveLength(1);
    const { version } = await bench.client.getSupplierOrder({ id: sent.id }, await bench.as());
    expect(version).toBe(sent.version);
  });
});
