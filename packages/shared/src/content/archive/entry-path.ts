import { PATH_BYTES, PATH_PART_BYTES } from '../content-limits';
import { refusePackage, shown } from '../refuse-package';

const CONTROL = /\p{Cc}/u;
const DRIVE = /^[a-z]:/i;
/** What Windows takes for a device, with whatever extension, for a stream of a file, or quietly shortens. */
const RESERVED_PART = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)|:|[. ]$/i;

/**
 * The path of an entry, `/`-separated, in NFC and without a trailing slash. Nothing is repaired on the way: what could
 * mean another place to another program is refused.
 * @throws AppError `package-refused` with `path-leaves-package` or `path-not-allowed`
 */
export function entryPath(name: string): string {
  const refuse = (reason: 'path-leaves-package' | 'path-not-allowed', why: string) =>
    refusePackage(reason, `The archive holds an entry named ${shown(name)}: ${why}.`, { file: name });
  if (CONTROL.test(name)) throw refuse('path-not-allowed', 'it has a control character in it');
  if (name.includes('\\')) throw refuse('path-not-allowed', 'paths are separated by /, not by \\');
  if (name.startsWith('/') || DRIVE.test(name))
    throw refuse('path-leaves-package', 'a path has to begin inside the package');
  const parts = name.normalize('NFC').replace(/\/$/, '').split('/');
  if (parts.includes('..')) throw refuse('path-leaves-package', 'a path must not lead upwards');
  if (parts.includes('') || parts.includes('.')) throw refuse('path-not-allowed', 'a part of it is empty');
  if (parts.some((part) => RESERVED_PART.test(part)))
    throw refuse('path-not-allowed', 'a part of it means something else on Windows');
  const path = parts.join('/');
  if (Buffer.byteLength(path) > PATH_BYTES || parts.some((part) => Buffer.byteLength(part) > PATH_PART_BYTES))
    throw refuse('path-not-allowed', 'it is too long');
  return path;
}

/** Paths with the same key are one file on some systems. */
export const pathKey = (path: string): string => path.toLowerCase().normalize('NFC');
