import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { testScope } from '@navette/testing';
import sharp from 'sharp';
import { lens, lille, refusal, startNetwork, type TestNetwork } from '../test/network.js';

const RIGHTS = ['identity:station.read', 'identity:station.change'];

let network: TestNetwork;
beforeAll(async () => {
  network = await startNetwork();
});
afterAll(() => network?.stop());

const set = async (content: Buffer, tenant = lille) =>
  network.client.setStationLogo({ stationId: tenant.stationId, content }, await network.service.as(tenant, RIGHTS));
const get = async (stationId = lille.stationId, tenant = lille) =>
  network.client.getStationLogo({ stationId }, await network.service.as(tenant, RIGHTS));
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: { r: 200, g: 30, b: 30, alpha: 0.5 } } });
const kept = () => network.rows<{ sha256: string }>('select sha256 from stored_object');

describe('ID-1 logo of a station', () => {
  it('is drawn anew: its pixels, and nothing that came with them', async () => {
    const note = 'taken at home';
    const photo = await picture(80, 40)
      .jpeg()
      .withMetadata({ orientation: 6 })
      .withExifMerge({ IFD0: { ImageDescription: note } })
      .toBuffer();
    expect(photo.includes(note)).toBe(true);
    const tail = '<script>alert(1)</script>';
    const station = await set(Buffer.concat([photo, Buffer.from(tail)]));
    const logo = await get();
    const content = Buffer.from(logo.content);
    expect(logo.sha256).toBe(createHash('sha256').update(content).digest('hex'));
    expect(station.logoSha256).toBe(logo.sha256);
    expect(content.includes(note)).toBe(false);
    expect(content.includes(tail)).toBe(false);
    // Orientation 6: it lay on its side.
    expect(await sharp(content).metadata()).toMatchObject({ format: 'png', width: 40, height: 80 });
  });

  it.each(['png', 'webp'] as const)('may be %s; a large one is scaled to what a document prints', async (format) => {
    await set(await picture(2_400, 600).toFormat(format).toBuffer());
    const { content } = await get();
    expect(await sharp(content).metadata()).toMatchObject({ format: 'png', width: 1_200, height: 300, hasAlpha: true });
  });

  it('replaces the one before; taken away, there is none, and each service hears of both', async () => {
    const { version } = await set(await picture(10, 10).png().toBuffer());
    const second = await set(await picture(20, 20).png().toBuffer());
    expect(Number(second.version)).toBe(Number(version) + 1);
    expect(await kept()).toEqual([{ sha256: second.logoSha256 }]);
    const again = await set(await picture(20, 20).png().toBuffer());
    expect(again.version).toBe(second.version);
    const none = await set(Buffer.alloc(0));
    expect(none).toMatchObject({ logoSha256: '', version: String(Number(second.version) + 1) });
    expect(await kept()).toEqual([]);
    expect(await refusal(get())).toMatchObject({ code: 'identity.station.no-logo', kind: 'not-found' });
  });

  it('is none of what is not PNG, JPEG or WebP, whatever it is called', async () => {
    const bad = {
      svg: Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
      ),
      gif: await picture(9, 9).gif().toBuffer(),
      tiff: await picture(9, 9).tiff().toBuffer(),
      text: Buffer.from('%PDF-1.7'),
      half: (await picture(300, 300).jpeg().toBuffer()).subarray(0, 700),
    };
    for (const [name, content] of Object.entries(bad)) {
      const { code, params } = await refusal(set(content));
      expect([name, code, params]).toEqual([
        name,
        'platform.image.not-accepted',
        { accepted: ['PNG', 'JPEG', 'WebP'] },
      ]);
    }
  });

  it('is bounded in bytes and in pixels', async () => {
    expect(await refusal(set(Buffer.alloc(2 * 1_048_576 + 1)))).toMatchObject({
      code: 'platform.image.too-large',
      kind: 'too-large',
    });
    const bomb = await picture(4_097, 4_096).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).toBeLessThan(2 * 1_048_576);
    expect(await refusal(set(bomb))).toMatchObject({ code: 'platform.image.too-many-pixels' });
  });

  it('ID-10 is its own station’s: another’s is not there, neither to read nor to set', async () => {
    const { logoSha256 } = await set(await picture(12, 12).png().toBuffer(), lens);
    expect(await refusal(get(lens.stationId))).toMatchObject({ code: 'identity.station.no-logo' });
    const content = await picture(13, 13).png().toBuffer();
    const asked = network.client.setStationLogo(
      { stationId: lens.stationId, content },
      await network.service.as(lille, RIGHTS),
    );
    expect(await refusal(asked)).toMatchObject({ code: 'identity.station.not-found' });
    const seen = await network.service.db.tenantRead(testScope(lille), (tx) =>
      tx.rows('select from stored_object where sha256 = $1', [logoSha256]),
    );
    expect(seen).toEqual([]);
  });

  it('ID-4 needs the right to change the station', async () => {
    const reader = await network.service.as(lille, ['identity:station.read']);
    const asked = network.client.setStationLogo({ stationId: lille.stationId, content: Buffer.alloc(0) }, reader);
    expect(await refusal(asked)).toMatchObject({ params: { right: 'identity:station.change' } });
  });
});
