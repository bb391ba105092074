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

it('leaves what is named as ours but means something else, and what has no subjects', async () => {
  const ours = await installation();
  const [prefix, { streams }] = [ours.config.prefix.toUpperCase(), ours.jsm];
  const [events, advisories, copy] = [`${prefix}_EVT_FOREIGN`, `${prefix}_ADV_FOREIGN`, `${prefix}_REP_COPY`];
  await streams.add({ name: events, subjects: [`${prefix}.theirs`] });
  await streams.add({ name: advisories, subjects: [`${prefix}.campaigns`] });
  await streams.add({ name: copy, mirror: { name: events } });
  await ours.removeStreams();
  expect(await streamsOf(ours)).toBe(3);
  for (const name of [events, advisories, copy]) await streams.delete(name);
});

it('does not take over a stream of somebody else that bears the name of ours', async () => {
  const ours = await installation();
  const name = `${ours.config.prefix.toUpperCase()}_EVT_BILLING`;
  await ours.jsm.streams.add({ name, subjects: [`${name}.theirs`] });
  await expect(ours.ensureStream('evt', 'billing')).rejects.toThrow(
    `${name} on this server is not ours: set NAVETTE_PREFIX`,
  );
  expect((await ours.jsm.streams.info(name)).config.subjects).toEqual([`${name}.theirs`]);
  await ours.jsm.streams.delete(name);
  await ours.removeStreams();
});

it('removes more streams than the server lists at once', async () => {
  const ours = await installation();
  await Promise.all(Array.from({ length: 300 }, (_, index) => ours.ensureStream('evt', `context-${index}`)));
  await ours.removeStreams();
  expect(await streamsOf(ours)).toBe(0);
});
