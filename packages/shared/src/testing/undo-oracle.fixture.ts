import type { LeftCause, UndoCounts } from '../contracts/undo';
import { pairKey } from './oracle.fixture';

/** A mark, and what has become of it. */
export type MarkState = {
  learnerId: number;
  courseId: number;
  fileRow: number;
  bulkResetId: number;
  acknowledged: boolean;
  /** The undo that has withdrawn it. */
  withdrawnBy: number | null;
};
export type UndoAsked = {
  bulkResetId: number;
  undoId: number;
  isChosen: (mark: MarkState) => boolean;
};
export type LeftRow = { fileRow: number; cause: LeftCause };
export type UndoVerdict = { marks: MarkState[]; counts: UndoCounts; left: LeftRow[] };

const isOpen = ({ acknowledged, withdrawnBy }: MarkState) => !acknowledged && withdrawnBy === null;
const keyOf = ({ learnerId, courseId }: MarkState) => pairKey(learnerId, courseId);

/**
 * What an undo has to do while nobody else does anything, worked out mark by mark, with nothing of the product but its
 * words.
 * @param before every mark of the organization
 */
export function judgeUndo(
  before: readonly MarkState[],
  { bulkResetId, undoId, isChosen }: UndoAsked,
): UndoVerdict {
  const counts: UndoCounts = { undone: 0, resetByAnother: 0, relaunched: 0, undoneBefore: 0 };
  const left: LeftRow[] = [];
  const openElsewhere = new Set(
    before.filter((mark) => mark.bulkResetId !== bulkResetId && isOpen(mark)).map(keyOf),
  );
  const marks = before.map((mark) => {
    if (mark.bulkResetId !== bulkResetId || !isChosen(mark)) return mark;
    if (mark.acknowledged) {
      counts.relaunched += 1;
      left.push({ fileRow: mark.fileRow, cause: 'relaunched' });
      return mark;
    }
    if (mark.withdrawnBy !== null) {
      counts.undoneBefore += 1;
      return mark;
    }
    if (openElsewhere.has(keyOf(mark))) {
      counts.resetByAnother += 1;
      left.push({ fileRow: mark.fileRow, cause: 'reset-by-another' });
    } else counts.undone += 1;
    return { ...mark, withdrawnBy: undoId };
  });
  return { marks, counts, left };
}

/**
 * What must hold of an undo that is completed, though learners, resets and other undos were at work meanwhile: what a mark
 * has become once stays so, and only whether another mark was open at that moment cannot be told any more.
 * @param after every mark of the bulk reset
 * @returns what is wrong, in words
 */
export function judgePastUndo(
  after: readonly MarkState[],
  { undoId, isChosen }: Pick<UndoAsked, 'undoId' | 'isChosen'>,
  { counts, left }: { counts: UndoCounts; left: readonly LeftRow[] },
): string[] {
  const chosen = after.filter(isChosen);
  const relaunched = chosen.filter(({ acknowledged }) => acknowledged);
  const withdrawn = chosen.filter(({ withdrawnBy }) => withdrawnBy === undoId);
  const before = chosen.filter(({ withdrawnBy }) => withdrawnBy !== null && withdrawnBy !== undoId);
  const leftFor = (cause: LeftCause) =>
    left
      .filter((one) => one.cause === cause)
      .map(({ fileRow }) => fileRow)
      .sort((one, other) => one - other);
  const withdrawnRows = new Set(withdrawn.map(({ fileRow }) => fileRow));
  const relaunchedRows = relaunched.map(({ fileRow }) => fileRow).sort((one, other) => one - other);
  const check = (what: string, holds: boolean) => (holds ? [] : [what]);
  return [
    ...check('an undo left a mark open', !chosen.some(isOpen)),
    ...check(
      'a mark is acknowledged and withdrawn',
      !after.some((one) => one.acknowledged && one.withdrawnBy),
    ),
    ...check(
      'an undo reached whom nobody chose',
      !after.some((one) => one.withdrawnBy === undoId && !isChosen(one)),
    ),
    ...check(
      'withdrawn marks were counted wrongly',
      counts.undone + counts.resetByAnother === withdrawn.length,
    ),
    ...check('relaunched ones were counted wrongly', counts.relaunched === relaunched.length),
    ...check('earlier undos were counted wrongly', counts.undoneBefore === before.length),
    ...check('who relaunched is not who is listed', `${leftFor('relaunched')}` === `${relaunchedRows}`),
    ...check(
      'who was reset by another was counted wrongly',
      leftFor('reset-by-another').length === counts.resetByAnother &&
        leftFor('reset-by-another').every((row) => withdrawnRows.has(row)),
    ),
  ];
}
