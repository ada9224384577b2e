import type { Impact } from '@reset/shared/contracts/bulk-reset';
import type { VersionKey } from '@reset/shared/stores/bulk-reset-key';
import type { LearnerRange } from '@reset/shared/stores/chunk.store';
import { countRangeImpact, planLearnerRanges, type RangeImpact } from '@reset/shared/stores/impact.store';
import type { WorkerDeps } from '../dependencies';

/** Ranges counted side by side. */
const AT_ONCE = 2;

export type ImpactAndPlan = { impact: Impact; ranges: LearnerRange[] };

/**
 * Counts what the reset will do and plans its chunks, range of learners by range of learners.
 * @param onProgress gets the pairs counted so far
 */
export async function countImpact(
  { dataSource, pairsPerChunk }: Pick<WorkerDeps, 'dataSource' | 'pairsPerChunk'>,
  key: VersionKey,
  signal: AbortSignal,
  onProgress: (pairs: number) => Promise<void>,
): Promise<ImpactAndPlan> {
  const total: RangeImpact = { ...NOTHING };
  const courses = new Set<number>();
  const ranges: LearnerRange[] = [];
  const plan = planLearnerRanges(dataSource.manager, key, pairsPerChunk);
  const countNext = async () => {
    for (let next = await plan.next(); !next.done; next = await plan.next()) {
      signal.throwIfAborted();
      const found = await countRangeImpact(dataSource.manager, key, next.value);
      for (const name of SUMMED) total[name] += found[name];
      for (const id of found.courseIds) courses.add(id);
      if (found.pairs > 0) ranges.push({ ...next.value, pairs: found.pairs });
      await onProgress(total.pairs);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, countNext));
  const { courseIds: _, ...sums } = total;
  return {
    impact: { ...sums, courses: courses.size },
    ranges: ranges.sort((a, b) => a.fromLearner - b.fromLearner),
  };
}

const SUMMED = [
  'learners',
  'pairs',
  'completed',
  'inProgress',
  'neverStarted',
  'alreadyReset',
  'assignmentsOverridden',
] as const;
const NOTHING: RangeImpact = {
  learners: 0,
  pairs: 0,
  completed: 0,
  inProgress: 0,
  neverStarted: 0,
  alreadyReset: 0,
  assignmentsOverridden: 0,
  courseIds: [],
};
