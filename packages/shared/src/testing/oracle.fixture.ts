import type { Counts, Impact } from '../contracts/bulk-reset';
import { KIND_NAME, RESETTABLE_KINDS } from '../contracts/learning';
import { type Problem, problem, sentenceOf } from '../contracts/problem';
import type { Course, LearningRecord } from '../entities/learning';
import type { Learner } from '../entities/people';

export type WorldLearner = Pick<Learner, 'id' | 'uuid' | 'loginId' | 'email' | 'status'>;
export type WorldCourse = Pick<
  Course,
  'id' | 'uuid' | 'assetId' | 'kind' | 'complianceConfigured' | 'status'
>;
/** What the oracle knows of an organization: people and courses, and of each pair its latest record and open marks. */
export type World = {
  learners: readonly WorldLearner[];
  courses: readonly WorldCourse[];
  /** By `pairKey`. */
  latest: ReadonlyMap<string, LearningRecord['status']>;
  open: ReadonlySet<string>;
};

/** A mark that a reset leaves. */
export type ExpectedMark = { learnerId: number; courseId: number; fileRow: number };
/** What has to become of a file. */
export type Verdict = {
  status: 'needs-fixes' | 'ready';
  /** Before a reset. */
  counts: Counts;
  impact: Omit<Impact, 'assignmentsOverridden'>;
  /** Exactly these bytes; nothing where no row has a problem. */
  report: string | undefined;
  /** Pairs to reset, in the order of the file. */
  toReset: readonly ExpectedMark[];
};
export type ResetVerdict = {
  counts: Counts;
  marks: readonly ExpectedMark[];
  leftOut: readonly ExpectedMark[];
};

type Row = {
  row: number;
  line: string;
  learner: WorldLearner | undefined;
  course: WorldCourse | undefined;
  reset: boolean | undefined;
  problems: Problem[];
};

/**
 * What validation has to find, worked out with nothing of the product but its words: row by row, in memory, in the
 * plainest way. Knows files with commas, CRLF line ends and the header `Learner,Content,Reset required`, without quotes
 * and blank rows, where every cell is TRUE, FALSE, empty or no word for either in any language.
 */
export function judgeFile(csv: string, world: World): Verdict {
  const [header, ...lines] = csv.replace(/\r\n$/, '').split('\r\n') as [string, ...string[]];
  if (header !== 'Learner,Content,Reset required') throw new Error(`the oracle cannot read ${header}`);
  const names = namesIn(world);
  const rows = lines.map((line, index) => judgeRow(line, index + 2, names));
  const repeated = new Set<Row>();
  for (const same of rowsByPair(rows).values()) judgePair(same, repeated);
  const withErrors = rows.filter(hasError);
  const excluded = rows.filter((row) => row.reset === false && !hasError(row));
  const counted = rows.filter((row) => row.reset === true && !hasError(row) && !repeated.has(row));
  const hasProblems = rows.some(({ problems }) => problems.length > 0);
  return {
    status: withErrors.length > 0 ? 'needs-fixes' : 'ready',
    counts: {
      ...NOTHING_DONE,
      rows: rows.length,
      excluded: excluded.length,
      repeated: repeated.size,
      withErrors: withErrors.length,
      notProcessed: counted.length,
    },
    impact: impactOf(counted, world),
    report: hasProblems ? reportOf(header, rows) : undefined,
    toReset: counted.map(markOf),
  };
}

/**
 * What the reset has to do with a file that may be reset.
 * @param world at the moment of the reset: what has changed since validation is left out
 * @param isDone whether it came to this pair, where it was stopped before its end
 */
export function judgeReset(
  { counts, toReset }: Verdict,
  world: World,
  isDone: (mark: ExpectedMark) => boolean = () => true,
): ResetVerdict {
  const learners = new Map(world.learners.map((learner) => [learner.id, learner]));
  const courses = new Map(world.courses.map((course) => [course.id, course]));
  const marks: ExpectedMark[] = [];
  const leftOut: ExpectedMark[] = [];
  let nothingToReset = 0;
  let notProcessed = 0;
  for (const mark of toReset) {
    if (!isDone(mark)) {
      notProcessed += 1;
      continue;
    }
    const learner = learners.get(mark.learnerId);
    const course = courses.get(mark.courseId);
    if (learner?.status !== 'active' || !course || whyNot(course)) leftOut.push(mark);
    else if (world.latest.has(pairKey(mark.learnerId, mark.courseId))) marks.push(mark);
    else nothingToReset += 1;
  }
  const done = {
    reset: marks.length,
    nothingToReset,
    changedSinceValidation: leftOut.length,
    notProcessed,
  };
  return { counts: { ...counts, ...done }, marks, leftOut };
}

const NOTHING_DONE = { reset: 0, nothingToReset: 0, changedSinceValidation: 0 };
export const pairKey = (learnerId: number, courseId: number) => `${learnerId} ${courseId}`;
const markOf = ({ row, learner, course }: Row): ExpectedMark => ({
  learnerId: learner?.id ?? 0,
  courseId: course?.id ?? 0,
  fileRow: row,
});
const hasError = ({ problems }: Row) => problems.some(({ severity }) => severity === 'error');

