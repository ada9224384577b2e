import type { CourseMatch, LearnerMatch } from '@reset/shared/stores/identifier.store';
import { LRUCache } from 'lru-cache';
import type { CourseBy, LearnerBy } from './read-cell';

/** What was found during one validation, by kind of key, so that a learner who recurs is looked up once. */
export type ValidationCache = {
  learners: (by: LearnerBy) => MatchCache<LearnerMatch>;
  courses: (by: CourseBy) => MatchCache<CourseMatch>;
};
export type IdentifierCache = { of(validation: string): ValidationCache };

/** Entries of one validation and one kind of key: tens of megabytes at most, so that a worker's memory is flat. */
const MAX_LEARNERS = 50_000;
const MAX_COURSES = 20_000;
/** Misses after which a full cache begins anew, for each entry that it holds. */
const MISSES_PER_ENTRY = 4;
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
  const caches = new Map(kinds.map((by) => [by, new MatchCache<Match>(max)]));
  return (by) => caches.get(by) as MatchCache<Match>;
}

/**
 * Keeps the first `max` entries for as long as they serve, and begins anew once fewer than one question in ten finds
 * an answer. Where every row names another learner, an order of use would move a million entries through the heap for
 * nothing (a third of the processor time and twice the memory, docs/performance.md); where a file goes round and round
 * more learners than fit, it would have forgotten each of them before they recur.
 */
export class MatchCache<Match> {
  readonly #entries = new Map<string, readonly Match[]>();
  #idle = 0;

  constructor(private readonly max: number) {}

  get(key: string): readonly Match[] | undefined {
    const found = this.#entries.get(key);
    if (found) this.#idle = Math.max(0, this.#idle - 10);
    else if (this.#entries.size >= this.max) this.#countMiss();
    return found;
  }

  set(key: string, matches: readonly Match[]): void {
    if (this.#entries.size < this.max) this.#entries.set(key, matches);
  }

  #countMiss(): void {
    this.#idle += 1;
    if (this.#idle < MISSES_PER_ENTRY * this.max) return;
    this.#entries.clear();
    this.#idle = 0;
  }
}
