import type { EntityManager } from 'typeorm';
import type { ContentPackage, ContentUnit } from '../contracts/content-package';
import type { ContentVersion } from '../contracts/courses';
import { uuidToBytes, uuidToText } from '../entities/columns';
import { AppError } from '../errors/app-error';

/** A package with what never leaves the system. The file `path` of it lies under `${storagePrefix}/${path}`. */
export type StoredPackage = ContentPackage & { packageId: number; storagePrefix: string };

/** `courseId` is the number that never leaves the system. */
export type CourseKey = { organizationId: number; courseId: number };
export type Importer = { kind: 'user' | 'api-key' | 'system'; id: number | null; name: string };
export type NewPackage = Pick<
  StoredPackage,
  'id' | 'storagePrefix' | 'standard' | 'edition' | 'title' | 'units' | 'files' | 'bytes' | 'sha256'
>;

/**
 * Makes the package the current one of its course, inside the caller's transaction. From here on its files are named
 * by a row; before, they belong to nobody.
 * @throws AppError `not-found` where the organization has no such course
 */
export async function insertPackage(
  db: EntityManager,
  { organizationId, courseId }: CourseKey,
  by: Importer,
  found: NewPackage,
): Promise<void> {
  const course: unknown[] = await db.query(
    // Two imports into one course wait here for each other, and so get different versions.
    'SELECT id FROM course WHERE organization_id = ? AND id = ? FOR UPDATE',
    [organizationId, courseId],
  );
  if (course.length === 0) throw new AppError('not-found', {});
  await db.query(
    `INSERT INTO content_package (organization_id, uuid, course_id, version, standard, edition, title, storage_prefix,
       units, files, bytes, sha256, uploaded_by_kind, uploaded_by_id, uploaded_by_name)
     SELECT ?, ?, ?, COALESCE(MAX(version), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
     FROM content_package WHERE organization_id = ? AND course_id = ?`,
    [
      organizationId,
      uuidToBytes(found.id),
      courseId,
      found.standard,
      found.edition,
      found.title,
      found.storagePrefix,
      JSON.stringify(found.units),
      found.files,
      found.bytes,
      found.sha256,
      by.kind,
      by.id,
      by.name,
      organizationId,
      courseId,
    ],
  );
}

const SELECT = `SELECT p.id AS packageId, p.uuid, c.uuid AS courseUuid, p.version, p.standard, p.edition, p.title,
    p.storage_prefix AS storagePrefix, p.units, p.files, p.bytes, p.sha256, p.uploaded_at AS uploadedAt,
    p.uploaded_by_name AS uploadedBy
  FROM content_package p JOIN course c ON c.organization_id = p.organization_id AND c.id = p.course_id`;

/** The newest package of a course: what the next launch opens. */
export async function findCurrentPackage(
  db: EntityManager,
  { organizationId, courseId }: CourseKey,
): Promise<StoredPackage | undefined> {
  const [row]: PackageRow[] = await db.query(
    `${SELECT} WHERE p.organization_id = ? AND p.course_id = ? ORDER BY p.version DESC LIMIT 1`,
    [organizationId, courseId],
  );
  return row && packageOf(row);
}

/** @param key `id` is the package's UUID. Also one that has been replaced: an open launch goes on with its own. */
export async function findPackage(
  db: EntityManager,
  { organizationId, id }: { organizationId: number; id: string },
): Promise<StoredPackage | undefined> {
  const [row]: PackageRow[] = await db.query(`${SELECT} WHERE p.organization_id = ? AND p.uuid = ?`, [
    organizationId,
    uuidToBytes(id),
  ]);
  return row && packageOf(row);
}

/** How many versions are told at once; a course has a few. */
const VERSIONS_SHOWN = 100;

/** The packages of a course without their units, newest first. */
export async function listVersions(
  db: EntityManager,
  { organizationId, courseId }: CourseKey,
): Promise<ContentVersion[]> {
  const rows: VersionRow[] = await db.query(
    `SELECT p.uuid, c.uuid AS courseUuid, p.version, p.standard, p.edition, p.title, JSON_LENGTH(p.units) AS unitCount,
       p.files, p.bytes, p.sha256, p.uploaded_at AS uploadedAt, p.uploaded_by_name AS uploadedBy
     FROM content_package p JOIN course c ON c.organization_id = p.organization_id AND c.id = p.course_id
     WHERE p.organization_id = ? AND p.course_id = ? ORDER BY p.version DESC LIMIT ?`,
    [organizationId, courseId, VERSIONS_SHOWN],
  );
  return rows.map(({ uuid, courseUuid, bytes, uploadedAt, unitCount, ...row }) => ({
    ...row,
    id: uuidToText(uuid),
    courseId: uuidToText(courseUuid),
    unitCount: Number(unitCount),
    bytes: Number(bytes),
    uploadedAt: uploadedAt.toISOString(),
  }));
}
type VersionRow = Omit<PackageRow, 'units' | 'packageId' | 'storagePrefix'> & { unitCount: number | string };

type PackageRow = Omit<StoredPackage, 'id' | 'courseId' | 'units' | 'bytes' | 'uploadedAt'> & {
  uuid: Buffer;
  courseUuid: Buffer;
  units: string;
  bytes: number | string;
  uploadedAt: Date;
};

function packageOf({ uuid, courseUuid, units, bytes, uploadedAt, ...row }: PackageRow): StoredPackage {
  return {
    ...row,
    id: uuidToText(uuid),
    courseId: uuidToText(courseUuid),
    units: JSON.parse(units) as ContentUnit[],
    bytes: Number(bytes),
    uploadedAt: uploadedAt.toISOString(),
  };
}
