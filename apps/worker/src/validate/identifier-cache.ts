import type { CourseMatch, LearnerMatch } from '@reset/shared/stores/identifier.store';
import { LRUCache } from 'lru-cache';

/** What was looked up during one validation, so that a learner who recurs is looked up once. Misses are kept too. */
export type ValidationCache = {
  learners: LRUCache<string, readonly LearnerMatch[]>;
  courses: LRUCache<string, readonly CourseMatch[]>;
};
export type IdentifierCache = { of(validation: string): ValidationCache };

/** Entries of one validation; about 40 MB, which keeps a worker's memory flat whatever the file. */
const MAX_LEARNERS = 150_000;
const MAX_COURSES = 50_000;
/** Validations kept at once: a worker seldom has more in hand. */
const MAX_VALIDATIONS = 2;

/** Lives as long as the worker. Each validation has its own entries, so that a repeated one sees today's directory. */
export function createIdentifierCache(): IdentifierCache {
  const validations = new LRUCache<string, ValidationCache>({ max: MAX_VALIDATIONS });
  return {
    of(validation) {
      const known = validations.get(validation);
      if (known) return known;
      const fresh = {
        learners: new LRUCache<string, readonly LearnerMatch[]>({ max: MAX_LEARNERS }),
        courses: new LRUCache<string, readonly CourseMatch[]>({ max: MAX_COURSES }),
      };
      validations.set(validation, fresh);
      return fresh;
    },
  };
}
