import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartChangedMessage } from '@navette/contracts';
import type { Part } from '@navette/contracts/stock/v1/service';
import sharp from 'sharp';
import { Bench, elsewhere, id, refusal, RIGHTS } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

/** A photo as a phone makes it, which says where it was taken. */
const photo = (n: number, width = 1_600) =>
  sharp({
    create: {
      width,
      height: 800,
      channels: 3,
      background: { r: (n * 53) % 256, g: (n * 97) % 256, b: (n * 29) % 256 },
    },
  })
    .jpeg()
    .withExif({ IFD0: { Copyright: 'Somebody' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '50/1 38/1 0/1' } })
    .toBuffer();
const add = async (part: Part, content: Buffer, as: Parameters<Bench['as']>[0] = {}) =>
  (await bench.client.addPartImage({ partId: part.id, content }, await bench.as(as))).images;
const remove = async (part: Part, imageId = '') =>
  (await bench.client.removePartImage({ partId: part.id, imageId }, await bench.as())).images;
const get = async (part: Part, imageId = '', small = false) =>
  bench.client.getPartImage({ partId: part.id, imageId, small }, await bench.as());
const objects = async () => (await bench.rows('select from stored_object')).length;

describe('ST-1 pictures of a part', () => {
  it('are drawn anew, whole and small, and tell nothing but what they show', async () => {
    const part = await bench.part();
    const [image] = await add(part, await photo(1));
    expect(image).toMatchObject({ main: true });
    const [full, small] = [await get(part, image?.id), await get(part, image?.id, true)];
    const [ofFull, ofSmall] = [await sharp(full.content).metadata(), await sharp(small.content).metadata()];
    expect([ofFull, ofSmall].map(({ format, width, height, exif }) => [format, width, height, exif])).toEqual([
      ['png', 1_200, 600, undefined],
      ['png', 200, 100, undefined],
    ]);
    expect(full.mediaType).toBe('image/png');
    expect((await bench.client.getPart({ id: part.id }, await bench.as())).version).toBe(part.version);
    expect(await bench.heard(PartChangedMessage, ({ partId }) => partId === part.id)).toHaveLength(2);
    expect(await bench.rows('select operation from audit where entity_id = $1 order by at', [part.id])).toEqual([
      { operation: 'stock:part.create' },
      { operation: 'stock:part.change' },
    ]);
  });

  it('have one main picture; the next takes its place, and nothing stays of what is taken away', async () => {
    const [part, other] = [await bench.part(), await bench.part()];
    const before = await objects();
    await add(part, await photo(2));
    await add(part, await photo(3));
    const [first, second] = await add(part, await photo(2));
    expect([first?.main, second?.main]).toEqual([true, false]);
    await bench.client.choosePartImage({ partId: part.id, imageId: second?.id as string }, await bench.as());
    // The same picture of another part is kept once, and stays when one of them goes.
    const [shared] = await add(other, await photo(3));
    expect(await objects()).toBe(before + 4);
    expect(await remove(part, second?.id)).toEqual([{ id: first?.id, main: true }]);
    expect((await get(other, shared?.id)).content.length).toBeGreaterThan(0);
    await remove(other, shared?.id);
    await remove(part, first?.id);
    expect(await objects()).toBe(before);
    await expect(remove(part, first?.id)).rejects.toEqual(refusal('stock.part-image.not-found'));
  });

  it('are 12 at most, also where two are added at once, and pictures', async () => {
    const part = await bench.part();
    for (let n = 0; n < 11; n++) await add(part, await photo(100 + n, 20));
    const both = await Promise.allSettled([add(part, await photo(130, 20)), add(part, await photo(131, 20))]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(add(part, await photo(140, 20))).rejects.toEqual(refusal('stock.part-image.too-many'));
    await expect(add(part, Buffer.from('<svg/>'))).rejects.toEqual(refusal('platform.image.not-accepted'));
    await expect(add(part, Buffer.alloc(3 * 1_048_576))).rejects.toEqual(refusal('platform.image.too-large'));
    const bomb = await sharp({ create: { width: 8_000, height: 8_000, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    await expect(add(part, bomb)).rejects.toEqual(refusal('platform.image.too-many-pixels'));
  });

  it('ID-4 ID-10 are of their part and station, for who has the right', async () => {
    const [part, other] = [await bench.part(), await bench.part()];
    const [image] = await add(part, await photo(5));
    await expect(get(other, image?.id)).rejects.toEqual(refusal('stock.part-image.not-found'));
    await expect(get({ ...part, id: id() }, image?.id)).rejects.toEqual(refusal('stock.part.not-found'));
    await expect(add(part, await photo(6), { tenant: elsewhere })).rejects.toEqual(refusal('stock.part.not-found'));
    const rights = RIGHTS.filter((right) => right !== 'stock:part.change');
    await expect(add(part, await photo(6), { rights })).rejects.toEqual(refusal('platform.request.forbidden'));
    const asked = { partId: part.id, imageId: image?.id as string };
    const theirs = await bench.as({ tenant: elsewhere });
    // Each is asked when it is waited for: a refusal that nobody waits for yet ends the test.
    for (const ask of [
      () => bench.client.getPartImage({ ...asked, small: false }, theirs),
      () => bench.client.choosePartImage(asked, theirs),
      () => bench.client.removePartImage(asked, theirs),
      () => bench.client.listPartImages({ partId: part.id }, theirs),
    ])
      await expect(ask()).rejects.toEqual(refusal('stock.part.not-found'));
  });
});
