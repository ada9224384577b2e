import type { Encoding } from '../contracts/csv-columns';
import { CR, LF } from './grammar';
import { refusal, SAVE_AS_CSV_UTF8 } from './refuse-file';

/** In which encoding a file is written, and how many bytes its byte-order mark has. */
export type FileStart = { encoding: Encoding; markBytes: number };

const bytesOf = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const ZIP = [bytesOf('50 4B 03 04'), bytesOf('50 4B 05 06')];
const OLD_EXCEL = bytesOf('D0 CF 11 E0 A1 B1 1A E1');
const COMPRESSED = [
  ['gzip', bytesOf('1F 8B')],
  ['xz', bytesOf('FD 37 7A 58 5A 00')],
  ['zstd', bytesOf('28 B5 2F FD')],
  ['7z', bytesOf('37 7A BC AF 27 1C')],
  ['RAR', bytesOf('52 61 72 21 1A 07')],
  ['LZ4', bytesOf('04 22 4D 18')],
] as const;
/** `BZh`, the block size as a digit, then the digits of pi. */
const BZIP2 = /^BZh[1-9]1AY&SY/;
/** Names at the beginning of a ZIP that make it an Excel, OpenDocument or Numbers file. */
const SPREADSHEET_PARTS = [
  '[Content_Types].xml',
  'xl/',
  'mimetypeapplication/vnd.oasis',
  'Index/Document.iwa',
];
const ZIP_NAMES_WITHIN_BYTES = 64 * 1024;

const UTF_32_MARKS = [bytesOf('FF FE 00 00'), bytesOf('00 00 FE FF')];
const MARKS: readonly (readonly [Encoding, Buffer])[] = [
  ['utf-8', bytesOf('EF BB BF')],
  ['utf-16le', bytesOf('FF FE')],
  ['utf-16be', bytesOf('FE FF')],
];

/**
 * Tells how a file is written from how it begins. A mark decides, also against the encoding that was asked for.
 * @param begin the first bytes, the whole file or at least a first line
 * @throws AppError `file-refused` for what is no text, or is in an encoding that cannot be told
 */
export function recognizeStart(begin: Buffer, asked: Encoding | undefined): FileStart {
  refuseArchives(begin);
  if (UTF_32_MARKS.some((mark) => startsWith(begin, mark))) throw utf32();
  for (const [encoding, mark] of MARKS)
    if (startsWith(begin, mark)) return { encoding, markBytes: mark.length };
  refuseNulInFirstLine(begin);
  return { encoding: asked ?? 'utf-8', markBytes: 0 };
}

const startsWith = (bytes: Buffer, magic: Buffer) => bytes.subarray(0, magic.length).equals(magic);

function refuseArchives(begin: Buffer): void {
  if (startsWith(begin, OLD_EXCEL)) throw spreadsheet();
  if (ZIP.some((magic) => startsWith(begin, magic))) {
    const names = begin.toString('latin1', 0, ZIP_NAMES_WITHIN_BYTES);
    throw SPREADSHEET_PARTS.some((part) => names.includes(part)) ? spreadsheet() : compressed('ZIP');
  }
  const known = COMPRESSED.find(([, magic]) => startsWith(begin, magic));
  if (known) throw compressed(known[0]);
  if (BZIP2.test(begin.toString('latin1', 0, 10))) throw compressed('bzip2');
}

/** Text has no NUL in its first line, unless its characters are of two or four bytes and nothing says so. */
function refuseNulInFirstLine(begin: Buffer): void {
  const ends = [begin.indexOf(LF), begin.indexOf(CR)].filter((at) => at !== -1);
  // In UTF-16 an empty first line has two bytes.
  const line = begin.subarray(0, Math.max(2, Math.min(...ends, begin.length)));
  const first = line.indexOf(0);
  if (first === -1) return;
  const nuls = [0, 0];
  for (let at = first; at !== -1; at = line.indexOf(0, at + 1)) nuls[at % 2] = (nuls[at % 2] ?? 0) + 1;
  const inFirstFour = begin.subarray(0, 4).filter((byte) => byte === 0).length;
  if (begin.length >= 4 && inFirstFour === 3) throw utf32();
  if (nuls.includes(0)) throw utf16WithoutMark();
  throw refusal('not-text', `This is not a text file. Save the table as "CSV UTF-8" and upload that file.`);
}

const spreadsheet = () =>
  refusal(
    'spreadsheet',
    'This is a spreadsheet, not a CSV file. Open it, save it as "CSV UTF-8", and upload the saved file.',
  );
const compressed = (kind: string) =>
  refusal('compressed', `This is a compressed file (${kind}), not a CSV. Unpack it and upload the CSV file.`);
const utf32 = () => refusal('utf-32', `The file is in UTF-32, which is not accepted. ${SAVE_AS_CSV_UTF8}`);
const utf16WithoutMark = () =>
  refusal('utf-16-without-mark', `The file is in UTF-16 without a byte-order mark. ${SAVE_AS_CSV_UTF8}`);
