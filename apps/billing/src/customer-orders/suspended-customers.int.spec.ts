import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartyResumedMessage, PartySuspendedMessage } from '@navette/contracts';
import { Bench, CONSUMER, elsewhere, here, id, MANUFACTURER, refusal, RIGHTS } from '../test/billing.helper.js';

const SUSPENDED = 'platform.suspension.party-suspended';
let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
  await bench.tell('party-suspended', PartySuspendedMessage, { partyId: CONSUMER }, { version: 3 });
});
afterAll(() => bench.stop());

const order = (customerPartyId = CONSUMER) => ({
  customerPartyId,
  lines: [{ reference: 'P-1', quantity: '1', unitPrice: '' }],
});
const create = async (customerPartyId = CONSUMER, tenant = here) =>
  bench.client.createCustomerOrder(order(customerPartyId), await bench.as(tenant));
const override = async (reason: string, rights = RIGHTS, key = id()) =>
  bench.client.createDespiteSuspension({ order: order(), reason }, await bench.as(here, rights, key));
const orders = async () => (await bench.service.admin.query('select 1 from customer_order')).rowCount;

describe('PA-4 a customer who is suspended for non-payment', () => {
  it('orders nothing; others do, and so does the same party in another station', async () => {
    const before = await orders();
    await expect(create()).rejects.toMatchObject({
      code: SUSPENDED,
      fields: [expect.objectContaining({ pointer: '/customerPartyId' })],
    });
    expect(await orders()).toBe(before);
    expect(await create(MANUFACTURER)).toMatchObject({ state: 'waiting' });
    expect(await create(CONSUMER, elsewhere)).toMatchObject({ state: 'waiting' });
  });

  it('orders where a manager says why, which is kept and audited; repeated, it is one order', async () => {
    await expect(override(' ')).rejects.toEqual(refusal('platform.suspension.reason-required'));
    const key = id();
    const made = await override('Acompte versé', RIGHTS, key);
    expect(await override('Acompte versé', RIGHTS, key)).toEqual(made);
    const sql = 'select party_id, entity_type, reason from suspension_override where entity_id = $1';
    expect((await bench.service.admin.query(sql, [made.id])).rows).toEqual([
      { party_id: CONSUMER, entity_type: 'customer-order', reason: 'Acompte versé' },
    ]);
    const { rows } = await bench.service.admin.query(
      `select operation, actor_kind from audit where entity_type = 'customer-order' and entity_id = $1`,
      [made.id],
    );
    expect(rows).toEqual([{ operation: 'billing:suspension.override', actor_kind: 'user' }]);
  });

  it('ID-4 is not overridden without the right', async () => {
    const rights = RIGHTS.filter((one) => one !== 'billing:suspension.override');
    await expect(override('Acompte versé', rights)).rejects.toEqual(refusal('platform.request.forbidden'));
  });

  it('orders again once resumed, whatever comes late', async () => {
    await bench.tell('party-resumed', PartyResumedMessage, { partyId: CONSUMER }, { version: 5 });
    await bench.tell('party-suspended', PartySuspendedMessage, { partyId: CONSUMER }, { version: 4 });
    expect(await create()).toMatchObject({ customerPartyId: CONSUMER });
  });
});
