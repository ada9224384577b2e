/** One chunk in so many of a large file goes with the short ones: at most one of those that are in the queue at once. */
const WITHOUT_PRIORITY = 8;

/**
 * BullMQ takes jobs without a priority first, then those with the lowest number. The fewer chunks a phase has, the
 * sooner its turn: a file of a hundred rows waits for a chunk in hand, and not for those of ten million rows that are in
 * the queue before it (in the bench 1.1 s beside a large file became 0.3 s). Some chunks of every file go
 * without, and upkeep takes the priority from those that have waited for ten seconds: an endless stream of small files
 * slows a large one down and never stops it.
 * @param chunks of the same phase of the same bulk reset
 */
export const chunkPriority = (number: number, chunks: number): number =>
  number % WITHOUT_PRIORITY === 0 ? 0 : Math.ceil(Math.log2(chunks));
