import type { UndoRequest } from '@reset/shared/contracts/undo';
import type { ChosenPairs } from '@reset/shared/entities/bulk-reset';
import { isUuid } from '@reset/shared/entities/columns';
import { identifierKey } from '@reset/shared/entities/identifier-key';
import { AppError } from '@reset/shared/errors/app-error';
import { findCourses, findLearners, type Matches } from '@reset/shared/stores/identifier.store';
import type { DataSource } from 'typeorm';

/**
 * The learners and courses that a request names as a file would: by every reading of what stands there.
 * @returns `null` where it names none
 * @throws AppError `unknown-choice` where one leads to nobody, or its readings lead to several
 */
export async function findChosen(
  dataSource: DataSource,
  organizationId: number,
  { learners, courses }: Pick<UndoRequest, 'learners' | 'courses'>,
): Promise<ChosenPairs | null> {
  if (!learners && !courses) return null;
  const [chosenLearners, chosenCourses] = await Promise.all([
    resolve(learners, {
      uuid: (keys) => findLearners(dataSource, organizationId, 'uuid', keys),
      others: [
        (keys) => findLearners(dataSource, organizationId, 'login', keys),
        (keys) => findLearners(dataSource, organizationId, 'email', keys),
      ],
    }),
    resolve(courses, {
      uuid: (keys) => findCourses(dataSource, organizationId, 'uuid', keys),
      others: [(keys) => findCourses(dataSource, organizationId, 'asset', keys)],
    }),
  ]);
  const unknown = { learners: chosenLearners?.unknown ?? [], courses: chosenCourses?.unknown ?? [] };
  if (unknown.learners.length + unknown.courses.length > 0) throw new AppError('unknown-choice', unknown);
  return { learnerIds: chosenLearners?.ids ?? null, courseIds: chosenCourses?.ids ?? null };
}

type LookUp = (keys: readonly string[]) => Promise<Matches<{ id: number }>>;
type Readings = { uuid: LookUp; others: readonly LookUp[] };

async function resolve(named: readonly string[] | undefined, { uuid, others }: Readings) {
  if (!named) return undefined;
  const keys = [...new Set(named.map(identifierKey))];
  const found = await Promise.all([uuid(keys.filter(isUuid)), ...others.map((lookUp) => lookUp(keys))]);
  const idsOf = (key: string) => [
    ...new Set(found.flatMap((matches) => (matches.get(key) ?? []).map(({ id }) => id))),
  ];
  const unknown = named.filter((name) => idsOf(identifierKey(name)).length !== 1);
  return { ids: [...new Set(keys.flatMap(idsOf))].sort((a, b) => a - b), unknown };
}
