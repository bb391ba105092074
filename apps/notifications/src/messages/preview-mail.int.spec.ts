import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomerOrderStatusChangedMessage } from '@navette/contracts';
import { PreviewTemplateRequest } from '@navette/contracts/notifications/v1/service';
import { newId, systemClock } from '@navette/kernel';
import { elsewhere, here, Notifications } from '../test/harness.js';
import { say } from '@navette/testing';
import { people } from '../test/stand-ins.js';

let n: Notifications;

beforeAll(async () => {
  n = await Notifications.start();
});
afterAll(() => n.stop());

const refusal = (code: string) => expect.objectContaining({ code });
const preview = async (text: Partial<PreviewTemplateRequest>, tenant = here) => {
  const whole = { kind: 'status:to_hand_back', subject: 'Dossier {{ file.number }}', body: 'Bonjour {{ customer.name }}' };
  return n.client.previewTemplate(PreviewTemplateRequest.fromPartial({ ...whole, ...text }), await n.as(tenant));
}; // prettier-ignore

describe('NO-2 a preview with real data', () => {
  it('needs a message that lends them, which is said', async () => {
    await expect(preview({})).rejects.toEqual(refusal('notifications.preview.no-data'));
  });

  it('shows the text of any status code with the latest file, or with the one chosen', async () => {
    const [zoe, anne] = [people.add(), people.add({ name: '<Roy>', emails: [] })];
    await n.partArrives(zoe.id, { brand: 'Brandt' });
    const first = await n.messageTo(zoe.id, 'sent');
    await n.partArrives(anne.id, { brand: 'Fagor' });
    const second = await n.messageTo(anne.id, 'not_sent');
    const body = 'Bonjour {{ customer.name }},\n\nvotre {{ product.brand }} est prêt. {{ station.name }}';
    expect(await preview({ body })).toEqual({
      subject: 'Dossier LIL-DI-2026-000042',
      text: 'Bonjour <Roy>,\n\nvotre Fagor est prêt. Houplin Lille',
      html: expect.stringContaining('<p>Bonjour &lt;Roy&gt;,</p><p>votre Fagor est prêt. Houplin Lille</p>'),
      recipient: '',
      aboutKind: 'intervention_file',
      aboutId: second.aboutId,
    });
    expect(await preview({ body, aboutId: first.aboutId, language: 'en' })).toMatchObject({
      text: expect.stringContaining('Lefèvre,\n\nvotre Brandt'),
      html: expect.stringContaining('lang="en"'),
      recipient: zoe.email,
    });
    expect(n.mailsTo(zoe.email)).toHaveLength(1);
    const { rowCount } = await n.service.admin.query('select from template');
    expect(rowCount).toBe(0);
  });

  it('shows that of an order with an order', async () => {
    const zoe = people.add();
    const orderId = newId(systemClock);
    const order = { kind: 'customer_order_ready', subject: 'Commande {{ order.number }}', body: 'x' };
    await expect(preview(order)).rejects.toEqual(refusal('notifications.preview.no-data'));
    const message = { orderId, number: 'LIL-BC-2026-000009', customerPartyId: zoe.id, state: 'ready_partial' };
    await say(n.service, CustomerOrderStatusChangedMessage, message, { tenant: here, aggregateId: orderId });
    await n.messageTo(zoe.id, 'sent');
    expect(await preview(order)).toMatchObject({ subject: 'Commande LIL-BC-2026-000009', aboutId: orderId });
  });

  it('refuses what could not be saved, naming it', async () => {
    const failure = await preview({ body: '{{ order.number }}', subject: '' }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'notifications.template.invalid',
      fields: [
        { pointer: '/subject', code: 'notifications.template.text-required' },
        { pointer: '/body', code: 'notifications.template.tag-unknown', params: { tag: 'order.number' } },
      ],
    });
  });

  it('ID-10 never shows what another station wrote about', async () => {
    const zoe = people.add();
    await n.partArrives(zoe.id);
    const { aboutId } = await n.messageTo(zoe.id, 'sent');
    const noData = refusal('notifications.preview.no-data');
    await expect(preview({ aboutId }, elsewhere)).rejects.toEqual(noData);
    await expect(preview({ aboutId: newId(systemClock) }, elsewhere)).rejects.toEqual(noData);
    await expect(preview({ aboutId: 'no id' })).rejects.toEqual(noData);
  });

  it('waits for parties: while they are away it says so', async () => {
    people.away = true;
    await expect(preview({})).rejects.toEqual(refusal('platform.service.unavailable'));
    people.away = false;
  });

  it('ID-4 needs its right', async () => {
    const call = await n.service.as(here, ['notifications:template.read']);
    await expect(n.client.previewTemplate(PreviewTemplateRequest.create(), call)).rejects.toEqual(
      refusal('platform.request.forbidden'),
    );
  });
});
