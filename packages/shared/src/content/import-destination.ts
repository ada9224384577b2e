import { randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { type ContentStandard, kindOf, STANDARD_NAME, standardsOf } from '../contracts/content-package';
import { KIND_NAME } from '../contracts/learning';
import type { NewPackage } from '../stores/content-package.store';
import {
  type CourseToFill,
  changeCourseKind,
  findCourseToFill,
  insertCourse,
  type NewCourse,
  retitleCourse,
} from '../stores/course-content.store';
import type { ParsedPackage } from './parsed-package';
import { refusePackage } from './refuse-package';

export type ImportTarget = {
  organizationId: number;
  /** The course's UUID. */
  courseId: string;
  /** Gives the course the package's title. */
  useTitle: boolean;
  /** Gives the course the package's kind, where it is of one that takes no such package. */
  changeKind?: boolean;
};
/** What is not said is the package's, or made up. */
export type NewCourseTarget = { organizationId: number } & Partial<
  Pick<NewCourse, 'assetId' | 'title' | 'language'>
>;

/** Where a package goes. */
export type Destination = {
  organizationId: number;
  /** @throws AppError `package-refused` with `wrong-kind` */
  refuseOther(parsed: ParsedPackage): void;
  /** Inside the import's transaction. @returns the course's number, and what the audit tells of it */
  prepare(db: EntityManager, found: NewPackage): Promise<{ courseId: number; details: object }>;
};

/** @throws AppError `not-found` */
export async function existingCourse(db: EntityManager, target: ImportTarget): Promise<Destination> {
  const { organizationId, useTitle, changeKind = false } = target;
  const course = await findCourseToFill(db, target);
  const key = { organizationId, courseId: course.courseId };
  return {
    organizationId,
    refuseOther: ({ standard }) => {
      if (!changeKind) refuseOtherKind(course, standard);
    },
    prepare: async (tx, { standard, title }) => {
      if (useTitle) await retitleCourse(tx, key, title);
      const changes = !standardsOf(course.kind).includes(standard);
      if (changes) await changeCourseKind(tx, key, kindOf(standard));
      const change = changes ? { kindBefore: course.kind, kind: kindOf(standard) } : {};
      return { courseId: course.courseId, details: { useTitle, ...change } };
    },
  };
}

const DEFAULT_LANGUAGE = 'en';

export const newCourse = ({ organizationId, assetId, title, language }: NewCourseTarget): Destination => ({
  organizationId,
  refuseOther: () => undefined,
  prepare: async (tx, found) => {
    const course = {
      assetId: assetId ?? `course-${randomBytes(4).toString('hex')}`,
      title: title ?? found.title,
      kind: kindOf(found.standard),
      language: language ?? DEFAULT_LANGUAGE,
    };
    return { courseId: await insertCourse(tx, organizationId, course), details: { newCourse: true } };
  },
});

function refuseOtherKind({ kind }: CourseToFill, standard: ContentStandard): void {
  const fitting = standardsOf(kind);
  if (fitting.includes(standard)) return;
  const wanted = fitting.map((one) => STANDARD_NAME[one]).join(' or ') || 'no package';
  throw refusePackage(
    'wrong-kind',
    `The package is ${STANDARD_NAME[standard]}, and the course is a ${KIND_NAME[kind]}, which takes ${wanted}.`,
  );
}
