import type { CourseMatch, LearnerMatch } from '@reset/shared/stores/identifier.store';
import { LRUCache } from 'lru-cache';
import type { CourseBy, LearnerBy } from './read-cell';

export type MatchCache<Match> = LRUCache<string, readonly Match[]>;
/** What was found during one validation, by kind of key, so that a learner who recurs is looked up once. */
export type ValidationCache = {
  learners: (by: LearnerBy) => MatchCache<LearnerMatch>;
  courses: (by: CourseBy) => MatchCache<CourseMatch>;
};
export type IdentifierCache = { of(validation: string): ValidationCache };

/** Entries of one validation and one kind of key; together about 40 MB, so that a worker's memory is flat. */
const MAX_LEARNERS = 50_000;
const MAX_COURSES = 25_000;
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
        learners: cachesOf<LearnerBy, LearnerMatch>(['login', 'email', 'uuid'], MAX_LEARNERS),
        courses: cachesOf<CourseBy, CourseMatch>(['uuid', 'asset'], MAX_COURSES),
      };
      validations.set(validation, fresh);
      return fresh;
    },
  };
}

function cachesOf<By extends string, Match>(
  kinds: readonly By[],
  max: number,
): (by: By) => MatchCache<Match> {
  const caches = new Map(kinds.map((by) => [by, new LRUCache<string, readonly Match[]>({ max })]));
  return (by) => caches.get(by) as MatchCache<Match>;
}
