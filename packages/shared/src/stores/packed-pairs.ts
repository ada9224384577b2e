/** What a row says and what was found about it, one bit each. */
export const ROW_FLAGS = {
  /** `Reset required` is TRUE. */
  RESET: 1,
  /** The row has an error of its own. */
  ERROR: 2,
  /** The row names one learner and one course, so it takes part in the search for repeated pairs. */
  IDENTIFIED: 8,
  /** `Reset required` is FALSE. */
  EXCLUDED: 16,
} as const;

/** Pairs column by column, so that millions of them are four arrays and no objects. All columns have the same length. */
export type PairColumns = {
  learnerIds: Float64Array;
  courseIds: Uint32Array;
  fileRows: Uint32Array;
  flags: Uint8Array;
};

/** Bytes of a packed pair: learner 6, course 4, file row 4, flags 1. */
export const PAIR_BYTES = 15;

export const pairColumns = (length: number): PairColumns => ({
  learnerIds: new Float64Array(length),
  courseIds: new Uint32Array(length),
  fileRows: new Uint32Array(length),
  flags: new Uint8Array(length),
});

/** Gives the pairs sorted by learner, course and file row: in the order of the keys that they are written to. */
export function sortPairs(pairs: PairColumns): PairColumns {
  if (isSorted(pairs)) return pairs;
  const { learnerIds, courseIds, fileRows } = pairs;
  const order = Uint32Array.from(fileRows, (_, index) => index);
  const at = (column: Float64Array | Uint32Array, index: number) => column[index] as number;
  order.sort(
    (a, b) =>
      at(learnerIds, a) - at(learnerIds, b) ||
      at(courseIds, a) - at(courseIds, b) ||
      at(fileRows, a) - at(fileRows, b),
  );
  return takePairs(pairs, order);
}

function isSorted({ learnerIds, courseIds, fileRows }: PairColumns): boolean {
  for (let next = 1; next < learnerIds.length; next += 1) {
    const before = next - 1;
    const difference =
      (learnerIds[next] as number) - (learnerIds[before] as number) ||
      (courseIds[next] as number) - (courseIds[before] as number) ||
      (fileRows[next] as number) - (fileRows[before] as number);
    if (difference < 0) return false;
  }
  return true;
}

/** Those at some places, in the order of the places. */
export function takePairs(pairs: PairColumns, places: ArrayLike<number>): PairColumns {
  const taken = pairColumns(places.length);
  for (let index = 0; index < places.length; index += 1) {
    const place = places[index] as number;
    taken.learnerIds[index] = pairs.learnerIds[place] as number;
    taken.courseIds[index] = pairs.courseIds[place] as number;
    taken.fileRows[index] = pairs.fileRows[place] as number;
    taken.flags[index] = pairs.flags[place] as number;
  }
  return taken;
}

/** @param from half-open, to `to` */
export function packPairs(pairs: PairColumns, from = 0, to = pairs.fileRows.length): Buffer {
  const packed = Buffer.allocUnsafe((to - from) * PAIR_BYTES);
  for (let index = from, at = 0; index < to; index += 1, at += PAIR_BYTES) {
    packed.writeUIntLE(pairs.learnerIds[index] as number, at, 6);
    packed.writeUInt32LE(pairs.courseIds[index] as number, at + 6);
    packed.writeUInt32LE(pairs.fileRows[index] as number, at + 10);
    packed[at + 14] = pairs.flags[index] as number;
  }
  return packed;
}

/** @param learners half-open; pairs of others are left out */
export function unpackPairs(
  packed: readonly Buffer[],
  learners = { fromLearner: 0, toLearner: Number.POSITIVE_INFINITY },
): PairColumns {
  const most = packed.reduce((sum, { length }) => sum + length, 0) / PAIR_BYTES;
  const pairs = pairColumns(most);
  let count = 0;
  for (const buffer of packed) {
    for (let at = 0; at < buffer.length; at += PAIR_BYTES) {
      const learnerId = buffer.readUIntLE(at, 6);
      if (learnerId < learners.fromLearner || learnerId >= learners.toLearner) continue;
      pairs.learnerIds[count] = learnerId;
      pairs.courseIds[count] = buffer.readUInt32LE(at + 6);
      pairs.fileRows[count] = buffer.readUInt32LE(at + 10);
      pairs.flags[count] = buffer[at + 14] as number;
      count += 1;
    }
  }
  return {
    learnerIds: pairs.learnerIds.subarray(0, count),
    courseIds: pairs.courseIds.subarray(0, count),
    fileRows: pairs.fileRows.subarray(0, count),
    flags: pairs.flags.subarray(0, count),
  };
}
