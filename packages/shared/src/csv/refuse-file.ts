import { AppError } from '../errors/app-error';

/** Why a file cannot be read. Stable: programs tell refusals apart by these. */
export const REFUSAL_REASONS = [
  'empty-file',
  'no-rows',
  'no-header',
  'missing-column',
  'doubled-column',
  'unknown-delimiter',
  'unclosed-quote',
  'text-after-quote',
  'record-too-long',
  'invalid-bytes',
  'spreadsheet',
  'compressed',
  'utf-32',
  'utf-16-without-mark',
  'not-text',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** How to save a file so that it can be read, whatever was wrong with its bytes. */
export const SAVE_AS_CSV_UTF8 = 'Save it as "CSV UTF-8" and upload it again.';

/**
 * @param sentence plain, with the place and the fix
 * @param row as a spreadsheet shows it, where the fault has a place
 */
export const refusal = (reason: RefusalReason, sentence: string, row?: number): AppError<'file-refused'> =>
  new AppError('file-refused', row === undefined ? { reason, sentence } : { reason, sentence, row });

const MAX_FOUND_LENGTH = 80;

/** What was found in a file, fit to stand in a sentence: on one line, at most 80 characters. */
export function shown(found: string): string {
  const line = found.replace(/[\s\p{Cc}\p{Cf}\p{Surrogate}\u2028\u2029]+/gu, ' ').trim();
  const characters = Array.from(line);
  return characters.length > MAX_FOUND_LENGTH
    ? `${characters.slice(0, MAX_FOUND_LENGTH - 1).join('')}…`
    : line;
}
