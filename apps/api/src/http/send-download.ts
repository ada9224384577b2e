import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/** A file on its way to a person: the name to offer, the charset of its bytes, and the bytes. */
export type Download = { fileName: string; charset: string; body: Readable };

/**
 * Streams a CSV, only as fast as it is taken. What fails before there is a first byte gets an answer of its own; after that
 * the download can only break off.
 */
export async function sendDownload({ fileName, charset, body }: Download, response: Response): Promise<void> {
  await begun(body);
  response.attachment(fileName).set({
    'Content-Type': `text/csv; charset=${charset}`,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, no-store',
  });
  await pipeline(body, response);
}

/** Waits for the first bytes, or the end where there are none. @throws what the body fails with */
async function begun(body: Readable): Promise<void> {
  if (body.errored) throw body.errored;
  if (body.readableLength === 0 && !body.readableEnded) await once(body, 'readable');
}
