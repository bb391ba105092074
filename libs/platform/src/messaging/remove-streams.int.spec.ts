import { afterAll, expect, it } from '@jest/globals';
import { testServers } from '@navette/testing';
import { randomBytes } from 'node:crypto';
import { silentLogger } from '../observability/index.js';
import { Bus } from './bus.js';

const buses: Bus[] = [];
afterAll(() => Promise.all(buses.map((bus) => bus.close())));

async function installation(): Promise<Bus> {
  const prefix = `r${randomBytes(4).toString('hex')}`;
  const bus = new Bus({ url: testServers().nats.url, prefix, name: 'test' }, silentLogger);
  buses.push(bus);
  await bus.open();
  await bus.ensureStream('evt', 'stock');
  await bus.ensureStream('cmd', 'stock');
  await bus.ensureAdvisoryStream('stock', [{ stream: `${prefix.toUpperCase()}_EVT_STOCK`, durable: 'stock__x' }]);
  return bus;
}

async function streamsOf(bus: Bus): Promise<number> {
  let count = 0;
  for await (const name of bus.jsm.streams.names()) if (name.startsWith(bus.config.prefix.toUpperCase())) count++;
  return count;
}

it('removes the streams of one installation, and leaves those of another on the same server', async () => {
  const [ours, theirs] = [await installation(), await installation()];
  expect([await streamsOf(ours), await streamsOf(theirs)]).toEqual([3, 3]);
  await ours.removeStreams();
  expect([await streamsOf(ours), await streamsOf(theirs)]).toEqual([0, 3]);
  await theirs.removeStreams();
});
