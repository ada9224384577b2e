import { type Random, randomOf } from '@reset/shared/generate/random';

/** A file that will be uploaded. Times in seconds since the beginning. */
export type PlannedBulkReset = {
  organization: number;
  rows: number;
  at: number;
  /** From ready to the confirmation. */
  confirmAfter: number;
};
/** In the order of arrival. */
export type Workload = readonly PlannedBulkReset[];

/** When files come: all at once, evenly, around a peak in the middle, or as over a day that begins at night. */
export type Arrivals = { kind: 'at-once' } | { kind: 'even' | 'peak' | 'day'; seconds: number };

/** How many of 1,000 files have how many rows. Half of all rows are in 0.5 % of the files. */
export const FILE_SIZES: readonly (readonly [rows: number, files: number])[] = [
  [100, 500],
  [1_000, 250],
  [10_000, 150],
  [100_000, 70],
  [1_000_000, 25],
  [10_000_000, 5],
];
const OF_FILES = 1_000;
/** The rest is confirmed by a person. */
const SHARE_CONFIRMED_IN_ADVANCE = 0.5;
const MEAN_CONFIRM_SECONDS = 60;

export type UnequalOrganizations = {
  seed: number;
  organizations: number;
  files: number;
  arrivals: Arrivals;
  /** 1: the second organization sends half as much as the first, the third a third. */
  zipfExponent?: number;
  /** Larger files are left out. */
  largestRows?: number;
};

/** Files of all sizes from organizations that send very unequally many (Zipf's law). */
export function unequalOrganizations(wanted: UnequalOrganizations): Workload {
  const { seed, organizations, files, arrivals, zipfExponent = 1, largestRows = Infinity } = wanted;
  // No other numbers of this stream are drawn in a simulation.
  const random = randomOf(seed, 'record', 0);
  const drawOrganization = zipf(organizations, zipfExponent);
  const sizes = sizesOf(files, largestRows);
  const planned = Array.from({ length: files }, (_, index) => ({
    organization: drawOrganization(random),
    rows: takeAny(sizes, random) ?? FILE_SIZES[0]?.[0] ?? 1,
    at: arrivalOf(arrivals, index / files, random),
    confirmAfter: random.happens(SHARE_CONFIRMED_IN_ADVANCE) ? 0 : exponential(MEAN_CONFIRM_SECONDS, random),
  }));
  return planned.sort((one, other) => one.at - other.at);
}

export type EqualFiles = { organizations: number; filesEach: number; rows: number };

/** Files of one size, of each organization in turn, all at once and confirmed in advance. */
export const equalOrganizations = ({ organizations, filesEach, rows }: EqualFiles): Workload =>
  Array.from({ length: organizations * filesEach }, (_, index) => ({
    organization: index % organizations,
    rows,
    at: 0,
    confirmAfter: 0,
  }));

export type Flood = { floodFiles: number; others: number; rows: number; betweenSeconds: number };

/** One organization, number 0, sends many files at once; others come after it, one file each. */
export const flood = ({ floodFiles, others, rows, betweenSeconds }: Flood): Workload => [
  ...equalOrganizations({ organizations: 1, filesEach: floodFiles, rows }),
  ...Array.from({ length: others }, (_, index) => ({
    organization: index + 1,
    rows,
    at: (index + 1) * betweenSeconds,
    confirmAfter: 0,
  })),
];

export type SmallBesideHuge = {
  huge: number;
  hugeRows: number;
  small: number;
  smallRows: number;
  betweenSeconds: number;
};

/** Huge files at once, and small ones of other organizations at even intervals. */
export const smallBesideHuge = (wanted: SmallBesideHuge): Workload => [
  ...equalOrganizations({ organizations: wanted.huge, filesEach: 1, rows: wanted.hugeRows }),
  ...Array.from({ length: wanted.small }, (_, index) => ({
    organization: wanted.huge + index,
    rows: wanted.smallRows,
    at: (index + 1) * wanted.betweenSeconds,
    confirmAfter: 0,
  })),
];

export const rowsOf = (workload: Workload): number => workload.reduce((sum, { rows }) => sum + rows, 0);

/** As many files of each size as its share says, so that luck does not decide about the load. */
function sizesOf(files: number, largestRows: number): number[] {
  const known = FILE_SIZES.filter(([rows]) => rows <= largestRows);
  const sizes = known.flatMap(([rows, share]) =>
    Array.from({ length: Math.round((files * share) / OF_FILES) }, () => rows),
  );
  const smallest = known[0]?.[0] ?? 1;
  while (sizes.length < files) sizes.push(smallest);
  return sizes;
}

function takeAny(items: number[], random: Random): number | undefined {
  const place = random.below(items.length);
  const [item, last] = [items[place], items.pop()];
  if (place < items.length && last !== undefined) items[place] = last;
  return item;
}

function zipf(count: number, exponent: number): (random: Random) => number {
  const sums: number[] = [];
  let sum = 0;
  for (let rank = 1; rank <= count; rank += 1) {
    sum += rank ** -exponent;
    sums.push(sum);
  }
  return (random) => firstAbove(sums, uniform(random) * sum);
}

/** The place of the first of some rising numbers that is above `value`. */
function firstAbove(rising: readonly number[], value: number): number {
  let [low, high] = [0, rising.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

const uniform = (random: Random): number => random.bits() / 0x1_0000_0000;
const exponential = (mean: number, random: Random): number => -mean * Math.log(1 - uniform(random));

/** @param share of the files that come before, for arrivals that are even */
function arrivalOf(arrivals: Arrivals, share: number, random: Random): number {
  switch (arrivals.kind) {
    case 'at-once':
      return 0;
    case 'even':
      return share * arrivals.seconds;
    case 'peak':
      return ((uniform(random) + uniform(random)) / 2) * arrivals.seconds;
    case 'day':
      return dayTime(random) * arrivals.seconds;
  }
}

/** A share of the day: nine times as many files come at noon as at midnight. */
function dayTime(random: Random): number {
  for (;;) {
    const at = uniform(random);
    if (uniform(random) < (1 - 0.8 * Math.cos(2 * Math.PI * at)) / 1.8) return at;
  }
}
