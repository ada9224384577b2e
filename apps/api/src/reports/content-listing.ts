import type { Readable } from 'node:stream';
import { CONTENT_LISTING_COLUMNS } from '@reset/shared/contracts/csv-columns';
import {
  COURSE_STATUS_NAME,
  KIND_NAME,
  NOT_RESETTABLE_NAME,
  whyNotResettable,
} from '@reset/shared/contracts/learning';
import type {
  ContentListingFilter,
  ContentListingPage,
  ContentListingQuery,
  ContentListingRow,
} from '@reset/shared/contracts/reports';
import { writeCsv } from '@reset/shared/csv/write-csv';
import {
  CONTENT_WALK,
  type ContentFilter,
  walkContent,
} from '@reset/shared/stores/reports/content-listing.store';
import type { CourseDetails } from '@reset/shared/stores/reports/report-details.store';
import type { EntityManager } from 'typeorm';
import { readCursor, writeCursor } from './cursor';
import { takePage } from './take-page';

/**
 * A page of the Content Listing report, by title.
 * @throws AppError `bad-request` for a cursor of another report
 */
export async function contentListing(
  db: EntityManager,
  organizationId: number,
  { cursor, limit, ...asked }: ContentListingQuery,
): Promise<ContentListingPage> {
  const options = { after: readCursor(CONTENT_WALK, cursor), first: limit + 1 };
  const { rows, searched, next } = await takePage(
    walkContent(db, organizationId, filterOf(asked), options),
    limit,
    ({ position }) => position,
  );
  return {
    rows: rows.map(({ course }) => view(course)),
    searched,
    nextCursor: next && writeCursor(CONTENT_WALK, next),
  };
}

/** The whole Content Listing report. */
export const contentListingCsv = (
  db: EntityManager,
  organizationId: number,
  asked: ContentListingFilter,
): Readable => writeCsv([...CONTENT_LISTING_COLUMNS], csvRows(db, organizationId, filterOf(asked)));

async function* csvRows(...walked: Parameters<typeof walkContent>): AsyncGenerator<string[][]> {
  for await (const { rows } of walkContent(...walked)) yield rows.map(({ course }) => cellsOf(course));
}

const filterOf = ({ course, type, ...filter }: ContentListingFilter): ContentFilter => ({
  ...filter,
  text: course,
  kind: type,
});

const view = (course: CourseDetails): ContentListingRow => {
  const { id, assetId, title, kind, language, status } = course;
  return { id, assetId, title, kind, language, status, notResettable: whyNotResettable(course) ?? null };
};

/** In the order of CONTENT_LISTING_COLUMNS. */
function cellsOf(course: CourseDetails): string[] {
  const why = whyNotResettable(course);
  return [
    course.id,
    course.assetId,
    course.title,
    KIND_NAME[course.kind],
    course.language,
    COURSE_STATUS_NAME[course.status],
    why ? 'No' : 'Yes',
    why ? NOT_RESETTABLE_NAME[why] : '',
  ];
}
