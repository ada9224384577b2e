import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/** A file on its way to a person: the name to offer, the charset of its bytes, and the bytes. */
export type Download = { fileName: string; charset: string; body: Readable };

/** Streams a CSV, only as fast as it is taken. */
export async function sendDownload({ fileName, charset, body }: Download, response: Response): Promise<void> {
  response.attachment(fileName).set({
    'Content-Type': `text/csv; charset=${charset}`,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, no-store',
  });
  await pipeline(body, response);
}
