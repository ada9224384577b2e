import type { EntityManager } from 'typeorm';
import { type ContentStandard, standardsOf } from '../contracts/content-package';
import type { CoursesQuery, CourseView } from '../contracts/courses';
import { COURSE_KINDS, type CourseKind, type CourseStatus, whyNotResettable } from '../contracts/learning';
import { uuidToBytes, uuidToText } from '../entities/columns';
import { identifierKey } from '../entities/identifier-key';
import { AppError } from '../errors/app-error';

/** Where a page ends: titles need not be unique. */
export type CourseCursor = { titleKey: string; id: number };

/** The courses of an organization by title, with what the next launch of each opens. */
export async function listCourses(
  db: EntityManager,
  organizationId: number,
  { search, content, limit }: CoursesQuery,
  after: CourseCursor | undefined,
): Promise<{ courses: CourseView[]; last: CourseCursor | undefined }> {
  const wanted = [matches(search), hasContent(content), behind(after)].filter((one) => one !== undefined);
  const rows: CourseRow[] = await db.query(
    // The page first: the look-up of the newest version is for its rows alone.
    `${select(`SELECT ${COLUMNS} FROM course WHERE ${['organization_id = ?', ...wanted.map(({ sql }) => sql)].join(' AND ')}
       ORDER BY title_key, id LIMIT ?`)} ORDER BY c.title_key, c.id`,
    [organizationId, ...wanted.flatMap(({ values }) => values), limit + 1],
  );
  const page = rows.slice(0, limit);
  const end = rows.length > limit ? page.at(-1) : undefined;
  return { courses: page.map(viewOf), last: end && { titleKey: end.titleKey, id: end.id } };
}

/** @param key `courseId` is the course's UUID. @throws AppError `not-found` */
export async function showCourse(
  db: EntityManager,
  { organizationId, courseId }: { organizationId: number; courseId: string },
): Promise<{ id: number; view: CourseView }> {
  const [row]: CourseRow[] = await db.query(
    select(`SELECT ${COLUMNS} FROM course WHERE organization_id = ? AND uuid = ?`),
    [organizationId, uuidToBytes(courseId)],
  );
  if (!row) throw new AppError('not-found', {});
  return { id: row.id, view: viewOf(row) };
}

const COLUMNS =
  'id, organization_id, uuid, asset_id, title, title_key, kind, compliance_configured, status, language';
const select = (
  courses: string,
): string => `SELECT c.id, c.uuid, c.asset_id AS assetId, c.title, c.title_key AS titleKey, c.kind,
    c.compliance_configured AS complianceConfigured, c.status, c.language, p.version, p.standard, p.edition, p.uploaded_at AS uploadedAt, p.uploaded_by_name AS uploadedBy
  FROM (${courses}) c
  LEFT JOIN content_package p ON p.organization_id = c.organization_id AND p.course_id = c.id AND p.version =
    (SELECT MAX(version) FROM content_package WHERE organization_id = c.organization_id AND course_id = c.id)`;

type Condition = { sql: string; values: unknown[] };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function matches(search: string | undefined): Condition | undefined {
  if (search === undefined) return undefined;
  if (UUID.test(search)) return { sql: 'uuid = ?', values: [uuidToBytes(search)] };
  const part = `%${identifierKey(search).replace(/[\\%_]/g, '\\$&')}%`;
  return { sql: '(title_key LIKE ? OR asset_key LIKE ?)', values: [part, part] };
}

const KINDS_WITH_CONTENT = COURSE_KINDS.filter((kind) => standardsOf(kind).length > 0);

function hasContent(content: CoursesQuery['content']): Condition | undefined {
  if (content === undefined) return undefined;
  const exists = `EXISTS (SELECT 1 FROM content_package WHERE content_package.organization_id = course.organization_id
    AND content_package.course_id = course.id)`;
  if (content === 'present') return { sql: exists, values: [] };
  return { sql: `kind IN (?) AND NOT ${exists}`, values: [KINDS_WITH_CONTENT] };
}

/** The first comparison is what an index is read from. */
export const behind = (after: CourseCursor | undefined): Condition | undefined =>
  after && {
    sql: 'title_key >= ? AND (title_key > ? OR id > ?)',
    values: [after.titleKey, after.titleKey, after.id],
  };

type CourseRow = {
  id: number;
  uuid: Buffer;
  assetId: string;
  title: string;
  titleKey: string;
  kind: CourseKind;
  complianceConfigured: number;
  status: CourseStatus;
  language: string;
  version: number | null;
  standard: ContentStandard;
  edition: string | null;
  uploadedAt: Date;
  uploadedBy: string;
};

const viewOf = ({ uuid, kind, complianceConfigured, ...row }: CourseRow): CourseView => ({
  id: uuidToText(uuid),
  assetId: row.assetId,
  title: row.title,
  kind,
  status: row.status,
  language: row.language,
  notResettable: whyNotResettable({ kind, complianceConfigured: complianceConfigured === 1 }) ?? null,
  takes: [...standardsOf(kind)],
  content: contentOf(row),
});

function contentOf({
  version,
  standard,
  edition,
  uploadedAt,
  uploadedBy,
}: Pick<CourseRow, 'version' | 'standard' | 'edition' | 'uploadedAt' | 'uploadedBy'>): CourseView['content'] {
  if (version === null) return null;
  return { version, standard, edition, uploadedAt: uploadedAt.toISOString(), uploadedBy };
}

/** As a caller gives it back: opaque, and checked when it comes. */
export const cursorText = (cursor: CourseCursor): string =>
  Buffer.from(JSON.stringify([cursor.titleKey, cursor.id])).toString('base64url');

/** @throws AppError `bad-request` */
export function cursorOf(text: string): CourseCursor {
  try {
    const [titleKey, id]: unknown[] = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (typeof titleKey === 'string' && typeof id === 'number') return { titleKey, id };
  } catch {
    // As a cursor of another form.
  }
  throw new AppError('bad-request', { faults: [{ path: 'cursor', message: 'no cursor of this list' }] });
}
