import { z } from 'zod';
import { CONTENT_STANDARDS, ContentPackage } from './content-package';
import { COURSE_KINDS, COURSE_STATUSES, NOT_RESETTABLE } from './learning';

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');

export const CourseParams = z.strictObject({ id: z.uuid() });
/** Of a package for a course that is there. */
export const ImportQuery = z.strictObject({
  /** Gives the course the package's title. */
  useTitle: flag,
  /** Makes the course one of the package's kind, where it is another. */
  changeKind: flag,
});
export type ImportQuery = z.infer<typeof ImportQuery>;
/** Of a package that becomes a course; what is not said is the package's, or made up. */
export const NewCourseQuery = z.strictObject({
  assetId: z.string().trim().min(1).max(255).optional(),
  title: z.string().trim().min(1).max(500).optional(),
  language: z
    .string()
    .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'a language tag, as en or pt-BR')
    .max(35)
    .optional(),
});
export type NewCourseQuery = z.infer<typeof NewCourseQuery>;

export const CoursesQuery = z.strictObject({
  /** A part of the title or of the asset ID, in any letter case; or a whole UUID. */
  search: z.string().trim().min(1).max(255).optional(),
  /** `missing`: courses that can have content and have none. */
  content: z.enum(['present', 'missing']).optional(),
  cursor: z.string().max(4_000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export type CoursesQuery = z.infer<typeof CoursesQuery>;

export const CourseView = z.object({
  id: z.uuid(),
  assetId: z.string(),
  title: z.string(),
  kind: z.enum(COURSE_KINDS),
  status: z.enum(COURSE_STATUSES),
  language: z.string(),
  /** Why a reset cannot apply to it; `null` where it can. */
  notResettable: z.enum(NOT_RESETTABLE).nullable(),
  /** Which packages fit; none where a course of this kind has no package. */
  takes: z.array(z.enum(CONTENT_STANDARDS)),
  /** What the next launch opens. */
  content: ContentPackage.pick({
    version: true,
    standard: true,
    edition: true,
    uploadedAt: true,
    uploadedBy: true,
  }).nullable(),
});
export type CourseView = z.infer<typeof CourseView>;
export const CoursePage = z.object({ courses: z.array(CourseView), nextCursor: z.string().nullable() });
export type CoursePage = z.infer<typeof CoursePage>;

/** A version without its units, of which there may be thousands. */
export const ContentVersion = ContentPackage.omit({ units: true }).extend({ unitCount: z.int().positive() });
export type ContentVersion = z.infer<typeof ContentVersion>;
export const CourseContent = z.object({
  course: CourseView,
  current: ContentPackage.nullable(),
  /** Newest first, a hundred at most. */
  versions: z.array(ContentVersion),
});
export type CourseContent = z.infer<typeof CourseContent>;
