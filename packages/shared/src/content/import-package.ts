import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import type { ContentPackage } from '../contracts/content-package';
import { inTransaction } from '../database/in-transaction';
import type { FileStore } from '../storage/file-store';
import { recordAudit } from '../stores/audit.store';
import { beginImport, type ContentImport, endImport } from '../stores/content-import.store';
import {
  findPackage,
  type Importer,
  insertPackage,
  type NewPackage,
  type StoredPackage,
} from '../stores/content-package.store';
import { type PackageFiles, readArchive } from './archive/read-archive';
import type { ContentLimits } from './content-limits';
import {
  type Destination,
  existingCourse,
  type ImportTarget,
  type NewCourseTarget,
  newCourse,
} from './import-destination';
import { parsePackage } from './parse-package';
import type { ParsedPackage } from './parsed-package';
import { removeFiles, storeFiles } from './store-files';

export type ImportDeps = { dataSource: DataSource; fileStore: FileStore; limits: ContentLimits };
/** A file that is there as a whole; its descriptor is the caller's to close. `sha256` in lower-case hexadecimal. */
export type ArchiveFile = { fd: number; bytes: number; sha256: string };
/** Done in the transaction that makes the package the current one. */
export type AlongsideImport = (db: EntityManager, packageUuid: string) => Promise<void>;

/**
 * Imports a package into a course, whose current one it becomes in the moment in which this answers. Whatever fails,
 * nothing of it is left; what a process leaves that dies meanwhile is written down in `content_import`.
 * @throws AppError `not-found`, `package-refused`, and what the store throws
 */
export async function importPackage(
  deps: ImportDeps,
  by: Importer,
  target: ImportTarget,
  archive: ArchiveFile,
  alongside?: AlongsideImport,
): Promise<ContentPackage> {
  return importInto(deps, by, await existingCourse(deps.dataSource.manager, target), archive, alongside);
}

/**
 * Imports a package as a course of its own, of the kind and, where nothing else is asked for, with the title that the
 * package has.
 * @throws AppError `asset-id-taken`, `package-refused`, and what the store throws
 */
export const importAsNewCourse = (
  deps: ImportDeps,
  by: Importer,
  target: NewCourseTarget,
  archive: ArchiveFile,
  alongside?: AlongsideImport,
): Promise<ContentPackage> => importInto(deps, by, newCourse(target), archive, alongside);

async function importInto(
  deps: ImportDeps,
  by: Importer,
  destination: Destination,
  archive: ArchiveFile,
  alongside: AlongsideImport = async () => undefined,
): Promise<ContentPackage> {
  const { manager } = deps.dataSource;
  const { organizationId } = destination;
  const files = await readArchive(archive.fd, archive.bytes, deps.limits);
  const parsed = await parsePackage(files);
  destination.refuseOther(parsed);
  const id = randomUUID();
  const under: ContentImport = { organizationId, id, storagePrefix: `${organizationId}/content/${id}` };
  await beginImport(manager, under, files.paths);
  try {
    await storeFiles(deps, under, files);
    await inTransaction(deps.dataSource, async (db) => {
      await publish(db, by, { under, destination, found: newPackage(under, parsed, files, archive) });
      await alongside(db, id);
    });
  } catch (error) {
    await undoImport(deps, under, files.paths);
    throw error;
  }
  const stored = await findPackage(manager, under);
  if (!stored) throw new Error('the package was committed and is not there');
  return packageView(stored);
}

/** What may leave the system of a package. */
export function packageView(stored: StoredPackage): ContentPackage {
  const { packageId: _, storagePrefix: __, ...view } = stored;
  return view;
}

const TITLE_LENGTH = 500;

const newPackage = (
  { id, storagePrefix }: ContentImport,
  parsed: ParsedPackage,
  files: PackageFiles,
  { sha256 }: ArchiveFile,
): NewPackage => ({
  ...parsed,
  id,
  storagePrefix,
  title: parsed.title.replace(/\s+/g, ' ').slice(0, TITLE_LENGTH),
  files: files.paths.length,
  bytes: files.bytes,
  sha256,
});

type Publication = { under: ContentImport; destination: Destination; found: NewPackage };

async function publish(
  db: EntityManager,
  by: Importer,
  { under, destination, found }: Publication,
): Promise<void> {
  const { organizationId } = under;
  const { courseId, details } = await destination.prepare(db, found);
  await insertPackage(db, { organizationId, courseId }, by, found);
  await recordAudit(db, {
    organizationId,
    actor: by,
    action: 'course.content-imported',
    subject: { kind: 'course', id: courseId },
    details: {
      package: found.id,
      standard: found.standard,
      files: found.files,
      bytes: found.bytes,
      ...details,
    },
  });
  if (!(await endImport(db, under))) throw new Error('upkeep took the import for abandoned');
}

/** Where this fails too, upkeep finds the row later; what is told is why the import failed. */
const undoImport = (deps: ImportDeps, under: ContentImport, paths: readonly string[]): Promise<unknown> =>
  removeFiles(deps.fileStore, under.storagePrefix, paths)
    .then(() => endImport(deps.dataSource.manager, under))
    .catch(() => undefined);
