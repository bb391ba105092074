import { defineErrors } from '@navette/kernel';

export const attachmentErrors = defineErrors('stock', {
  'stock-note-attachment.not-found': 'not-found',
  'stock-note-attachment.name-wrong': { kind: 'invalid', params: ['max'] },
  'stock-note-attachment.not-accepted': { kind: 'invalid', params: ['accepted'] },
  'stock-note-attachment.too-large': { kind: 'too-large', params: ['max'] },
  'stock-note-attachment.too-many': { kind: 'conflict', params: ['max'] },
});

/** Of one note. */
export const MOST_ATTACHMENTS = 20;
/** In pixels: a delivery slip that was photographed is still read. */
export const PICTURE = { width: 2_000, height: 2_000 } as const;
export const ACCEPTED = ['PDF', 'PNG', 'JPEG', 'WebP'];
const LONGEST_NAME = 200;

export const isPdf = (content: Uint8Array): boolean =>
  Buffer.from(content.subarray(0, 5)).toString('latin1') === '%PDF-';

/** What a file is called. @throws DomainError `stock.stock-note-attachment.name-wrong` */
export function attachmentName(typed: string): string {
  // eslint-disable-next-line no-control-regex -- what no name of a file has, and no header carries
  const name = typed.replace(/[\u0000-\u001f\u007f"\\/]/g, '').trim();
  if (name === '' || name.length > LONGEST_NAME) {
    throw attachmentErrors.error('stock-note-attachment.name-wrong', { max: LONGEST_NAME });
  }
  return name;
}

/** Of a picture that is drawn anew. */
export const pngName = (name: string): string => `${name.replace(/\.\w+$/, '').slice(0, LONGEST_NAME - 4)}.png`;
