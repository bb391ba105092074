import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { removeServerData, startServers, type Servers } from '../tools/dev/servers/index.mjs';
import { Deliveries, ONCE } from './support/delivery.js';
import { MainLine } from './support/main-line.js';
import { System } from './support/system.js';

/** Servers of its own: this spec kills them. */
let dir: string;
let servers: Servers<'postgres' | 'nats' | 'redis' | 'smtp'>;
let system: System;
let deliveries: Deliveries;

beforeAll(async () => {
  dir = mkdtempSync(join(process.env['NAVETTE_TEST_DIR'] ?? tmpdir(), 'killed-'));
  servers = await startServers({ dir, want: ['postgres', 'nats', 'redis', 'smtp'], install: 'yes', env: {} });
  system = await System.start({ servers: servers as never });
  deliveries = new Deliveries(system, new MainLine(system));
}, 180_000);

afterAll(async () => {
  await system.stop();
  await servers.stopAll();
  await removeServerData(dir);
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

describe('ST-24 whatever server dies', () => {
  it.each(['nats', 'postgres', 'redis', 'smtp'] as const)(
    'has every effect once after kill -9 of %s in mid-delivery',
    async (kind) => {
      const prepared = await deliveries.waiting();
      const received = deliveries.receive(prepared);
      await servers[kind].kill9();
      await servers[kind].restart();
      await received;
      await system.ready();
      expect(await deliveries.effects(prepared)).toEqual(ONCE);
    },
    180_000,
  );

  it('goes on while Redis is gone, and says so in a metric', async () => {
    await servers.redis.kill9();
    const prepared = await deliveries.waiting();
    await deliveries.receive(prepared);
    expect(await deliveries.effects(prepared)).toEqual(ONCE);
    const metrics = await (await fetch(`${system.url('api')}/metrics`)).text();
    const unchecked = /^navette_rate_limit_unchecked_total\{[^}]*\} (\d+)/m.exec(metrics)?.[1];
    expect(Number(unchecked)).toBeGreaterThan(0);
    await servers.redis.restart();
  }, 180_000);
});
