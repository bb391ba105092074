import type { Response } from 'express';

/** Answers a paper, which nobody between keeps. */
export function sendPdf(response: Response, { content, fileName }: { content: Uint8Array; fileName: string }): void {
  response.setHeader('content-disposition', `inline; filename="${fileName}"`);
  response.setHeader('cache-control', 'private, no-store');
  response.type('application/pdf').send(Buffer.from(content));
}
