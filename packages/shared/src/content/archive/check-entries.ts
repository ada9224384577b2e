import { type Entry, getFileNameLowLevel } from 'yauzl';
import { type ContentLimits, RATIO_COUNTS_FROM_BYTES } from '../content-limits';
import { refusePackage, shown } from '../refuse-package';
import { entryPath, pathKey } from './entry-path';

export type CheckedEntry = { path: string; entry: Entry };

/**
 * Looks at entries one after the other, in the order of the archive, before anything of them is expanded.
 * Sizes are what the archive declares; `read-archive.ts` holds it to that.
 */
export function entryChecks(limits: ContentLimits, archiveBytes: number) {
  const names = uniqueNames();
  let entries = 0;
  let expandedBytes = 0;
  /** @returns undefined for what is no file of the package. @throws AppError `package-refused` */
  return (entry: Entry): CheckedEntry | undefined => {
    entries += 1;
    if (entries > limits.entries) throw tooManyEntries(limits);
    const name = nameOf(entry);
    const path = entryPath(name);
    refuseLinks(entry, name);
    if (name.endsWith('/')) {
      names.addDirectory(path);
      return undefined;
    }
    names.addFile(path);
    refuseUnreadable(entry, name);
    expandedBytes += entry.uncompressedSize;
    refuseBombs(entry, name, { expandedBytes, archiveBytes, limits });
    return LITTER.test(path) ? undefined : { path, entry };
  };
}

export const tooManyEntries = (limits: ContentLimits) =>
  refusePackage(
    'too-many-entries',
    `The archive holds more than ${limits.entries.toLocaleString('en')} entries.`,
  );

/** What macOS and Windows add to folders. */
const LITTER = /(^|\/)(__MACOSX\/.*|\.DS_Store|Thumbs\.db|desktop\.ini)$/i;

const UTF8_NAME = 0x0800;

/** Many programs write UTF-8 and do not say so; code page 437, which that would mean, is hardly ever valid UTF-8. */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  const flags = isUtf8(fileNameRaw) ? generalPurposeBitFlag | UTF8_NAME : generalPurposeBitFlag;
  // Strict: a backslash stays one, and is refused.
  return getFileNameLowLevel(flags, fileNameRaw, extraFields, true);
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

const MADE_ON_UNIX = [3, 19]; // PKWARE appnote 4.4.2: Unix, OS X
const TYPE_MASK = 0o170000;
/** No type at all, a directory, a file. */
const PLAIN_TYPES = [0, 0o040000, 0o100000];

function refuseLinks({ versionMadeBy, externalFileAttributes }: Entry, name: string): void {
  if (!MADE_ON_UNIX.includes(versionMadeBy >>> 8)) return;
  const type = (externalFileAttributes >>> 16) & TYPE_MASK;
  if (PLAIN_TYPES.includes(type)) return;
  throw refusePackage(
    'link-or-device',
    `${shown(name)} is a link or a special file. A package holds files and folders only.`,
    { file: name },
  );
}

const ENCRYPTED = 0x1;
const STORED = 0;
const DEFLATED = 8;

function refuseUnreadable({ generalPurposeBitFlag, compressionMethod }: Entry, name: string): void {
  if (generalPurposeBitFlag & ENCRYPTED)
    throw refusePackage('encrypted', `${shown(name)} is encrypted. Pack the course without a password.`, {
      file: name,
    });
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED)
    throw refusePackage(
      'compression-unknown',
      `${shown(name)} is packed by method ${compressionMethod}. Pack the course with ordinary ZIP compression.`,
      { file: name },
    );
}

function refuseBombs(
  { uncompressedSize, compressedSize }: Entry,
  name: string,
  sizes: { expandedBytes: number; archiveBytes: number; limits: ContentLimits },
): void {
  const { expandedBytes, archiveBytes, limits } = sizes;
  if (uncompressedSize > limits.fileBytes) throw fileTooLarge(name, limits);
  if (expandedBytes > limits.expandedBytes)
    throw refusePackage(
      'too-large-expanded',
      `Its files have more than ${limits.expandedBytes.toLocaleString('en')} bytes together.`,
    );
  const tooDense = (expanded: number, packed: number) =>
    expanded > RATIO_COUNTS_FROM_BYTES && expanded > packed * limits.ratio;
  // Both: parts of an archive may be shared by many entries.
  if (tooDense(uncompressedSize, compressedSize) || tooDense(expandedBytes, archiveBytes))
    throw refusePackage(
      'ratio-too-high',
      `With ${shown(name)}, more than ${limits.ratio} times as many bytes come out of the archive as it has.`,
      { file: name },
    );
}

export const fileTooLarge = (name: string, limits: ContentLimits) =>
  refusePackage(
    'file-too-large',
    `${shown(name)} has more than ${limits.fileBytes.toLocaleString('en')} bytes.`,
    { file: name },
  );

/** Holds that no two entries could be the same file, on whichever system, nor one be a folder of another. */
function uniqueNames() {
  const files = new Map<string, string>();
  const directories = new Map<string, string>();
  const refuseClash = (path: string, other: string | undefined) => {
    if (other !== undefined)
      throw refusePackage(
        'duplicate-name',
        `${shown(path)} and ${shown(other)} would be the same file on some systems. Rename one of them.`,
        { file: path },
      );
  };
  const addDirectory = (path: string) => {
    refuseClash(path, files.get(pathKey(path)));
    for (const directory of [path, ...parentsOf(path)]) directories.set(pathKey(directory), directory);
  };
  const addFile = (path: string) => {
    const key = pathKey(path);
    refuseClash(path, files.get(key) ?? directories.get(key));
    files.set(key, path);
    for (const parent of parentsOf(path)) {
      refuseClash(path, files.get(pathKey(parent)));
      directories.set(pathKey(parent), parent);
    }
  };
  return { addDirectory, addFile };
}

function parentsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
