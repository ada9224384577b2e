import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

/** A prime: the pattern begins elsewhere in each part and slice. */
const PATTERN_BYTES = 65_537;

/** Bytes that differ from place to place, the same in every run. */
export function someBytes(length: number, seed = 1): Buffer {
  const pattern = Buffer.alloc(PATTERN_BYTES);
  let state = seed;
  for (let at = 0; at < PATTERN_BYTES; at += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    pattern[at] = state >>> 16;
  }
  return Buffer.alloc(length, pattern);
}

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Streams the bytes in slices of an odd length, so that no slice ends where a part or a read does. */
export function bodyOf(bytes: Buffer, sliceBytes = 65_521): Readable {
  return Readable.from(slicesOf(bytes, sliceBytes));
}

/** Streams the bytes and then fails. */
export function bodyThatBreaks(bytes: Buffer, error: Error): Readable {
  async function* slices() {
    yield* slicesOf(bytes, 65_521);
    throw error;
  }
  return Readable.from(slices());
}

function* slicesOf(bytes: Buffer, sliceBytes: number) {
  for (let start = 0; start < bytes.length; start += sliceBytes)
    yield bytes.subarray(start, start + sliceBytes);
}
