import { isUuid } from '@reset/shared/entities/columns';
import { identifierKey, MAX_IDENTIFIER_LENGTH } from '@reset/shared/entities/identifier-key';
import { Course } from '@reset/shared/entities/learning';
import { Learner } from '@reset/shared/entities/people';
import { type DataSource, type FindOptionsWhere, In } from 'typeorm';

/** By what somebody or something may be found, and the key to find it by. */
export type Lookup = { by: 'login' | 'email' | 'uuid' | 'asset'; key: string };
export type Wanted = { learners: readonly Lookup[]; courses: readonly Lookup[] };

/** Learners and courses that have been looked up. */
export type KnownIdentifiers = {
  lookUp(wanted: Wanted): Promise<void>;
  learners(lookup: Lookup): readonly Learner[];
  courses(lookup: Lookup): readonly Course[];
};

/** All that a cell may be read as. @param reading `any`, or the one that its column is for */
export function lookupsOf(cell: string, reading: string, all: readonly Lookup['by'][]): Lookup[] {
  const key = identifierKey(cell);
  if (key === '' || key.length > MAX_IDENTIFIER_LENGTH) return [];
  return all
    .filter((by) => reading === 'any' || by === reading)
    .filter((by) => (by === 'uuid' ? isUuid(key) : by !== 'email' || key.includes('@')))
    .map((by) => ({ by, key }));
}

export const LEARNER_KINDS = ['login', 'email', 'uuid'] as const;
export const COURSE_KINDS = ['uuid', 'asset'] as const;
const LEARNER_FIELD = { login: 'loginKey', email: 'emailKey', uuid: 'uuid' } as const;
const COURSE_FIELD = { uuid: 'uuid', asset: 'assetKey' } as const;
const nameOf = ({ by, key }: Lookup) => `${by} ${key}`;

/** Looks up what one batch of rows asks for, one query for each kind of key. Forgets it with the batch. */
export function identifiersOfBatch(dataSource: DataSource, organizationId: number): KnownIdentifiers {
  const [learners, courses] = [new Map<string, Learner[]>(), new Map<string, Course[]>()];
  return {
    async lookUp(wanted) {
      await Promise.all([
        ...keysByKind(wanted.learners, learners).map(async ({ by, keys }) => {
          const field = LEARNER_FIELD[by as keyof typeof LEARNER_FIELD];
          const where: FindOptionsWhere<Learner> = { organizationId, [field]: In(keys) };
          const select = { id: true, status: true, [field]: true };
          const found = await dataSource.getRepository(Learner).find({ select, where });
          for (const learner of found)
            learners.get(nameOf({ by, key: String(learner[field]) }))?.push(learner);
        }),
        ...keysByKind(wanted.courses, courses).map(async ({ by, keys }) => {
          const field = COURSE_FIELD[by as keyof typeof COURSE_FIELD];
          const where: FindOptionsWhere<Course> = { organizationId, [field]: In(keys) };
          const found = await dataSource.getRepository(Course).find({ where });
          for (const course of found) courses.get(nameOf({ by, key: course[field] }))?.push(course);
        }),
      ]);
    },
    learners: (lookup) => learners.get(nameOf(lookup)) ?? [],
    courses: (lookup) => courses.get(nameOf(lookup)) ?? [],
  };
}

/** What is not known yet, by kind; it is noted as found nowhere until the answer comes. */
function keysByKind<Found>(wanted: readonly Lookup[], known: Map<string, Found[]>) {
  const kinds = new Map<Lookup['by'], string[]>();
  for (const lookup of wanted) {
    if (known.has(nameOf(lookup))) continue;
    known.set(nameOf(lookup), []);
    const keys = kinds.get(lookup.by);
    if (keys) keys.push(lookup.key);
    else kinds.set(lookup.by, [lookup.key]);
  }
  return [...kinds].map(([by, keys]) => ({ by, keys }));
}
