import { z } from 'zod';

/** An organization, as far as it is decided by numbers alone. The same plan makes the same people, courses and records. */
export const OrganizationPlan = z.strictObject({
  seed: z.int().min(0).max(0xffff_ffff),
  learners: z.int().min(1).max(10_000_000),
  courses: z.int().min(1).max(100_000),
  /** Learning records, exactly; one learner has several in a course after several attempts. */
  records: z.int().min(0).max(100_000_000),
  /** `few-busy`, as in life: a tenth of the learners has most of the records. `even`: all have about as many. */
  spread: z.enum(['few-busy', 'even']).default('few-busy'),
});
export type OrganizationPlan = z.infer<typeof OrganizationPlan>;
