import { type PairColumns, pairColumns } from './packed-pairs';

/** One pair as a test writes it. */
export type Pair = { learnerId: number; courseId: number; fileRow: number; flags: number };

export function pairsFrom(pairs: readonly Pair[]): PairColumns {
  const columns = pairColumns(pairs.length);
  pairs.forEach(({ learnerId, courseId, fileRow, flags }, index) => {
    columns.learnerIds[index] = learnerId;
    columns.courseIds[index] = courseId;
    columns.fileRows[index] = fileRow;
    columns.flags[index] = flags;
  });
  return columns;
}

export const pairsOf = ({ learnerIds, courseIds, fileRows, flags }: PairColumns): Pair[] =>
  Array.from(fileRows, (fileRow, index) => ({
    learnerId: learnerIds[index] as number,
    courseId: courseIds[index] as number,
    fileRow,
    flags: flags[index] as number,
  }));
