import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/** @returns the size of the file, in bytes */
export async function writeFile(
  path: string,
  pieces: Iterable<string> | AsyncIterable<Uint8Array>,
): Promise<number> {
  await pipeline(pieces, createWriteStream(path));
  return (await stat(path)).size;
}
