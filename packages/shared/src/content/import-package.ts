import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { type ContentPackage, STANDARD_NAME, standardsOf } from '../contracts/content-package';
import { KIND_NAME } from '../contracts/learning';
import { inTransaction } from '../database/in-transaction';
import type { FileStore } from '../storage/file-store';
import { recordAudit } from '../stores/audit.store';
import { beginImport, type ContentImport, endImport } from '../stores/content-import.store';
import {
  findPackage,
  type Importer,
  insertPackage,
  type NewPackage,
  retitleCourse,
} from '../stores/content-package.store';
import { type CourseToFill, findCourseToFill } from '../stores/course-content.store';
import { type PackageFiles, readArchive } from './archive/read-archive';
import type { ContentLimits } from './content-limits';
import { parsePackage } from './parse-package';
import type { ParsedPackage } from './parsed-package';
import { refusePackage } from './refuse-package';
import { removeFiles, storeFiles } from './store-files';

export type ImportDeps = { dataSource: DataSource; fileStore: FileStore; limits: ContentLimits };
/** A file that is there as a whole; its descriptor is the caller's to close. `sha256` in lower-case hexadecimal. */
export type ArchiveFile = { fd: number; bytes: number; sha256: string };
export type ImportTarget = { organizationId: number; courseId: string; useTitle: boolean };

/**
 * Imports a package into a course, whose current one it becomes in the moment in which this answers. Whatever fails,
 * nothing of it is left; what a process leaves that dies meanwhile is written down in `content_import`.
 * @param target `courseId` is the course's UUID; `useTitle` gives the course the package's title
 * @throws AppError `not-found`, `package-refused`, and what the store throws
 */
export async function importPackage(
  deps: ImportDeps,
  by: Importer,
  target: ImportTarget,
  archive: ArchiveFile,
): Promise<ContentPackage> {
  const { manager } = deps.dataSource;
  const course = await findCourseToFill(manager, target);
  const files = await readArchive(archive.fd, archive.bytes, deps.limits);
  const parsed = await parsePackage(files);
  refuseOtherKind(course, parsed);
  const id = randomUUID();
  const storagePrefix = `${target.organizationId}/content/${id}`;
  const under: ContentImport = { organizationId: target.organizationId, id, storagePrefix };
  await beginImport(manager, under, files.paths);
  try {
    await storeFiles(deps, under, files);
    await inTransaction(deps.dataSource, (db) =>
      publish(db, by, { under, course, found: newPackage(under, parsed, files, archive) }, target),
    );
  } catch (error) {
    await undoImport(deps, under, files.paths);
    throw error;
  }
  const stored = await findPackage(manager, under);
  if (!stored) throw new Error('the package was committed and is not there');
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

type Publication = { under: ContentImport; course: CourseToFill; found: NewPackage };

async function publish(
  db: EntityManager,
  by: Importer,
  { under, course, found }: Publication,
  { useTitle }: ImportTarget,
): Promise<void> {
  const { organizationId } = under;
  const key = { organizationId, courseId: course.courseId };
  await insertPackage(db, key, by, found);
  if (useTitle) await retitleCourse(db, key, found.title);
  await recordAudit(db, {
    organizationId,
    actor: by,
    action: 'course.content-imported',
    subject: { kind: 'course', id: course.courseId },
    details: {
      package: found.id,
      standard: found.standard,
      files: found.files,
      bytes: found.bytes,
      useTitle,
    },
  });
  if (!(await endImport(db, under))) throw new Error('upkeep took the import for abandoned');
}

function refuseOtherKind({ kind }: CourseToFill, { standard }: ParsedPackage): void {
  const fitting = standardsOf(kind);
  if (fitting.includes(standard)) return;
  const wanted = fitting.map((one) => STANDARD_NAME[one]).join(' or ') || 'no package';
  throw refusePackage(
    'wrong-kind',
    `The package is ${STANDARD_NAME[standard]}, and the course is a ${KIND_NAME[kind]}, which takes ${wanted}.`,
  );
}

/** Where this fails too, upkeep finds the row later; what is told is why the import failed. */
const undoImport = (deps: ImportDeps, under: ContentImport, paths: readonly string[]): Promise<unknown> =>
  removeFiles(deps.fileStore, under.storagePrefix, paths)
    .then(() => endImport(deps.dataSource.manager, under))
    .catch(() => undefined);
