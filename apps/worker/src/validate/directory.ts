import type { CourseMatch, LearnerMatch } from '@reset/shared/stores/identifier.store';
import { findCourses, findLearners, type Matches } from '@reset/shared/stores/identifier.store';
import { slices } from '@reset/shared/stores/multi-row';
import type { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import type { ValidationCache } from './identifier-cache';
import type { CourseBy, LearnerBy, Lookup } from './read-cell';

/** Keys in one look-up: as many as a multi-row statement has rows (DESIGN 4.3). */
const KEYS_PER_QUERY = 5_000;

type Wanted = { learners: readonly Lookup<LearnerBy>[]; courses: readonly Lookup<CourseBy>[] };

/** The organization's learners and courses, as far as one chunk asks for them. */
export type Directory = {
  /** Looks up what is not known yet: one query for each kind of key, side by side. */
  learn(wanted: Wanted): Promise<void>;
  /** Who was found; nobody, where `learn` was not asked. */
  learners(lookup: Lookup<LearnerBy>): readonly LearnerMatch[];
  courses(lookup: Lookup<CourseBy>): readonly CourseMatch[];
};

const nameOf = ({ by, key }: Lookup<string>) => `${by} ${key}`;
const NONE: readonly never[] = [];

export function createDirectory(
  dataSource: DataSource,
  organizationId: number,
  cache: ValidationCache,
): Directory {
  // Beside the cache, because that may drop an entry between the look-up and its use.
  const learners = new Map<string, readonly LearnerMatch[]>();
  const courses = new Map<string, readonly CourseMatch[]>();
  return {
    async learn(wanted) {
      await Promise.all([
        learnKind(wanted.learners, learners, cache.learners, (by, keys) =>
          findLearners(dataSource, organizationId, by, keys),
        ),
        learnKind(wanted.courses, courses, cache.courses, (by, keys) =>
          findCourses(dataSource, organizationId, by, keys),
        ),
      ]);
    },
    learners: (lookup) => learners.get(nameOf(lookup)) ?? NONE,
    courses: (lookup) => courses.get(nameOf(lookup)) ?? NONE,
  };
}

async function learnKind<By extends string, Match>(
  wanted: readonly Lookup<By>[],
  known: Map<string, readonly Match[]>,
  cache: LRUCache<string, readonly Match[]>,
  find: (by: By, keys: string[]) => Promise<Matches<Match>>,
): Promise<void> {
  const missing = new Map<By, string[]>();
  for (const lookup of wanted) {
    const name = nameOf(lookup);
    if (known.has(name)) continue;
    const cached = cache.get(name);
    known.set(name, cached ?? NONE);
    if (cached) continue;
    const keys = missing.get(lookup.by);
    if (keys) keys.push(lookup.key);
    else missing.set(lookup.by, [lookup.key]);
  }
  const batches = [...missing].flatMap(([by, keys]) =>
    [...slices(keys, KEYS_PER_QUERY)].map((batch) => ({ by, batch })),
  );
  await Promise.all(
    batches.map(async ({ by, batch }) => {
      const matches = await find(by, batch);
      for (const key of batch) {
        const found = matches.get(key) ?? NONE;
        known.set(nameOf({ by, key }), found);
        cache.set(nameOf({ by, key }), found);
      }
    }),
  );
}
