import type { CourseMatch, LearnerMatch } from '@reset/shared/stores/identifier.store';
import { findCourses, findLearners, type Matches } from '@reset/shared/stores/identifier.store';
import { slices } from '@reset/shared/stores/multi-row';
import type { DataSource } from 'typeorm';
import type { MatchCache, ValidationCache } from './identifier-cache';
import type { CourseBy, LearnerBy, Lookup } from './read-cell';

/** Keys in one look-up: as many as a multi-row statement has rows (DESIGN 4.3). */
const KEYS_PER_QUERY = 5_000;

type Wanted = { learners: readonly Lookup<LearnerBy>[]; courses: readonly Lookup<CourseBy>[] };

/** The organization's learners and courses, as far as one chunk asks for them. */
export type Directory = {
  /** Looks up what is not known yet, with a few queries for each kind of key. */
  learn(wanted: Wanted): Promise<void>;
  /** Who was found; nobody, where `learn` was not asked. */
  learners(lookup: Lookup<LearnerBy>): readonly LearnerMatch[];
  courses(lookup: Lookup<CourseBy>): readonly CourseMatch[];
};

const NONE: readonly never[] = [];

export function createDirectory(
  dataSource: DataSource,
  organizationId: number,
  cache: ValidationCache,
): Directory {
  const learners = createSide<LearnerBy, LearnerMatch>(cache.learners, (by, keys) =>
    findLearners(dataSource, organizationId, by, keys),
  );
  const courses = createSide<CourseBy, CourseMatch>(cache.courses, (by, keys) =>
    findCourses(dataSource, organizationId, by, keys),
  );
  return {
    learn: async (wanted) => {
      await learners.learn(wanted.learners);
      await courses.learn(wanted.courses);
    },
    learners: learners.find,
    courses: courses.find,
  };
}

type Find<By, Match> = (by: By, keys: string[]) => Promise<Matches<Match>>;

/** What one chunk knows stands beside the cache, because that may drop an entry between the look-up and its use. */
function createSide<By extends string, Match>(cache: MatchCache<By, Match>, findAll: Find<By, Match>) {
  const known = new Map<By, Map<string, readonly Match[]>>();
  const knownBy = (by: By) => {
    const some = known.get(by) ?? new Map<string, readonly Match[]>();
    known.set(by, some);
    return some;
  };

  /** Enters what the cache has, and gives the keys that it has not. */
  function missing(wanted: readonly Lookup<By>[]): { by: By; keys: string[] }[] {
    const keysBy = new Map<By, string[]>();
    for (const { by, key } of wanted) {
      const some = knownBy(by);
      if (some.has(key)) continue;
      const cached = cache.get(by, key);
      some.set(key, cached ?? NONE);
      if (cached) continue;
      const keys = keysBy.get(by);
      if (keys) keys.push(key);
      else keysBy.set(by, [key]);
    }
    return [...keysBy].flatMap(([by, keys]) =>
      [...slices(keys, KEYS_PER_QUERY)].map((some) => ({ by, keys: some })),
    );
  }

  return {
    async learn(wanted: readonly Lookup<By>[]): Promise<void> {
      // One after the other: other chunks keep the database busy meanwhile, and whoever waits for an answer has fewer
      // statements before it.
      for (const { by, keys } of missing(wanted)) {
        const some = knownBy(by);
        // Under the server's own text of the key: ours is a part of the chunk's text, and would keep all of it.
        for (const [key, found] of await findAll(by, keys)) {
          some.set(key, found);
          cache.set(by, key, found);
        }
      }
    },
    find: ({ by, key }: Lookup<By>): readonly Match[] => known.get(by)?.get(key) ?? NONE,
  };
}