function judgeRow(line: string, row: number, names: Names): Row {
  const cells = line.split(',');
  if (cells.length !== 3 || line.includes('"')) throw new Error(`the oracle cannot read row ${row}`);
  const [naming, content, required] = cells.map((cell) => cell.trim()) as [string, string, string];
  const reset = /^true$/i.test(required) ? true : /^false$/i.test(required) ? false : undefined;
  const learner = names.learner(naming);
  const course = names.course(content);
  const excluded = reset === false;
  const problems: Problem[] = [];
  if (naming === '') problems.push(problem('learner-empty', row, 'Learner', {}, excluded));
  else if (!learner) {
    const code = names.course(naming) ? 'learner-is-course' : 'learner-not-found';
    problems.push(problem(code, row, 'Learner', { value: naming }, excluded));
  } else if (learner.status !== 'active')
    problems.push(problem('learner-deactivated', row, 'Learner', { value: naming }, excluded));
  if (content === '') problems.push(problem('content-empty', row, 'Content', {}, excluded));
  else if (!course) {
    const code = names.learner(content) ? 'content-is-learner' : 'content-not-found';
    problems.push(problem(code, row, 'Content', { value: content }, excluded));
  } else problems.push(...courseProblems(course, content, row, excluded));
  if (required === '') problems.push(problem('reset-required-empty', row, 'Reset required', {}));
  else if (reset === undefined)
    problems.push(problem('reset-required-invalid', row, 'Reset required', { value: required }));
  return { row, line, learner, course, reset, problems };
}

function courseProblems(course: WorldCourse, value: string, row: number, excluded: boolean): Problem[] {
  const why = whyNot(course);
  if (why === 'content-kind')
    return [problem(why, row, 'Content', { value, kind: KIND_NAME[course.kind] }, excluded)];
  if (why) return [problem(why, row, 'Content', { value }, excluded)];
  return course.status === 'retired' ? [problem('content-retired', row, 'Content', { value }, excluded)] : [];
}

function whyNot({ kind, complianceConfigured }: WorldCourse) {
  if (!RESETTABLE_KINDS.includes(kind)) return 'content-kind';
  return kind === 'compliance' && !complianceConfigured ? 'compliance-not-configured' : undefined;
}

type Names = ReturnType<typeof namesIn>;
const namesIn = ({ learners, courses }: World) => ({
  learner: finder(learners, ({ loginId, uuid, email }) => [loginId, uuid, email]),
  course: finder(courses, ({ assetId, uuid }) => [assetId, uuid]),
});

function finder<Thing>(things: readonly Thing[], namesOf: (thing: Thing) => readonly (string | null)[]) {
  const found = new Map<string, Thing>();
  for (const thing of things)
    for (const name of new Set(namesOf(thing).map((one) => one?.toLowerCase()))) {
      if (!name) continue;
      if (found.has(name)) throw new Error('the oracle knows no ambiguous names');
      found.set(name, thing);
    }
  return (name: string) => found.get(name.toLowerCase());
}

function rowsByPair(rows: readonly Row[]): Map<string, Row[]> {
  const pairs = new Map<string, Row[]>();
  for (const row of rows) {
    if (!row.learner || !row.course || row.reset === undefined) continue;
    const key = pairKey(row.learner.id, row.course.id);
    pairs.set(key, [...(pairs.get(key) ?? []), row]);
  }
  return pairs;
}

/** Asked both ways: an error on each row. Asked again: a warning on each later row, and the first one counts. */
function judgePair(rows: readonly Row[], repeated: Set<Row>): void {
  const [first, ...later] = rows as [Row, ...Row[]];
  if (rows.some(({ reset }) => reset !== first.reset)) {
    for (const row of rows) {
      const opposite = rows.find(({ reset }) => reset !== row.reset) as Row;
      row.problems.push(problem('pair-contradicts', row.row, 'Row', { otherRow: opposite.row }));
    }
    return;
  }
  for (const row of later) {
    row.problems.push(problem('pair-repeated', row.row, 'Row', { firstRow: first.row }));
    if (row.reset && !hasError(row)) repeated.add(row);
  }
}

function impactOf(rows: readonly Row[], { latest, open }: World): Verdict['impact'] {
  const keys = rows.map(({ learner, course }) => pairKey(learner?.id ?? 0, course?.id ?? 0));
  const unmarked = keys.filter((key) => !open.has(key));
  const count = (matches: (status: string | undefined) => boolean) =>
    unmarked.filter((key) => matches(latest.get(key))).length;
  return {
    learners: new Set(rows.map(({ learner }) => learner?.id)).size,
    courses: new Set(rows.map(({ course }) => course?.id)).size,
    pairs: rows.length,
    completed: count((status) => status === 'completed'),
    inProgress: count((status) => status === 'started' || status === 'restarted'),
    neverStarted: count((status) => status === undefined),
    alreadyReset: keys.length - unmarked.length,
  };
}

function reportOf(header: string, rows: readonly Row[]): string {
  const lines = rows.map(({ line, problems }) => {
    const words = problems.map((one) => `${one.severity === 'warning' ? 'Warning: ' : ''}${sentenceOf(one)}`);
    return `${line},${words.length > 0 ? `"${words.join(' ').replaceAll('"', '""')}"` : ''}`;
  });
  return `${[`${header},Error`, ...lines].join('\r\n')}\r\n`;
}
