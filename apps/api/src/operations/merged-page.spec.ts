import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@navette/kernel';
import { mergedPage } from './merged-page.js';

interface Row {
  readonly id: number;
  readonly at: number;
  readonly cursor: string;
}

const SERVICES = ['interventions', 'stock', 'billing'];
const latestFirst = (a: Row, b: Row) => b.at - a.at || b.id - a.id;

/** Lists of three services, with many rows of one instant. */
function lists(count: number, instants: number): Record<string, Row[]> {
  const rows = Array.from({ length: count }, (_, id): Row => ({ id, at: (id * 7_919) % instants, cursor: String(id) }));
  const of = (service: number) => rows.filter(({ id }) => (id * 31) % 3 === service).sort(latestFirst);
  return Object.fromEntries(SERVICES.map((service, i) => [service, of(i)]));
}

const away = new DomainError('platform.service.unavailable', { service: 'stock' }, [], { kind: 'unavailable' });

/** Asks as a service answers: from behind the row that a cursor names. */
const asking =
  (all: Record<string, Row[]>, isAway: (service: string) => boolean = () => false) =>
  async (service: string, cursor: string, limit: number) => {
    if (isAway(service)) throw away;
    const rows = all[service] ?? [];
    const from = cursor === '' ? 0 : rows.findIndex((row) => row.cursor === cursor) + 1;
    if (cursor !== '' && from === 0)
      throw new DomainError('platform.list.cursor-of-another-list', {}, [], { kind: 'invalid' });
    const page = rows.slice(from, from + limit);
    return { rows: page, nextCursor: from + limit < rows.length ? (page.at(-1)?.cursor ?? '') : '' };
  };

async function walk(all: Record<string, Row[]>, limit: number, ask = asking(all)): Promise<number[]> {
  const seen: number[] = [];
  let cursor = '';
  do {
    const page = await mergedPage(SERVICES, { cursor, limit }, ask, latestFirst);
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    seen.push(...page.rows.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== '');
  return seen;
}

describe('WE-9 a list over several services', () => {
  it.each([1, 2, 3, 7, 50, 200])('goes by pages of %i through every row once, in order, ties too', async (limit) => {
    for (const [count, instants] of [
      [0, 1],
      [1, 1],
      [100, 4],
      [101, 1_000],
    ] as const) {
      const all = lists(count, instants);
      const expected = Object.values(all).flat().sort(latestFirst).map(({ id }) => id); // prettier-ignore
      expect(await walk(all, limit)).toEqual(expected);
    }
  });

  it('says which service did not answer, goes on without it, and is refused where none did', async () => {
    const all = lists(90, 9);
    const ask = asking(all, (service) => service === 'stock');
    const first = await mergedPage(SERVICES, { cursor: '', limit: 10 }, ask, latestFirst);
    expect(first.away).toEqual(['stock']);
    const rest = Object.entries(all).filter(([service]) => service !== 'stock').flatMap(([, rows]) => rows); // prettier-ignore
    expect(await walk(all, 10, ask)).toEqual(rest.sort(latestFirst).map(({ id }) => id));
    // Back again meanwhile, it does not come in between pages that have been read.
    const second = await mergedPage(SERVICES, { cursor: first.nextCursor, limit: 10 }, asking(all), latestFirst);
    expect(second.rows.map(({ service }) => service)).not.toContain('stock');
    await expect(
      mergedPage(
        SERVICES,
        { cursor: '', limit: 10 },
        asking(all, () => true),
        latestFirst,
      ),
    ).rejects.toBe(away);
  });

  it('refuses a cursor of something else', async () => {
    const all = lists(30, 3);
    const { nextCursor } = await mergedPage(SERVICES, { cursor: '', limit: 5 }, asking(all), latestFirst);
    for (const cursor of ['nonsense', Buffer.from('{"a":1}').toString('base64url')])
      await expect(mergedPage(SERVICES, { cursor, limit: 5 }, asking(all), latestFirst)).rejects.toMatchObject({
        code: 'platform.list.cursor-of-another-list',
      });
    await expect(
      mergedPage(['stock'], { cursor: nextCursor, limit: 5 }, asking(all), latestFirst),
    ).rejects.toMatchObject({ code: 'platform.list.cursor-of-another-list' });
  });
});
