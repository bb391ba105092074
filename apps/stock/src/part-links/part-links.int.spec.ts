import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartChangedMessage } from '@navette/contracts';
import type { Part } from '@navette/contracts/stock/v1/service';
import { Bench, elsewhere, id, refusal, RIGHTS } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

type As = Parameters<Bench['as']>[0];
const link = async (part: Part, other: Part, kind: string, as: As = {}) =>
  bench.client.linkParts({ partId: part.id, otherPartId: other.id, kind }, await bench.as(as));
const unlink = async (part: Part, other: Part, kind: string) =>
  bench.client.unlinkParts({ partId: part.id, otherPartId: other.id, kind }, await bench.as());
const of = async (part: Part) => bench.client.listPartLinks({ partId: part.id }, await bench.as());
const ids = (links: readonly { partId: string }[]) => links.map(({ partId }) => partId);
const offers = async (part: Part) =>
  (await bench.client.offerReplacements({ partId: part.id }, await bench.as())).offers;
const parts = (count: number, overrides: Partial<Part> = {}) =>
  Promise.all(Array.from({ length: count }, () => bench.part(overrides)));

describe('ST-3 equivalents and replacements', () => {
  it('are seen from both sides, said once however often, and taken back', async () => {
    const [a, b, c] = (await parts(3)) as [Part, Part, Part];
    await bench.correct(b, 2);
    await link(a, b, 'equivalent');
    await link(b, a, 'equivalent');
    expect(await link(a, c, 'replacement')).toMatchObject({
      equivalents: [{ partId: b.id, reference: b.reference, state: 'active', free: '2.0000' }],
      replacements: [{ partId: c.id, free: '0.0000' }],
      replaces: [],
    });
    expect(ids((await of(b)).equivalents)).toEqual([a.id]);
    expect(ids((await of(c)).replaces)).toEqual([a.id]);
    expect(ids((await unlink(b, a, 'equivalent')).equivalents)).toEqual([]);
    await unlink(a, b, 'equivalent');
    expect(ids((await of(a)).equivalents)).toEqual([]);
    const audit = await bench.rows(
      `select operation from audit where entity_id = $1 and operation <> 'stock:part.create' order by at`,
      [b.id],
    );
    expect(audit.map((row) => (row as { operation: string }).operation)).toEqual([
      'stock:stock-level.correct',
      'stock:part.change',
      'stock:part.change',
    ]);
    expect(await bench.heard(PartChangedMessage, ({ partId }) => partId === b.id)).toHaveLength(3);
  });

  it('make no circle of replacements, also where two close it at once', async () => {
    const [a, b, c] = (await parts(3)) as [Part, Part, Part];
    await link(a, b, 'replacement');
    await link(b, c, 'replacement');
    await expect(link(c, a, 'replacement')).rejects.toEqual(refusal('stock.part-link.circle'));
    const [d, e] = (await parts(2)) as [Part, Part];
    const both = await Promise.allSettled([link(d, e, 'replacement'), link(e, d, 'replacement')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('refuse what makes no sense', async () => {
    const [a, b] = (await parts(2)) as [Part, Part];
    const labour = await bench.part({ kind: 'special_item' });
    const fields = (done: Promise<unknown>) =>
      done.catch((error: { fields: { code: string }[] }) => error.fields.map(({ code }) => code));
    expect(await fields(link(a, a, 'equivalent'))).toEqual(['stock.part-link.itself']);
    expect(await fields(link(a, b, 'twin'))).toEqual(['stock.part-link.not-accepted']);
    expect(await fields(link(a, { ...b, id: id() }, 'equivalent'))).toEqual(['stock.part-link.part-unknown']);
    expect(await fields(link(a, labour, 'equivalent'))).toEqual(['stock.part-link.special-item']);
    await expect(link({ ...a, id: id() }, b, 'equivalent')).rejects.toEqual(refusal('stock.part.not-found'));
  });

  it('are offered for a part that can’t be ordered: through exhausted ones to what can, then equivalents', async () => {
    const [gone, between] = (await parts(2, { state: 'exhausted' })) as [Part, Part];
    const [final, later, equal] = (await parts(3)) as [Part, Part, Part];
    await link(gone, between, 'replacement');
    await link(between, final, 'replacement');
    await link(final, later, 'replacement');
    await link(gone, equal, 'equivalent');
    await bench.correct(equal, 4);
    expect((await offers(gone)).map(({ part, kind, free }) => [part?.id, kind, free])).toEqual([
      [final.id, 'replacement', '0.0000'],
      [equal.id, 'equivalent', '4.0000'],
    ]);
    expect((await offers(gone))[0]?.part).toEqual(await bench.client.getPart({ id: final.id }, await bench.as()));
    expect(await offers(final)).toEqual([]);
  });

  it('ID-4 ID-10 need their right, in their station', async () => {
    const [a, b] = (await parts(2)) as [Part, Part];
    const rights = RIGHTS.filter((right) => right !== 'stock:part.change');
    await expect(link(a, b, 'equivalent', { rights })).rejects.toEqual(refusal('platform.request.forbidden'));
    await expect(link(a, b, 'equivalent', { tenant: elsewhere })).rejects.toEqual(refusal('stock.part.not-found'));
    const other = await bench.as({ tenant: elsewhere });
    await expect(bench.client.listPartLinks({ partId: a.id }, other)).rejects.toEqual(refusal('stock.part.not-found'));
    await expect(bench.client.offerReplacements({ partId: a.id }, other)).rejects.toEqual(
      refusal('stock.part.not-found'),
    );
  });
});
