/** Of a name as the database keeps it. */
const MAX_LENGTH = 255;
export const UNNAMED = 'upload.csv';

/** Control characters, and those that turn the direction of writing around: "vsc.exe" would show as "exe.csv". */
const HIDDEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * The name of an uploaded file as it may be shown and offered for downloads: without folders and control characters,
 * in NFC, at most 255 characters. `upload.csv` where nothing is left.
 */
export function cleanFileName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? '';
  const clean = base.replace(HIDDEN, '').normalize('NFC').trim();
  const short = clean.slice(0, MAX_LENGTH).replace(/[\uD800-\uDBFF]$/, '');
  return /^\.*$/.test(short) ? UNNAMED : short;
}
