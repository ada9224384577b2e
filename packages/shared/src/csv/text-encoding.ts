import { isUtf8 } from 'node:buffer';
import type { Encoding } from '../contracts/csv-columns';

/** As people call them; they need not know which byte comes first. */
export const ENCODING_NAME = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  'windows-1252': 'windows-1252',
} as const satisfies Record<Encoding, string>;

/** Bytes 0x80 to 0x9F of windows-1252; the five that have no meaning stand for themselves and are refused before. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
const WINDOWS_1252_BYTE = new Map(Array.from(WINDOWS_1252, (character, index) => [character, 0x80 + index]));
const UNASSIGNED_1252 = [0x81, 0x8d, 0x8f, 0x90, 0x9d];
/** The plane's stand-in for a code unit that is not ASCII. */
const NOT_ASCII = 0xff;

/** Bytes of a code unit: the smallest step in which a delimiter, a quote or a line end can be found. */
export const unitBytes = (encoding: Encoding): 1 | 2 =>
  encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;

/**
 * One byte for each code unit, ASCII as it is, everything else above 0x7F: all that the grammar needs, so that one
 * scanner serves every encoding (U+0A0A holds two line-feed bytes and is no line end). UTF-8 and windows-1252 are
 * their own plane; half a code unit at the end of UTF-16 is left out.
 */
export function toPlane(bytes: Buffer, encoding: Encoding): Buffer {
  if (unitBytes(encoding) === 1) return bytes;
  const plane = Buffer.allocUnsafeSlow(bytes.length >> 1);
  const [low, high] = encoding === 'utf-16le' ? [0, 1] : [1, 0];
  for (let unit = 0, at = 0; unit < plane.length; unit += 1, at += 2) {
    const byte = bytes[at + low] as number;
    plane[unit] = bytes[at + high] === 0 && byte < 0x80 ? byte : NOT_ASCII;
  }
  return plane;
}

/** Whether the bytes, whole characters, mean something in this encoding. */
export function isValidText(bytes: Buffer, encoding: Encoding): boolean {
  if (encoding === 'utf-8') return isUtf8(bytes);
  if (encoding === 'windows-1252') return UNASSIGNED_1252.every((byte) => !bytes.includes(byte));
  return bytes.length % 2 === 0 && surrogatesArePaired(bytes, encoding === 'utf-16le' ? 1 : 0);
}

/** @param high where the high byte of a code unit lies in it */
function surrogatesArePaired(bytes: Buffer, high: 0 | 1): boolean {
  for (let at = high; at < bytes.length; at += 2) {
    const byte = bytes[at] as number;
    if (byte < 0xd8 || byte > 0xdf) continue;
    const next = bytes[at + 2] ?? 0;
    if (byte >= 0xdc || next < 0xdc || next > 0xdf) return false;
    at += 2;
  }
  return true;
}

/** The text of bytes that were found valid when the file was inspected; others would become replacement characters. */
export function decodeText(bytes: Buffer, encoding: Encoding): string {
  if (encoding === 'utf-8') return bytes.toString('utf8');
  if (encoding === 'utf-16le') return bytes.toString('utf16le');
  if (encoding === 'utf-16be') return Buffer.from(bytes).swap16().toString('utf16le');
  return bytes
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (character) => WINDOWS_1252[character.charCodeAt(0) - 0x80] as string);
}

/** The bytes of a text in this encoding, without a mark. What windows-1252 lacks becomes `?`. */
export function encodeText(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  if (encoding === 'windows-1252') return Buffer.from(Array.from(text, byteOf1252));
  const bytes = Buffer.from(text.replace(/\p{Surrogate}/gu, '\ufffd'), 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

function byteOf1252(character: string): number {
  const code = character.codePointAt(0) as number;
  if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code;
  const byte = WINDOWS_1252_BYTE.get(character) ?? 0x3f;
  return UNASSIGNED_1252.includes(byte) ? 0x3f : byte;
}
