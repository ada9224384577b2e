import { z } from 'zod';
import {
  ACTIVITY_CONTENT_COLUMNS,
  ACTIVITY_LEARNER_COLUMNS,
  CONTENT,
  LEARNER,
  RESET_REQUIRED,
} from '../contracts/csv-columns';
import { PROBLEM_CODES, type ProblemCode } from '../contracts/problem';
import { contentCell, csvRecord, learnerCell, namingCells, resetRequiredCell } from './csv-cells';
import { pairsByLearner, pairsShuffled } from './csv-pairs';
import { cellsOf, obstaclesOf, spoiltCells } from './dirty-row';
import { countActive } from './generated-learner';
import type { OrganizationPlan } from './organization-plan';
import { type Random, randomOf } from './random';

export const CSV_SHAPES = ['typical', 'shuffled', 'dirty'] as const;
/**
 * `typical`: learner by learner, 20 courses each. `shuffled`: every row another learner. Both without a problem.
 * `dirty`: as typical, in the columns of a Learner Activity export, with every kind of problem.
 */
export type CsvShape = (typeof CSV_SHAPES)[number];
export const CsvPlan = z.strictObject({
  rows: z.int().min(1).max(100_000_000),
  shape: z.enum(CSV_SHAPES).default('typical'),
  /** Rows of a dirty file that are made wrong; each kind of problem has the same number of them. */
  dirtyShare: z.number().min(0).max(0.5).default(0.05),
});
export type CsvPlan = z.infer<typeof CsvPlan>;

/** What was written; complete once the text has been read to its end. */
export type CsvTally = {
  rows: number;
  /** Rows without a problem that say FALSE. */
  excluded: number;
  /** Rows by what is wrong with them. None has two problems; both rows of a contradiction count. */
  problems: Record<ProblemCode, number>;
};

/**
 * Writes a file for a bulk reset, made from the plan of an organization alone: the organization need not be at hand.
 * The same plans give the same bytes.
 * @returns the text, in pieces of about a thousand records, and what was written
 * @throws RangeError where the organization has too few learners or courses for so many rows
 */
export function bulkResetCsv(
  organization: OrganizationPlan,
  plan: CsvPlan,
): { text: Generator<string>; tally: CsvTally } {
  const tally: CsvTally = { rows: 0, excluded: 0, problems: { ...NO_PROBLEMS } };
  const file = (plan.shape === 'dirty' ? dirtyFile : cleanFile)(organization, plan, tally);
  return { text: textOf(file, plan.rows, tally), tally };
}

const NO_PROBLEMS = Object.fromEntries(PROBLEM_CODES.map((code) => [code, 0])) as Record<ProblemCode, number>;
const RECORDS_PER_PIECE = 1_000;
const EXCLUDED = 0.02;

type File = { header: readonly string[]; cells: (row: number) => string[] };

function* textOf({ header, cells }: File, rows: number, tally: CsvTally): Generator<string> {
  let piece = [csvRecord(header)];
  for (let row = 0; row < rows; row += 1) {
    piece.push(csvRecord(cells(row)));
    tally.rows += 1;
    if (piece.length < RECORDS_PER_PIECE) continue;
    yield piece.join('');
    piece = [];
  }
  if (piece.length > 0) yield piece.join('');
}

function cleanFile(organization: OrganizationPlan, { rows, shape }: CsvPlan, tally: CsvTally): File {
  const pairOf = (shape === 'shuffled' ? pairsShuffled : pairsByLearner)(organization, rows);
  return {
    header: [LEARNER, CONTENT, RESET_REQUIRED],
    cells(row) {
      const random = randomOf(organization.seed, 'cell', row);
      const { learner, course } = pairOf(row);
      const reset = !random.happens(EXCLUDED);
      if (!reset) tally.excluded += 1;
      return [learnerCell(random, learner), contentCell(random, course), resetRequiredCell(random, reset)];
    },
  };
}

/** The columns of the Learner Activity report that name learner and course: only there can two of them disagree. */
const EXPORT_HEADER = [
  ...Object.keys(ACTIVITY_LEARNER_COLUMNS),
  ...Object.keys(ACTIVITY_CONTENT_COLUMNS),
  RESET_REQUIRED,
];
/** So that no learner meets one kind of problem twice, which could be about the same course. */
const MOST_ROWS_EACH = 2 * PROBLEM_CODES.length;

function dirtyFile(organization: OrganizationPlan, { rows, dirtyShare }: CsvPlan, tally: CsvTally): File {
  const { seed } = organization;
  const obstacles = obstaclesOf(organization, Math.ceil((rows * dirtyShare) / PROBLEM_CODES.length));
  if (rows > countActive(organization.learners) * MOST_ROWS_EACH)
    throw new RangeError(`a dirty file has ${MOST_ROWS_EACH} rows for each learner at most`);
  const pairOf = pairsByLearner(organization, rows);
  const spoilt = spoiltRows(dirtyShare);
  const good = (row: number, random: Random, reset: boolean) =>
    cellsOf({ ...namingCells(random, pairOf(row)), resetRequired: resetRequiredCell(random, reset) });
  const cells = (row: number) => {
    const random = randomOf(seed, 'cell', row);
    const bad = spoilt(row);
    if (!bad) {
      // The next row may repeat or contradict this one, which therefore says TRUE.
      const reset = !random.happens(EXCLUDED) || spoilt(row + 1) !== undefined;
      if (!reset) tally.excluded += 1;
      return good(row, random, reset);
    }
    const { code, n } = bad;
    tally.problems[code] += code === 'pair-contradicts' ? 2 : 1;
    if (code === 'pair-repeated' || code === 'pair-contradicts')
      return good(row - 1, random, code === 'pair-repeated');
    const pair = pairOf(row);
    return spoiltCells(code, { ...namingCells(random, pair), resetRequired: 'TRUE' }, obstacles, n, pair);
  };
  return { header: EXPORT_HEADER, cells };
}

/** Which rows are made wrong, and how: evenly spread, never two in a row, never the first. `n` counts those of a code. */
function spoiltRows(share: number): (row: number) => { code: ProblemCode; n: number } | undefined {
  return (row) => {
    const before = Math.floor(row * share);
    if (Math.floor((row + 1) * share) === before) return undefined;
    const code = PROBLEM_CODES[before % PROBLEM_CODES.length] as ProblemCode;
    return { code, n: Math.floor(before / PROBLEM_CODES.length) };
  };
}
