import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Deliveries, ONCE } from './support/delivery.js';
import { MainLine } from './support/main-line.js';
import { System } from './support/system.js';

/** Two processes, each with all services, on the same databases and streams: two copies of each service. */
let system: System;
let deliveries: Deliveries;
let copy: string;

beforeAll(async () => {
  system = await System.start();
  copy = await system.startCopy();
  deliveries = new Deliveries(system, new MainLine(system));
}, 120_000);
afterAll(() => system.remove(), 60_000);

/** Messages that a copy's service has handled, by its own count. */
async function handled(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const counts = metrics.matchAll(/^navette_messages_total\{[^}]*outcome="handled"[^}]*\} (\d+)/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

describe('ST-24 with two copies of each service', () => {
  it('has every effect once, and both copies do their share', async () => {
    const prepared = [];
    for (let n = 0; n < 6; n++) prepared.push(await deliveries.waiting());
    await Promise.all(prepared.map((one) => deliveries.receive(one)));
    for (const one of prepared) expect(await deliveries.effects(one)).toEqual(ONCE);
    expect(await handled(system.url('stock'))).toBeGreaterThan(0);
    expect(await handled(copy)).toBeGreaterThan(0);
  });

  it('has every effect once when one copy is killed in mid-delivery', async () => {
    const prepared = [];
    for (let n = 0; n < 3; n++) prepared.push(await deliveries.waiting());
    const received = Promise.all(prepared.map((one) => deliveries.receive(one)));
    await system.kill9('copy');
    await received;
    for (const one of prepared) expect(await deliveries.effects(one)).toEqual(ONCE);
  });
});
