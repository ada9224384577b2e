import { ROW_FLAGS, sortPairs } from '@reset/shared/stores/packed-pairs';
import { type Pair, pairsFrom, pairsOf } from '@reset/shared/stores/packed-pairs.fixture';
import fc from 'fast-check';
import { decideRepetitions } from './decide-repetitions';

const { RESET, ERROR, IDENTIFIED, EXCLUDED } = ROW_FLAGS;
const row = fc.record({
  learnerId: fc.integer({ min: 1, max: 3 }),
  courseId: fc.integer({ min: 1, max: 2 }),
  flags: fc
    .tuple(fc.constantFrom(RESET, EXCLUDED), fc.constantFrom(0, 0, ERROR))
    .map(([value, error]) => IDENTIFIED | value | error),
});

/** The rules of docs/csv-format.md, row by row and with no thought of speed. */
function decideSlowly(rows: readonly Pair[]) {
  const same = (a: Pair) => rows.filter((b) => a.learnerId === b.learnerId && a.courseId === b.courseId);
  const says = ({ flags }: Pair) => (flags & RESET) !== 0;
  const isFaulty = ({ flags }: Pair) => (flags & ERROR) !== 0;
  const judged = rows.map((one) => {
    const opposite = same(one).find((other) => says(other) !== says(one));
    return { one, opposite, contradicts: opposite !== undefined, first: same(one)[0] as Pair };
  });
  const later = judged.filter(({ one, contradicts, first }) => !contradicts && first !== one);
  return {
    toReset: judged
      .filter(({ one, contradicts, first }) => !contradicts && first === one && says(one) && !isFaulty(one))
      .map(({ one }) => one.fileRow),
    repeated: later.filter(({ one }) => says(one) && !isFaulty(one)).length,
    contradicting: judged.filter(({ one, contradicts }) => contradicts && !isFaulty(one)).length,
    contradictingExcluded: judged.filter(
      ({ one, contradicts }) => contradicts && !isFaulty(one) && !says(one),
    ).length,
    problems: judged.flatMap(({ one, opposite, first }) => {
      if (opposite) return [`${one.fileRow} pair-contradicts error ${opposite.fileRow}`];
      return first === one ? [] : [`${one.fileRow} pair-repeated warning ${first.fileRow}`];
    }),
  };
}

test('decides as the rules say, whatever rows name the same pair', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 14 }), (rows) => {
      const file = rows.map((one, index) => ({ ...one, fileRow: index + 2 }));
      const sorted = sortPairs(pairsFrom(file));
      const { toReset, problems, ...counts } = decideRepetitions(sorted);
      const inOrder = pairsOf(sorted);
      const words = problems.map(({ row, code, severity, details }) =>
        [row, code, severity, Object.values(details)[0]].join(' '),
      );
      const byRow = (a: string, b: string) => Number.parseInt(a, 10) - Number.parseInt(b, 10);
      const expected = decideSlowly(file);
      expect({
        ...counts,
        toReset: toReset.map((place) => inOrder[place]?.fileRow).sort((a = 0, b = 0) => a - b),
        problems: words.sort(byRow),
      }).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});
