import type { EntityManager } from 'typeorm';
import type { CourseKind, CourseStatus } from '../../contracts/learning';
import { whyNotResettable } from '../../contracts/learning';
import { identifierKey } from '../../entities/identifier-key';
import { COURSE_COLUMNS, type CourseDetails, type CourseRow, courseDetails } from './report-details.store';
import { type Position, type Walk, walkStatement } from './walk';

export type ContentFilter = {
  /** A UUID or an asset ID, the beginning of an asset ID, or a part of a title. */
  text?: string | undefined;
  kind?: CourseKind | undefined;
  status?: CourseStatus | undefined;
  language?: string | undefined;
  resettable?: 'yes' | 'no' | undefined;
};
export type ListedCourse = { course: CourseDetails; position: Position };
export type ContentBatch = { rows: ListedCourse[]; searched: number; position: Position };

/** By title. */
export const CONTENT_WALK: Walk = {
  name: 'content',
  table: 'course',
  index: 'course_title',
  keys: ['title_key', 'id'],
  direction: 'ASC',
};
const MOST_PER_STEP = 2_000;

/** Walks through the courses of an organization that are asked for, by title, a batch at a time. */
export async function* walkContent(
  db: EntityManager,
  organizationId: number,
  filter: ContentFilter,
  { after, first = MOST_PER_STEP }: { after?: Position | undefined; first?: number } = {},
): AsyncGenerator<ContentBatch> {
  let key = after?.key;
  let limit = Math.min(first, MOST_PER_STEP);
  for (;;) {
    const { sql, parameters } = walkStatement(CONTENT_WALK, organizationId, {
      columns: `id, title_key AS titleKey, asset_key AS assetKey, ${COURSE_COLUMNS}`,
      segment: null,
      after: key,
      limit,
    });
    const found: KeyedRow[] = await db.query(sql, parameters);
    const last = found.at(-1);
    if (!last) return;
    const listed = found.map((row) => ({ row, course: detailsOf(row), position: positionOf(row) }));
    const rows = listed.filter(({ row, course }) => isAskedFor(filter, row, course));
    yield { rows, searched: found.length, position: positionOf(last) };
    if (found.length < limit) return;
    key = positionOf(last).key;
    limit = Math.min(limit * 2, MOST_PER_STEP);
  }
}
type KeyedRow = CourseRow & { titleKey: string; assetKey: string };

const positionOf = ({ titleKey, id }: KeyedRow): Position => ({ segment: null, key: [titleKey, id] });
const detailsOf = ({ titleKey: _, assetKey: __, ...row }: KeyedRow): CourseDetails => courseDetails(row);

function isAskedFor(filter: ContentFilter, row: KeyedRow, course: CourseDetails): boolean {
  const { text, kind, status, language, resettable } = filter;
  if (kind !== undefined && course.kind !== kind) return false;
  if (status !== undefined && course.status !== status) return false;
  if (language !== undefined && course.language.toLowerCase() !== language.toLowerCase()) return false;
  if (resettable !== undefined && (whyNotResettable(course) === undefined) !== (resettable === 'yes'))
    return false;
  if (text === undefined) return true;
  const wanted = identifierKey(text);
  return row.assetKey.startsWith(wanted) || row.titleKey.includes(wanted) || course.id === wanted;
}
