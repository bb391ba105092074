import type { Response } from 'express';

/** Answers a paper, which nobody between keeps; a PDF, unless another media type is said. */
export function sendPaper(
  response: Response,
  { content, fileName }: { readonly content: Uint8Array; readonly fileName: string },
  type = 'application/pdf',
): void {
  response.setHeader('content-disposition', `inline; filename="${fileName}"`);
  response.setHeader('cache-control', 'private, no-store');
  response.type(type).send(Buffer.from(content));
}
