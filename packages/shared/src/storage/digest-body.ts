import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { StoredFile } from './file-store';

/**
 * Hands the body to `consume` slice by slice and digests it on the way. The body is destroyed when `consume` fails.
 * @throws whatever the body's stream or `consume` fails with
 */
export async function digestBody(
  body: Readable,
  consume: (slices: AsyncGenerator<Buffer>) => Promise<void>,
): Promise<StoredFile> {
  // A body may fail before the first slice is asked for; with no listener that would end the process.
  body.on('error', () => {});
  const digest = createHash('sha256');
  let bytes = 0;
  async function* slices() {
    for await (const slice of body as AsyncIterable<Buffer | string>) {
      const buffer = typeof slice === 'string' ? Buffer.from(slice) : slice;
      digest.update(buffer);
      bytes += buffer.length;
      yield buffer;
    }
  }
  try {
    await consume(slices());
  } catch (error) {
    body.destroy();
    throw error;
  }
  return { bytes, sha256: digest.digest('hex') };
}
