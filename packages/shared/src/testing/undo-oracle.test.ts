import { judgePastUndo, judgeUndo, type MarkState } from './undo-oracle.fixture';

const mark = (learnerId: number, change: Partial<MarkState> = {}): MarkState => ({
  learnerId,
  courseId: 1,
  fileRow: learnerId + 1,
  bulkResetId: 7,
  acknowledged: false,
  withdrawnBy: null,
  ...change,
});
const BEFORE = [
  mark(1),
  mark(2, { acknowledged: true }),
  mark(3, { withdrawnBy: 8 }),
  mark(4),
  mark(4, { bulkResetId: 9, fileRow: 50 }),
  mark(5),
  mark(5, { bulkResetId: 9, fileRow: 51, acknowledged: true }),
];
const everybody = { bulkResetId: 7, undoId: 10, isChosen: () => true };

test('open marks are withdrawn; each other one is left as it is, and told why', () => {
  const verdict = judgeUndo(BEFORE, everybody);
  expect(verdict.counts).toEqual({ undone: 2, resetByAnother: 1, relaunched: 1, undoneBefore: 1 });
  expect(verdict.left).toEqual([
    { fileRow: 3, cause: 'relaunched' },
    { fileRow: 5, cause: 'reset-by-another' },
  ]);
  expect(verdict.marks.map(({ withdrawnBy }) => withdrawnBy)).toEqual([10, null, 8, 10, null, 10, null]);
});

test('only who is chosen', () => {
  const verdict = judgeUndo(BEFORE, { ...everybody, isChosen: ({ learnerId }) => learnerId === 1 });
  expect(verdict.counts).toEqual({ undone: 1, resetByAnother: 0, relaunched: 0, undoneBefore: 0 });
  expect(verdict.marks.slice(1)).toEqual(BEFORE.slice(1));
});

test('afterwards it is seen of each mark what it was; every wrong end has its words', () => {
  const { marks, ...told } = judgeUndo(BEFORE, everybody);
  const own = marks.filter(({ bulkResetId }) => bulkResetId === 7);
  const all = { undoId: 10, isChosen: () => true };
  expect(judgePastUndo(own, all, told)).toEqual([]);
  const wrong = (after: readonly MarkState[], isChosen = () => true, found = told) =>
    judgePastUndo(after, { undoId: 10, isChosen }, found);
  expect(wrong([mark(6), ...own])).toEqual(['an undo left a mark open']);
  expect(wrong([...own.slice(1), mark(1, { acknowledged: true, withdrawnBy: 10 })])).toEqual([
    'a mark is acknowledged and withdrawn',
    'relaunched ones were counted wrongly',
    'who relaunched is not who is listed',
  ]);
  expect(wrong([...own, mark(6, { withdrawnBy: 10 })])).toEqual(['withdrawn marks were counted wrongly']);
  expect(wrong([...own, mark(6, { withdrawnBy: 8 })])).toEqual(['earlier undos were counted wrongly']);
  expect(wrong(own, () => false)).toContain('an undo reached whom nobody chose');
  const counts = { ...told.counts, undone: 3, resetByAnother: 0 };
  expect(wrong(own, undefined, { ...told, counts })).toEqual([
    'who was reset by another was counted wrongly',
  ]);
});
