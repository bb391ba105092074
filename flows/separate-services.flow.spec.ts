import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@navette/testing';
import { killedAtEach } from './support/crash.js';
import { Deliveries, ONCE, type Waiting } from './support/delivery.js';
import { MainLine } from './support/main-line.js';
import { System } from './support/system.js';

/** One process per service. */
let system: System;
let line: MainLine;
let deliveries: Deliveries;

beforeAll(async () => {
  system = await System.start({ separate: true });
  line = new MainLine(system);
  deliveries = new Deliveries(system, line);
}, 300_000);
afterAll(() => system.remove(), 90_000);

describe('ST-24 in separate processes', () => {
  it('takes a delivery to the file, the customer order and the customer', async () => {
    const prepared = await deliveries.waiting();
    await deliveries.receive(prepared);
    expect(await deliveries.effects(prepared)).toEqual(ONCE);
  });
});

describe('GW-1 while a service is down the others go on', () => {
  it('takes mission orders with interventions down, and delivers them when it is back', async () => {
    await system.kill9('interventions');
    const sent = await line.sendMissionOrder(`${randomUUID()}@exemple.example`, false);
    const asked = await system.api('GET', `/mission-orders/${sent}`);
    expect(asked.status).toBe(503);
    expect(asked.body.code).toBe('platform.service.unavailable');
    await system.up();
    await eventually(async () => {
      const { status, body } = await system.api('GET', `/mission-orders/${sent}`);
      return status === 200 && body.state === 'received' ? true : undefined;
    });
  });

  it('receives goods with notifications, billing and accounting down; what needs them waits and is done when they are back', async () => {
    const prepared = await deliveries.waiting();
    for (const app of ['notifications', 'billing', 'accounting']) await system.kill9(app);
    for (const receipt of prepared.receipts) await line.validate(receipt);
    const [saga] = await system.rows<{ status: string }>(
      'stock',
      'select status from saga where correlation_key = $1',
      [prepared.receipts[0]?.id],
    );
    expect(saga?.status).toBe('running');
    await system.up();
    await deliveries.receive({ ...prepared, receipts: [] });
    for (const { id } of prepared.receipts) await line.sagaEnds(id);
    expect(await deliveries.effects(prepared)).toEqual(ONCE);
  });

  it('checks tokens and rights with identity down', async () => {
    await system.api('GET', '/parties?limit=1');
    await system.kill9('identity');
    expect((await system.api('GET', '/parties?limit=1')).status).toBe(200);
    await system.up();
  });
});

describe('ST-24 whatever service crashes', () => {
  it('has every effect once after SIGKILL at every point that the platform passes, the other services staying up', async () => {
    const scenario = {
      prepare: () => deliveries.waiting(),
      act: (prepared: Waiting) => deliveries.receive(prepared),
    };
    const { points, neverHit } = await killedAtEach(system, scenario, async (prepared, point) => {
      expect({ point, ...(await deliveries.effects(prepared)) }).toEqual({ point, ...ONCE });
    });
    expect(new Set(points.map((point) => point.split('/')[0]))).toEqual(
      new Set(['stock', 'interventions', 'billing', 'notifications']),
    );
    expect(neverHit).toEqual([]);
  }, 900_000);
});
