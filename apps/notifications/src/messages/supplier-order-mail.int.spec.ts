import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SupplierOrderSentMessage } from '@navette/contracts';
import { newId, systemClock } from '@navette/kernel';
import { startService } from '@navette/platform/service';
import { eventually, say, startTestService } from '@navette/testing';
import { notificationsService } from '../notifications.service.js';
import { elsewhere, failMarking, here, Notifications } from '../test/harness.js';
import { answer } from '../test/smtp-server.js';
import { orders, people } from '../test/stand-ins.js';

let n: Notifications;

beforeAll(async () => {
  n = await Notifications.start();
});
afterAll(() => n.stop());
afterEach(() => {
  orders.away = false;
});

const supplier = () => people.add({ kinds: ['supplier'], name: 'Pièces & Cie', firstName: '', civility: '' });

/** Stock says that an order has gone; the event's id. */
function goes(
  order: { orderId: string; number: string },
  to: { id: string },
  said: { messageId?: string; channel?: string } = {},
  service = n.service,
): Promise<string> {
  const { channel = 'mail', ...rest } = said;
  const message = { ...order, supplierPartyId: to.id, channel, again: false };
  return say(service, SupplierOrderSentMessage, message, { tenant: here, aggregateId: order.orderId, ...rest });
}

const filesOf = (
  mail:
    | { attachments: { filename: string | null; mimeType: string; content: ArrayBuffer | Uint8Array | string }[] }
    | undefined,
) =>
  mail?.attachments.map(({ content, filename, mimeType }) => [
    filename,
    mimeType,
    typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer).toString(),
  ]);

describe('ST-21 NO-6 the mail of a supplier order', () => {
  it('brings the order as PDF and as a sheet, once for an event, and the record says who got it when', async () => {
    const [order, to] = [orders.add(), supplier()];
    const messageId = await goes(order, to);
    await goes(order, to, { messageId });
    const sent = await n.messageTo(to.id, 'sent');
    await n.settled();
    const mails = n.mailsTo(to.email);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toBe(`Commande ${order.number} — Houplin Lille`);
    expect(filesOf(mails[0])).toEqual([
      [`${order.number}.pdf`, 'application/pdf', `pdf of ${order.number}`],
      [
        `${order.number}.xlsx`,
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        `xlsx of ${order.number}`,
      ],
    ]);
    expect(sent).toMatchObject({ aboutKind: 'supplier_order', aboutId: order.orderId, recipient: to.email });
    expect(sent.sentAt).not.toBe('');
    const { messages } = await n.client.listMessages(
      { page: undefined, state: '', aboutId: order.orderId },
      await n.as(elsewhere),
    );
    expect(messages).toEqual([]);
  });

  it('goes to the address that was corrected when it is asked for again, and the record says both', async () => {
    const [order, to] = [orders.add(), supplier()];
    await goes(order, to);
    await n.messageTo(to.id, 'sent');
    const wrong = to.email;
    const right = `juste-${wrong}`;
    people.known.set(to.id, { ...to, emails: [right] });
    const message = { ...order, supplierPartyId: to.id, channel: 'mail', again: true };
    const said = { tenant: here, aggregateId: order.orderId };
    const messageId = await say(n.service, SupplierOrderSentMessage, message, said);
    await say(n.service, SupplierOrderSentMessage, message, { ...said, messageId });
    await eventually(() => (n.mailsTo(right).length > 0 ? true : undefined));
    await n.settled();
    expect([wrong, right].map((address) => n.mailsTo(address).length)).toEqual([1, 1]);
    expect((await n.messagesTo(to.id)).map(({ recipient, state }) => [recipient, state]).sort()).toEqual(
      [wrong, right].map((address) => [address, 'sent']).sort(),
    );
  });

  it('does not leave where the order went otherwise, was withdrawn or has nobody to go to', async () => {
    const [byHand, cancelled, gone] = [supplier(), supplier(), supplier()];
    await goes(orders.add(), byHand, { channel: '' });
    await goes(orders.add('cancelled'), cancelled);
    await goes({ orderId: newId(systemClock), number: 'LIL-CF-2026-9' }, gone);
    const withoutAddress = people.add({ kinds: ['supplier'], emails: [] });
    await goes(orders.add(), withoutAddress);
    expect(await n.messageTo(cancelled.id, 'not_sent')).toMatchObject({ reason: 'order-withdrawn' });
    expect(await n.messageTo(gone.id, 'not_sent')).toMatchObject({ reason: 'order-withdrawn' });
    expect(await n.messageTo(withoutAddress.id, 'not_sent')).toMatchObject({ reason: 'no-address' });
    await n.settled();
    expect(await n.messagesTo(byHand.id)).toEqual([]);
    expect([byHand, cancelled, gone].flatMap(({ email }) => n.mailsTo(email))).toEqual([]);
  });

  it('waits for stock, and is tried again under one Message-ID', async () => {
    const [order, to] = [orders.add(), supplier()];
    orders.away = true;
    n.answers.set(to.email, answer(451, 'try later'));
    await goes(order, to);
    await eventually(async () => {
      const { rowCount } = await n.service.admin.query(
        `select from timer where kind = 'send-mail' and attempts > 0 and last_error <> ''`,
      );
      return rowCount === 0 ? undefined : true;
    });
    expect((await n.messageTo(to.id, 'queued')).attempts).toBe(0);
    orders.away = false;
    const tried = await eventually(async () => (await n.messagesTo(to.id)).find(({ attempts }) => attempts > 0));
    n.answers.delete(to.email);
    const sent = await n.messageTo(to.id, 'sent');
    expect(sent.messageId).toBe(tried.messageId);
    expect(n.mailsTo(to.email).map(({ messageId }) => messageId)).toEqual([sent.messageId]);
  });

  it('comes once more, the same, when the process dies between the server’s answer and our commit', async () => {
    const own = await startTestService(notificationsService, { env: n.env });
    await n.useSmtp(here, own);
    await failMarking(own);
    const [order, to] = [orders.add(), supplier()];
    await goes(order, to, {}, own);
    await eventually(() => (n.mailsTo(to.email).length > 0 ? true : undefined));
    await own.running.stop();
    await own.admin.query('drop trigger marking on message');
    const next = await startService(notificationsService, { env: own.env });
    await eventually(async () => {
      const { rowCount } = await own.admin.query(`select 1 from message where state = 'sent'`);
      return rowCount === 1 ? true : undefined;
    });
    const [first, second, ...more] = n.mailsTo(to.email);
    expect(more).toEqual([]);
    expect(second?.messageId).toBe(first?.messageId);
    expect(filesOf(second)).toEqual(filesOf(first));
    await next.stop();
    await own.admin.end();
  });
});
