import { defineErrors } from '@navette/kernel';

export const imageErrors = defineErrors('stock', {
  'part-image.not-found': 'not-found',
  'part-image.too-many': { kind: 'conflict', params: ['max'] },
});

/** Of one part. */
export const MOST_IMAGES = 12;

/** In pixels. */
export const FULL = { width: 1_200, height: 1_200 } as const;
export const SMALL = { width: 200, height: 200 } as const;
