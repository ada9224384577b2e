import { problem } from '@reset/shared/contracts/problem';
import { slices } from '@reset/shared/stores/multi-row';
import { type DataSource, In } from 'typeorm';
import { insertProblems, stagedProblem } from './staged-problems';
import { type StagedRow, StagedRowEntity } from './tables';

const PAIRS_PER_BATCH = 1_000;
/** After the problems that a row has by itself. */
const POSITION = 100;

type Pair = { learnerId: number; courseId: number };
const pairName = ({ learnerId, courseId }: Pick<StagedRow, 'learnerId' | 'courseId'>) =>
  `${learnerId} ${courseId}`;

/** Decides about pairs that several rows name. */
export async function settlePairs(dataSource: DataSource): Promise<void> {
  const rows = dataSource.getRepository(StagedRowEntity);
  const several = await rows
    .createQueryBuilder('row')
    .select('row.learner_id', 'learnerId')
    .addSelect('row.course_id', 'courseId')
    .where('row.learner_id IS NOT NULL AND row.course_id IS NOT NULL AND row.reset IS NOT NULL')
    .groupBy('row.learner_id, row.course_id')
    .having('COUNT(*) > 1')
    .getRawMany<Pair>();
  for (const pairs of slices(several, PAIRS_PER_BATCH)) await settleBatch(dataSource, pairs);
}

async function settleBatch(dataSource: DataSource, pairs: readonly Pair[]): Promise<void> {
  const rows = dataSource.getRepository(StagedRowEntity);
  const wanted = new Map<string, StagedRow[]>(pairs.map((pair) => [pairName(pair), []]));
  const found = await rows.find({
    where: {
      learnerId: In(pairs.map(({ learnerId }) => learnerId)),
      courseId: In(pairs.map(({ courseId }) => courseId)),
    },
    order: { fileRow: 'ASC' },
  });
  for (const row of found) if (row.reset !== null) wanted.get(pairName(row))?.push(row);
  for (const ofPair of wanted.values()) await settlePair(dataSource, ofPair);
}

async function settlePair(dataSource: DataSource, rows: readonly StagedRow[]): Promise<void> {
  const opposite = ({ reset }: StagedRow) => rows.find((other) => other.reset !== reset);
  const [first, ...later] = rows;
  if (!first) return;
  const contradicts = opposite(first) !== undefined;
  const told = contradicts ? rows : later;
  const problems = told.map((row) =>
    contradicts
      ? problem('pair-contradicts', row.fileRow, 'Row', { otherRow: opposite(row)?.fileRow ?? 0 })
      : problem('pair-repeated', row.fileRow, 'Row', { firstRow: first.fileRow }),
  );
  await insertProblems(
    dataSource,
    problems.map((found) => stagedProblem(found, POSITION)),
  );
  await dataSource
    .getRepository(StagedRowEntity)
    .update(
      { fileRow: In(told.map(({ fileRow }) => fileRow)) },
      { beside: contradicts ? 'contradicts' : 'repeated' },
    );
}
