import { type Readable, Transform } from 'node:stream';
import { crc32 as zlibCrc32 } from 'node:zlib';
import { type Entry, fromFdPromise, type ZipFile } from 'yauzl';
import { isAppError } from '../../errors/app-error';
import { type ContentLimits, MANIFEST_BYTES } from '../content-limits';
import { refusePackage, shown } from '../refuse-package';
import { type CheckedEntry, entryChecks, fileTooLarge, tooManyEntries } from './check-entries';
import { refuseOverlaps } from './refuse-overlaps';

/** The files of a package that has been looked at, none of them expanded yet. */
export type PackageFiles = {
  /** In the order of the archive. */
  paths: readonly string[];
  /** Of all files, expanded, as the archive declares. */
  bytes: number;
  /** Streams a file; the stream fails with AppError `package-refused` where the bytes are not what was declared. */
  read(path: string): Promise<Readable>;
  /** @throws AppError `package-refused` where it is too large to be read as a whole */
  readWhole(path: string): Promise<Buffer>;
};

/**
 * Opens an archive and looks at every entry. The descriptor stays the caller's to close, after the last read.
 * @throws AppError `package-refused`
 */
export async function readArchive(
  fd: number,
  archiveBytes: number,
  limits: ContentLimits,
): Promise<PackageFiles> {
  const zip = await openZip(fd);
  if (zip.entryCount > limits.entries) throw tooManyEntries(limits);
  const check = entryChecks(limits, archiveBytes);
  const found = new Map<string, CheckedEntry>();
  const all: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      const checked = check(entry);
      all.push(entry);
      if (checked) found.set(checked.path, checked);
    }
    refuseOverlaps(all);
  } catch (error) {
    throw isAppError(error) ? error : damaged(error);
  }
  return packageFiles(zip, found, limits);
}

async function openZip(fd: number): Promise<ZipFile> {
  try {
    // Names stay bytes, so that it is us who refuse them, with the reason.
    return await fromFdPromise(fd, { autoClose: false, decodeStrings: false, validateEntrySizes: true });
  } catch (error) {
    throw refusePackage('not-a-zip', 'The file is not a ZIP archive, or it has been cut off.', {
      cause: error,
    });
  }
}

function packageFiles(
  zip: ZipFile,
  found: ReadonlyMap<string, CheckedEntry>,
  limits: ContentLimits,
): PackageFiles {
  const entryOf = (path: string) => {
    const checked = found.get(path);
    if (!checked) throw new Error('no such file in the package');
    return checked.entry;
  };
  const read = (path: string) => openEntry(zip, path, entryOf(path), limits);
  return {
    paths: [...found.keys()],
    bytes: [...found.values()].reduce((sum, { entry }) => sum + entry.uncompressedSize, 0),
    read,
    async readWhole(path) {
      if (entryOf(path).uncompressedSize > MANIFEST_BYTES)
        throw refusePackage(
          'manifest-too-large',
          `${shown(path)} has more than ${MANIFEST_BYTES.toLocaleString('en')} bytes.`,
          { file: path },
        );
      const slices: Buffer[] = [];
      for await (const slice of await read(path)) slices.push(slice as Buffer);
      return Buffer.concat(slices);
    },
  };
}

async function openEntry(zip: ZipFile, path: string, entry: Entry, limits: ContentLimits): Promise<Readable> {
  let raw: Readable;
  try {
    raw = await zip.openReadStreamPromise(entry);
  } catch (error) {
    throw damaged(error, path);
  }
  const checked = countAndCheck(path, entry, limits);
  raw.on('error', (error) => checked.destroy(damaged(error, path)));
  // Not destroyed when the reader gives up: yauzl's reader then fails where nobody can catch it. It just stops.
  return raw.pipe(checked);
}

/** Counts what really comes out, and holds it to the size and the checksum that were declared. */
function countAndCheck(path: string, entry: Entry, limits: ContentLimits): Transform {
  let bytes = 0;
  let crc = 0;
  return new Transform({
    transform(slice: Buffer, _encoding, done) {
      bytes += slice.length;
      if (bytes > limits.fileBytes) return done(fileTooLarge(path, limits));
      if (bytes > entry.uncompressedSize) return done(damaged(undefined, path));
      crc = zlibCrc32(slice, crc);
      done(null, slice);
    },
    flush(done) {
      const whole = bytes === entry.uncompressedSize && crc >>> 0 === entry.crc32 >>> 0;
      done(whole ? null : damaged(undefined, path));
    },
  });
}

const damaged = (cause: unknown, path?: string) =>
  refusePackage(
    'archive-damaged',
    path === undefined
      ? 'The ZIP archive is damaged. Pack it again.'
      : `${shown(path)} is not what the archive says of it: the ZIP archive is damaged. Pack it again.`,
    { cause, ...(path !== undefined && { file: path }) },
  );
