/** Of a name as the database keeps it. */
const MAX_LENGTH = 255;
export const UNNAMED = 'upload.csv';

/**
 * The name of an uploaded file as it may be shown and offered for downloads: without folders and control characters,
 * in NFC, at most 255 characters. `upload.csv` where nothing is left.
 */
export function cleanFileName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? '';
  const clean = base.replace(/\p{C}/gu, '').normalize('NFC').trim();
  const short = clean.slice(0, MAX_LENGTH).replace(/[\uD800-\uDBFF]$/, '');
  return /^\.*$/.test(short) ? UNNAMED : short;
}
