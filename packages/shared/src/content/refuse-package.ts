import type { PackageFault } from '../contracts/package-fault';
import { AppError } from '../errors/app-error';

/** @param sentence for the person, with the fix where there is one. @param file the path in the archive */
export const refusePackage = (
  reason: PackageFault,
  sentence: string,
  { file, cause }: { file?: string; cause?: unknown } = {},
): AppError<'package-refused'> =>
  new AppError(
    'package-refused',
    { reason, sentence, ...(file !== undefined && { file: file.slice(0, LONGEST_SHOWN) }) },
    { cause },
  );
const LONGEST_SHOWN = 300;

/** A name from the archive as a sentence shows it: short, and without what a terminal or a page would obey. */
export const shown = (name: string): string =>
  `“${name.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\uFFFD').slice(0, 120)}”`;
