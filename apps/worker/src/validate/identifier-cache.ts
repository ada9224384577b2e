import type { CourseMatch, LearnerMatch } from '@reset/shared/stores/identifier.store';
import { LRUCache } from 'lru-cache';
import type { CourseBy, LearnerBy } from './read-cell';

/** What was found during one validation, so that a learner who recurs is looked up once. */
export type ValidationCache = {
  learners: MatchCache<LearnerBy, LearnerMatch>;
  courses: MatchCache<CourseBy, CourseMatch>;
};
export type IdentifierCache = { of(validation: string): ValidationCache };

/** Entries of one validation: about 20 MB at most, so that a worker's memory is flat. */
const MAX_LEARNERS = 60_000;
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
        learners: new MatchCache<LearnerBy, LearnerMatch>(MAX_LEARNERS),
        courses: new MatchCache<CourseBy, CourseMatch>(MAX_COURSES),
      };
      validations.set(validation, fresh);
      return fresh;
    },
  };
}

/**
 * Keeps the first `max` entries for as long as they serve, and begins anew once fewer than one question in ten finds
 * an answer. Where every row names another learner, an order of use would move a million entries through the heap for
 * nothing (a third of the processor time and twice the memory, docs/performance.md); where a file goes round and round
 * more learners than fit, it would have forgotten each of them before they recur.
 */
export class MatchCache<By extends string, Match> {
  readonly #entries = new Map<By, Map<string, readonly Match[]>>();
  #size = 0;
  #idle = 0;

  constructor(private readonly max: number) {}

  get(by: By, key: string): readonly Match[] | undefined {
    const found = this.#entries.get(by)?.get(key);
    if (found) this.#idle = Math.max(0, this.#idle - 10);
    else if (this.#size >= this.max) this.#countMiss();
    return found;
  }

  set(by: By, key: string, matches: readonly Match[]): void {
    const entries = this.#entries.get(by);
    if (this.#size >= this.max || entries?.has(key)) return;
    if (entries) entries.set(key, matches);
    else this.#entries.set(by, new Map([[key, matches]]));
    this.#size += 1;
  }

  #countMiss(): void {
    this.#idle += 1;
    if (this.#idle < MISSES_PER_ENTRY * this.max) return;
    this.#entries.clear();
    this.#size = 0;
    this.#idle = 0;
  }
}
