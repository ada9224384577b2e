import fc from 'fast-check';
import { PAIR_BYTES, packPairs, sortPairs, takePairs, unpackPairs } from './packed-pairs';
import { type Pair, pairsFrom, pairsOf } from './packed-pairs.fixture';

const pair: fc.Arbitrary<Pair> = fc.record({
  learnerId: fc.oneof(
    fc.integer({ min: 1, max: 5 }),
    fc.maxSafeNat().map((id) => id % 2 ** 48),
  ),
  courseId: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 2 ** 32 - 1 })),
  fileRow: fc.integer({ min: 2, max: 2 ** 32 - 1 }),
  flags: fc.integer({ min: 0, max: 255 }),
});
const some = fc.array(pair, { maxLength: 60 });
const byKey = (a: Pair, b: Pair) =>
  a.learnerId - b.learnerId || a.courseId - b.courseId || a.fileRow - b.fileRow;

test('what is packed is unpacked as it was, from any number of pieces', () => {
  fc.assert(
    fc.property(some, fc.nat(), (pairs, at) => {
      const columns = pairsFrom(pairs);
      const cut = at % (pairs.length + 1);
      const packed = [packPairs(columns, 0, cut), packPairs(columns, cut)];
      expect(packed.map(({ length }) => length / PAIR_BYTES)).toEqual([cut, pairs.length - cut]);
      expect(pairsOf(unpackPairs(packed))).toEqual(pairs);
    }),
  );
});

test('a range of learners is half-open', () => {
  const pairs = [3, 4, 5, 6].map((learnerId) => ({ learnerId, courseId: 1, fileRow: 2, flags: 9 }));
  const learners = { fromLearner: 4, toLearner: 6 };
  expect(pairsOf(unpackPairs([packPairs(pairsFrom(pairs))], learners))).toEqual(pairs.slice(1, 3));
});

test('sorts by learner, course and row, and keeps what belongs together', () => {
  fc.assert(
    fc.property(some, (pairs) => {
      // Rows that a file cannot have twice would leave their order open.
      const rows = pairs.map((one, index) => ({ ...one, fileRow: index * 7 + (one.fileRow % 7) }));
      expect(pairsOf(sortPairs(pairsFrom(rows)))).toEqual([...rows].sort(byKey));
    }),
  );
});

test('takes pairs in the order that was asked for', () => {
  const pairs = [1, 2, 3].map((id) => ({ learnerId: id, courseId: id * 2, fileRow: id * 3, flags: id }));
  expect(pairsOf(takePairs(pairsFrom(pairs), [2, 0]))).toEqual([pairs[2], pairs[0]]);
});
