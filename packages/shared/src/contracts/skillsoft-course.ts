import { z } from 'zod';

/**
 * `course.json` at the root of a native course: HTML pages that a learner goes through one after the other. The player
 * shows them in this order, keeps the `id` of the open page as the bookmark, and completes the course with the last one.
 */
export const SkillsoftPage = z.strictObject({
  /** What the bookmark says; stays when pages are added before it. */
  id: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[\w.-]+$/, 'letters, digits, and . _ - only'),
  title: z.string().trim().min(1).max(500),
  /** A path inside the package, `/`-separated and not encoded. */
  href: z.string().min(1).max(500),
});
export type SkillsoftPage = z.infer<typeof SkillsoftPage>;

export const SkillsoftCourse = z
  .strictObject({
    title: z.string().trim().min(1).max(500),
    language: z.string().max(35).default('en'),
    pages: z.array(SkillsoftPage).min(1).max(1_000),
  })
  .refine(({ pages }) => new Set(pages.map(({ id }) => id)).size === pages.length, {
    path: ['pages'],
    message: 'two pages have the same id',
  });
export type SkillsoftCourse = z.infer<typeof SkillsoftCourse>;

/** The `href` of the one unit that such a package has. */
export const SKILLSOFT_MANIFEST = 'course.json';
