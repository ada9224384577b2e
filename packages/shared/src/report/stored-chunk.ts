import type { Chunk } from '../entities/bulk-reset';

/** The part of the upload that a validate chunk stands for. Only those have one. */
export function storedChunk({ startByte, endByte, crc32, firstRow, records, quoted, id }: Chunk) {
  if (startByte === null || endByte === null || crc32 === null || firstRow === null || records === null)
    throw new Error(`chunk ${id} is no part of a file`);
  return { startByte, endByte, crc32, firstRow, records, quoted: quoted ?? true };
}
