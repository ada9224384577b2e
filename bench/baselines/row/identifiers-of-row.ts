import { Course } from '@reset/shared/entities/learning';
import { Learner } from '@reset/shared/entities/people';
import type { DataSource, FindOptionsWhere } from 'typeorm';
import type { KnownIdentifiers, Lookup } from '../orm/known-identifiers';

const LEARNER_FIELD = { login: 'loginKey', email: 'emailKey', uuid: 'uuid', asset: 'uuid' } as const;
const COURSE_FIELD = { uuid: 'uuid', asset: 'assetKey', login: 'uuid', email: 'uuid' } as const;

/** Courses that were found before; they are few, and every author would keep them. */
export type KnownCourses = Map<string, readonly Course[]>;
const nameOf = ({ by, key }: Lookup) => `${by} ${key}`;

/** Looks up what one row asks for: one query for its learner, whatever the cell may be, and none for a known course. */
export function identifiersOfRow(
  dataSource: DataSource,
  organizationId: number,
  knownCourses: KnownCourses,
): KnownIdentifiers {
  const found: Learner[] = [];
  return {
    async lookUp({ learners, courses }) {
      const where = learners.map(
        ({ by, key }): FindOptionsWhere<Learner> => ({ organizationId, [LEARNER_FIELD[by]]: key }),
      );
      if (where.length > 0) found.push(...(await dataSource.getRepository(Learner).findBy(where)));
      for (const lookup of courses) {
        if (knownCourses.has(nameOf(lookup))) continue;
        const key = { organizationId, [COURSE_FIELD[lookup.by]]: lookup.key };
        knownCourses.set(nameOf(lookup), await dataSource.getRepository(Course).findBy(key));
      }
    },
    learners: ({ by, key }) => found.filter((learner) => learner[LEARNER_FIELD[by]] === key),
    courses: (lookup) => knownCourses.get(nameOf(lookup)) ?? [],
  };
}
