import { defineErrors } from '@navette/kernel';

export const imageErrors = defineErrors('platform', {
  'image.not-accepted': { kind: 'invalid', params: ['accepted'] },
  'image.too-large': { kind: 'too-large', params: ['max'] },
  'image.too-many-pixels': { kind: 'invalid', params: ['max'] },
});

/** Of what is sent: far above any logo. */
export const MAX_IMAGE_BYTES = 2 * 1_048_576;
/** Decoded, that is 64 MiB. */
const MAX_PIXELS = 4_096 * 4_096;
const LOADERS = ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadWebpBuffer'];
const ACCEPTED = ['PNG', 'JPEG', 'WebP'];

/** Loaded with the first image: most copies of a service never see one. */
async function loadedSharp() {
  const { default: sharp } = await import('sharp');
  // libvips knows far more formats, SVG among them, than a stranger's file should be tried as.
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: LOADERS });
  sharp.cache(false);
  return sharp;
}

/**
 * A picture that somebody sent, drawn anew as PNG whatever came, so that nothing but its pixels remains: no position, no
 * comment, no bytes behind the picture. Turned upright, and scaled down to fit. What it is is read from its content, not
 * from what its sender calls it; an animated one keeps its first picture.
 * @param fit in pixels
 * @param max bytes of what is sent
 * @throws DomainError `platform.image.not-accepted`, `.too-large`, `.too-many-pixels`
 */
export async function redrawn(
  content: Uint8Array,
  fit: { width: number; height: number },
  max = MAX_IMAGE_BYTES,
): Promise<Buffer> {
  if (content.length > max) throw imageErrors.error('image.too-large', { max });
  const sharp = await loadedSharp();
  try {
    return await sharp(content, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
      .autoOrient()
      .resize({ ...fit, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .png({ compressionLevel: 9 })
      .toBuffer();
  } catch (error) {
    if ((error as Error).message.includes('pixel limit')) {
      throw imageErrors.error('image.too-many-pixels', { max: MAX_PIXELS });
    }
    throw imageErrors.error('image.not-accepted', { accepted: ACCEPTED }, [], error);
  }
}
