import type { Impact } from '@reset/shared/contracts/bulk-reset';

/** What repetitions and contradictions change about how rows are counted. */
export type RepetitionCounts = {
  /** Rows that repeat another one, without an error. */
  repeated: number;
  /** Rows with no error but that another one says the opposite; and those of them that say FALSE. */
  contradicting: number;
  contradictingExcluded: number;
};
/** Of one range of learners. Over all ranges these can be summed; courses recur from range to range. */
export type RangeImpact = Omit<Impact, 'courses'>;
export type SettleCounts = RangeImpact & RepetitionCounts;
