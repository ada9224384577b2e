import { refusePackage, shown } from './refuse-package';

/**
 * The text of an XML file: by its byte-order mark, else by what its declaration says, else UTF-8.
 * @throws AppError `package-refused` with `text-unreadable`
 * @see https://www.w3.org/TR/xml/#sec-guessing
 */
export function decodeXml(bytes: Buffer, file: string): string {
  const label = byMark(bytes) ?? byDeclaration(bytes) ?? 'utf-8';
  const text = decode(bytes, label);
  if (text !== undefined) return text;
  throw refusePackage('text-unreadable', `${shown(file)} is not valid ${label.toUpperCase()}.`, { file });
}

/** The text of an AICC file, which has no way to say its encoding: UTF-8 where it is valid, else Windows' own. */
export const decodePlain = (bytes: Buffer): string =>
  decode(bytes, byMark(bytes) ?? 'utf-8') ?? new TextDecoder('windows-1252').decode(bytes);

function byMark(bytes: Buffer): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  return undefined;
}

const DECLARATION = /^<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/;
/** A declaration stands in the first bytes, in characters that all these encodings share. */
const byDeclaration = (bytes: Buffer): string | undefined =>
  DECLARATION.exec(bytes.subarray(0, 200).toString('latin1'))?.[1]?.toLowerCase();

/** @returns undefined where the bytes are not valid, or nobody knows the encoding */
function decode(bytes: Buffer, label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
