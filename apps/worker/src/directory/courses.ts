import { type ContentStandard, STANDARD_NAME, standardsOf } from '@reset/shared/contracts/content-package';
import { directoryProblem } from '@reset/shared/contracts/directory-problem';
import { type CourseKind, KIND_NAME } from '@reset/shared/contracts/learning';
import { lockCourseNames, standardsOfCourses } from '@reset/shared/stores/course-content.store';
import { DIRECTORY_ENTITIES } from '@reset/shared/stores/directory-entity';
import type { EntityManager } from 'typeorm';
import type { ImportKind } from './import-kind';
import { type MatchedRow, matchEntities } from './match-rows';
import type { ReadRow } from './read-values';
import { writeEntities } from './write-entities';

const entity = DIRECTORY_ENTITIES.courses;

export const COURSES: ImportKind = {
  entity,
  compare: compareCourses,
  // An asset ID is no unique key, so whoever gives one to a course waits here for the others.
  lock: lockCourseNames,
  write: (db, { organizationId }, rows) => writeEntities(db, organizationId, entity, rows),
};

async function compareCourses(
  db: EntityManager,
  organizationId: number,
  read: readonly ReadRow[],
): Promise<MatchedRow[]> {
  const rows = await matchEntities(db, organizationId, entity, read);
  const changed = rows.flatMap((row) => (changesKind(row) && row.stored ? [Number(row.stored.key)] : []));
  const standards = await standardsOfCourses(db, organizationId, changed);
  return rows.map((row) => {
    const standard = changesKind(row) ? standards.get(Number(row.stored?.key)) : undefined;
    if (!standard || standardsOf(row.values.kind as CourseKind).includes(standard)) return row;
    return withKindProblem(row, standard);
  });
}

const changesKind = ({ values: { kind }, stored }: MatchedRow) =>
  stored !== undefined && kind !== undefined && kind !== stored.values.kind;

/** What content a course has decides how a launch plays it. */
function withKindProblem(row: MatchedRow, standard: ContentStandard): MatchedRow {
  const details = { type: KIND_NAME[row.values.kind as CourseKind], content: STANDARD_NAME[standard] };
  return {
    ...row,
    problems: [...row.problems, directoryProblem('type-of-content', row.row, 'Type', details)],
  };
}
