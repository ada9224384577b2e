import { type AppError, isAppError } from '../errors/app-error';
import { appendErrorCells, errorHeading } from './error-column';
import type { CsvRecord } from './file-format';
import { createUploadInspector, type InspectionOptions, type UploadInspection } from './inspect-upload';
import { readRecords } from './read-records';

const ROOMY = { rowsPerChunk: 1000, bytesPerChunk: 1024 * 1024 };

/** Inspects a whole file. @param sliceBytes how the body arrives: cut into these lengths, over and over */
export function inspect(
  file: Buffer | string,
  options: Partial<InspectionOptions> = {},
  sliceBytes: readonly number[] = [64 * 1024],
): UploadInspection {
  const bytes = Buffer.from(file);
  const inspector = createUploadInspector({ ...ROOMY, ...options });
  for (let at = 0, cut = 0; at < bytes.length; cut += 1) {
    const length = sliceBytes[cut % sliceBytes.length] as number;
    inspector.push(bytes.subarray(at, at + length));
    at += length;
  }
  return inspector.finish();
}

export const isRefusal = (error: unknown): error is AppError<'file-refused'> =>
  isAppError(error) && error.code === 'file-refused';

/** How a file is refused. Anything else than a refusal is thrown on. */
export function refusalOf(file: Buffer | string, options: Partial<InspectionOptions> = {}) {
  try {
    inspect(file, options);
  } catch (error) {
    if (isRefusal(error)) return error.details;
    throw error;
  }
  return undefined;
}

/** All data rows of a file, read chunk by chunk. */
export function recordsOf(file: Buffer, { format, chunks }: UploadInspection): CsvRecord[] {
  return chunks.flatMap((chunk) => readRecords(file.subarray(chunk.startByte, chunk.endByte), format, chunk));
}

/** The whole report of a file. */
export function reportOf(
  file: Buffer,
  { format, chunks }: UploadInspection,
  cellOf: (row: number) => string | undefined,
  options: { onlyRowsWithCell?: boolean } = {},
): Buffer {
  return Buffer.concat([
    errorHeading(file.subarray(0, format.headerEndByte), format),
    ...chunks.map((chunk) =>
      appendErrorCells(file.subarray(chunk.startByte, chunk.endByte), format, chunk, cellOf, options),
    ),
  ]);
}

/** CSV as it stands in a test, without the indentation. */
export function csv(strings: TemplateStringsArray, ...values: readonly string[]): string {
  const text = String.raw({ raw: strings.raw }, ...values);
  return text.replace(/^\n/, '').replace(/^[ ]+/gm, '');
}
