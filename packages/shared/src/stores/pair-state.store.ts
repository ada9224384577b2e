import type { EntityManager } from 'typeorm';
import { RECORD_STATUSES, RESTART_SETTINGS } from '../contracts/learning';
import { OPEN_MARK } from './open-mark.store';
import type { PairColumns } from './packed-pairs';

/** What is known of each pair, in the order of the pairs. */
export type PairStates = {
  /** Number of the latest record's status in RECORD_STATUSES, from 1; 0 where there is no record. */
  latest: Uint8Array;
  /** Number of the assignment's restart setting in RESTART_SETTINGS, from 1; 0 where there is no assignment. */
  setting: Uint8Array;
  /** 1 where a mark is open. */
  marked: Uint8Array;
};

/** Rows of one answer, about: what a worker holds of it in memory. */
const ROWS_PER_ANSWER = 50_000;
/** Of the first question: later ones go by how many rows a learner turned out to have. */
const FIRST_LEARNERS = 500;
const MOST_LEARNERS = 20_000;
/**
 * Ids between the first and the last learner asked for, for each of them, up to which the whole range is read: passing
 * by the records of a learner nobody asked for takes a sixth of looking one up (docs/performance.md).
 */
const DENSE = 4;

/**
 * Looks up records, assignments and open marks of sorted pairs. Everything that a learner has is read in the order of
 * the key and merged with the pairs: several times faster than looking up pair by pair (docs/performance.md).
 * @param pairs sorted by learner, then course
 */
export async function readPairStates(
  db: EntityManager,
  organizationId: number,
  pairs: PairColumns,
): Promise<PairStates> {
  const length = pairs.fileRows.length;
  const states = {
    latest: new Uint8Array(length),
    setting: new Uint8Array(length),
    marked: new Uint8Array(length),
  };
  const read = (source: Source, into: Uint8Array) => readSource(db, organizationId, source, pairs, into);
  await read(RECORDS, states.latest);
  await read(ASSIGNMENTS, states.setting);
  await read(OPEN_MARKS, states.marked);
  return states;
}

type Source = { table: string; value: string; where: string; order: string };
const position = (column: string, names: readonly string[]) =>
  `FIELD(${column}, ${names.map((name) => `'${name}'`).join(', ')})`;
/** Of several records of a pair the last one read, which is the latest, counts. */
const RECORDS: Source = {
  table: 'learning_record',
  value: position('status', RECORD_STATUSES),
  where: '',
  order: 'learner_id, course_id, attempt',
};
const ASSIGNMENTS: Source = {
  table: 'assignment',
  value: position('restart_setting', RESTART_SETTINGS),
  where: '',
  order: 'learner_id, course_id',
};
const OPEN_MARKS: Source = {
  table: 'progress_reset',
  value: '1',
  where: `AND ${OPEN_MARK}`,
  order: 'learner_id, course_id',
};

async function readSource(
  db: EntityManager,
  organizationId: number,
  { table, value, where, order }: Source,
  pairs: PairColumns,
  into: Uint8Array,
): Promise<void> {
  let most = FIRST_LEARNERS;
  for (let start = 0; start < pairs.fileRows.length; ) {
    const { learners, end } = nextLearners(pairs, start, most);
    const found: PairValue[] = await db.query(
      `SELECT learner_id AS l, course_id AS c, ${value} AS v FROM ${table}
       WHERE organization_id = ? AND ${amongLearners(learners)} ${where} ORDER BY ${order}`,
      [organizationId],
    );
    mergeValues(pairs, { start, end }, found, into);
    const rowsPerLearner = Math.max(found.length / learners.length, 0.1);
    most = Math.max(1, Math.min(MOST_LEARNERS, Math.floor(ROWS_PER_ANSWER / rowsPerLearner)));
    start = end;
  }
}

/** The next learners of the pairs, at most so many, and where their pairs end. */
function nextLearners({ learnerIds }: PairColumns, start: number, most: number) {
  const learners: number[] = [];
  let end = start;
  for (; end < learnerIds.length; end += 1) {
    const learner = learnerIds[end] as number;
    if (learner === learners.at(-1)) continue;
    if (learners.length === most) break;
    learners.push(learner);
  }
  return { learners, end };
}

function amongLearners(learners: readonly number[]): string {
  const first = learners[0] as number;
  const last = learners.at(-1) as number;
  if (last - first < learners.length * DENSE) return `learner_id BETWEEN ${first} AND ${last}`;
  return `learner_id IN (${learners.join(',')})`;
}

type PairValue = { l: number; c: number; v: number };

/** Both sides are in the order of learner and course, so each is passed once. */
function mergeValues(
  { learnerIds, courseIds }: PairColumns,
  { start, end }: { start: number; end: number },
  found: readonly PairValue[],
  into: Uint8Array,
): void {
  let at = start;
  for (const { l, c, v } of found) {
    while (
      at < end &&
      ((learnerIds[at] as number) < l || (learnerIds[at] === l && (courseIds[at] as number) < c))
    )
      at += 1;
    for (let same = at; same < end && learnerIds[same] === l && courseIds[same] === c; same += 1)
      into[same] = v;
  }
}
