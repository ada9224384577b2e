import type { OrganizationPlan } from '@reset/shared/generate/organization-plan';

const SEED = 20_251_123;
const LEARNERS_PER_COURSE = 100;
const RECORDS_PER_LEARNER = 5;
/** Fewer would lack some kinds of courses. */
const FEWEST_COURSES = 120;

/** One organization of the given size: a hundredth as many courses, five times as many records. */
export const organizationPlan = (learners: number): OrganizationPlan => ({
  seed: SEED,
  learners,
  courses: Math.max(FEWEST_COURSES, Math.round(learners / LEARNERS_PER_COURSE)),
  records: learners * RECORDS_PER_LEARNER,
  spread: 'few-busy',
});

/** How many small organizations there are, beside the large one. */
export const SMALL_ORGANIZATIONS = 10;
const SMALL_SHARE = 50;

/** The small ones are all of one size, a fiftieth of the large one's. */
export const smallPlan = (learners: number, number: number): OrganizationPlan => ({
  ...organizationPlan(Math.max(600, Math.round(learners / SMALL_SHARE))),
  seed: SEED + number,
});
