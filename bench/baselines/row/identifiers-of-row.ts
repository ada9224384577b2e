import { Course } from '@reset/shared/entities/learning';
import { Learner } from '@reset/shared/entities/people';
import type { DataSource, FindOptionsWhere } from 'typeorm';
import type { KnownIdentifiers, Lookup } from '../orm/known-identifiers';

const LEARNER_FIELD = { login: 'loginKey', email: 'emailKey', uuid: 'uuid', asset: 'uuid' } as const;
const COURSE_FIELD = { uuid: 'uuid', asset: 'assetKey', login: 'uuid', email: 'uuid' } as const;

/** Courses that were found before; they are few, and every author would keep them. */
export type KnownCourses = Map<string, readonly Course[]>;
const nameOf = ({ by, key }: Lookup) => `${by} ${key}`;

/** Looks up what one row asks for: one query for each reading of its learner, side by side, and none for a known course. */
export function identifiersOfRow(
  dataSource: DataSource,
  organizationId: number,
  knownCourses: KnownCourses,
): KnownIdentifiers {
  const found: Learner[] = [];
  return {
    async lookUp({ learners, courses }) {
      // One query with OR between three indexes would read every learner.
      const answers = learners.map(({ by, key }) => {
        const where: FindOptionsWhere<Learner> = { organizationId, [LEARNER_FIELD[by]]: key };
        return dataSource.getRepository(Learner).findBy(where);
      });
      found.push(...(await Promise.all(answers)).flat());
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
