import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { Temporal } from '@navette/kernel';
import type { SeenEvent } from '@navette/platform/messaging';
import { LiveReader, MOST_WAITING, positionOf } from './live-reader.js';

const occurredAt = Temporal.Instant.from('2026-03-01T08:00:00Z');
const event = (sequence: number, type = 'navette.parties.v1.PartyChanged'): SeenEvent => ({
  context: 'parties',
  sequence,
  type,
  aggregate: { type: 'party', id: `p-${sequence}`, version: 1 },
  occurredAt,
});

/** A socket: takes what is written at once, or never. */
function socket(takes: boolean) {
  const written: string[] = [];
  const out = new Writable({
    highWaterMark: 1_024,
    write: (chunk: Buffer, _encoding, done) => {
      written.push(chunk.toString());
      if (takes) done();
    },
  });
  return { out, written, names: () => written.map((text) => /^event: (\w+)/.exec(text)?.[1]) };
}

const here = { position: { parties: 10, stock: 4 }, missed: undefined, standing: () => ({ parties: 10, stock: 4 }) };
const everything = { maySee: () => Promise.resolve(true), beatMs: 60_000 };
const turns = () => new Promise((resolve) => setImmediate(resolve));

describe('WE-3 a reader of the live stream', () => {
  it('is told where it stands, then what happens, each with the place to come back to', async () => {
    const { out, written } = socket(true);
    const reader = new LiveReader(out, everything);
    reader.push(event(11));
    const done = reader.run(here);
    await turns();
    reader.end('expired');
    await done;
    expect(written).toEqual([
      'event: ready\nid: parties=10&stock=4\ndata: {}\n\n',
      'event: change\nid: parties=11&stock=4\ndata: {"type":"navette.parties.v1.PartyChanged","aggregate":"party","id":"p-11","version":1,"sequence":11}\n\n',
      'event: expired\nid: parties=11&stock=4\ndata: {}\n\n',
    ]);
    expect(out.writableEnded).toBe(true);
  });

  it('coming back gets what it missed before what is new; or begins anew where that cannot be told', async () => {
    const since = { parties: 8, stock: 4 };
    const run = async (missed: SeenEvent[] | undefined) => {
      const { out, written, names } = socket(true);
      const reader = new LiveReader(out, everything);
      reader.push(event(11));
      const done = reader.run({ ...here, missed }, since);
      await turns();
      reader.end('closed');
      await done;
      return { names: names(), ids: written.map((text) => /id: parties=(\d+)/.exec(text)?.[1]) };
    };
    expect(await run([event(9), event(10)])).toEqual({
      names: ['ready', 'change', 'change', 'change'],
      ids: ['8', '9', '10', '11'],
    });
    expect(await run(undefined)).toEqual({ names: ['reset', 'change'], ids: ['10', '11'] });
  });

  it('is not shown what it may not see, and stands after it all the same', async () => {
    const { out, written } = socket(true);
    const reader = new LiveReader(out, { ...everything, maySee: ({ sequence }) => Promise.resolve(sequence === 12) });
    reader.push(event(11));
    reader.push(event(12));
    const done = reader.run(here);
    await turns();
    reader.end('closed');
    await done;
    expect(written.map((text) => text.split('\n')[1])).toEqual(['id: parties=10&stock=4', 'id: parties=12&stock=4']);
  });

  it('that takes nothing is cut off, and holds no more than its bound until then: 200 of them 100,000 references', async () => {
    const readers = Array.from({ length: 200 }, () => {
      const { out, written } = socket(false);
      const reader = new LiveReader(out, everything);
      return { out, written, reader, done: reader.run(here) };
    });
    let next = 11;
    for (; next < 11 + MOST_WAITING; next++) {
      const one = event(next);
      for (const { reader } of readers) reader.push(one);
      if (next % 50 === 0) await turns();
    }
    expect(readers.every(({ out }) => !out.destroyed)).toBe(true);
    // What left the queue is in the socket's buffer, which is bounded too: from its mark on nothing more is written.
    const buffered = readers.map(({ out }) => out.writableLength);
    expect(Math.max(...buffered)).toBeLessThan(2_048);
    for (; next < 11 + 2 * MOST_WAITING; next++) for (const { reader } of readers) reader.push(event(next));
    await Promise.all(readers.map(({ done }) => done));
    expect(readers.every(({ out }) => out.destroyed)).toBe(true);
  });
});

describe('WE-3 a last id', () => {
  it.each(['', 'x', 'parties', 'parties=', 'parties=-1', 'parties=1.5', '../x=1', 'parties=12345678901234567'])(
    'that is %j is none',
    (id) => expect(positionOf(id)).toBeUndefined(),
  );
  it('is a place in each stream', () => {
    expect(positionOf('parties=11&device-gateway=4')).toEqual({ parties: 11, 'device-gateway': 4 });
  });
});
