export type ScaleKind = 'linear' | 'log';

/** Maps values onto an axis. `at` gives 0 for the beginning of the axis and 1 for its end. */
export type Scale = { at(value: number): number; ticks: readonly number[] };

/** As many ticks as this many parts need, or a few more. */
const PARTS = 5;
const MOST_LOG_TICKS = 8;
const STEPS = [1, 2, 5, 10] as const;

/**
 * A scale that begins and ends on a tick and holds all values.
 * @param fromZero whether a linear scale begins at 0, so that lengths can be compared: always, or unless its values lie
 *   farther from 0 than they reach
 * @throws Error for no value, for what is not a finite number, and on a log scale for what is not above 0
 */
export function createScale(
  kind: ScaleKind,
  values: readonly number[],
  { fromZero }: { fromZero: 'always' | 'if-near' },
): Scale {
  if (values.length === 0) throw new Error('a scale needs a value');
  if (!values.every(Number.isFinite)) throw new Error('a scale takes finite numbers only');
  const [low, high] = [values.reduce(smaller), values.reduce(larger)];
  if (kind === 'log') {
    if (low <= 0) throw new Error('a log scale takes numbers above 0 only');
    return logScale(low, high);
  }
  const isFar = low > high - low || high < low - high;
  return fromZero === 'if-near' && isFar
    ? linearScale(low, high)
    : linearScale(Math.min(0, low), Math.max(0, high));
}

// Not Math.min(...values): that many arguments do not fit on the stack.
const smaller = (one: number, other: number) => Math.min(one, other);
const larger = (one: number, other: number) => Math.max(one, other);

function linearScale(low: number, high: number): Scale {
  const step = niceStep((high - low || Math.abs(high) || 1) / PARTS);
  const first = Math.floor(exact(low / step));
  // An axis without a length has no place for its one value.
  const last = Math.max(Math.ceil(exact(high / step)), first + 1);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => exact((first + index) * step));
  const [begin, end] = [exact(first * step), exact(last * step)];
  return { at: (value) => (value - begin) / (end - begin), ticks };
}

/** 1, 2 or 5 times a power of ten: the smallest that is not below what was asked for. */
function niceStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  return exact(power * (STEPS.find((step) => exact(step * power) >= exact(wanted)) ?? 10));
}

function logScale(low: number, high: number): Scale {
  const [first, last] = [Math.floor(Math.log10(low)) - 1, Math.ceil(Math.log10(high)) + 1];
  const decades = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const marks = decades.flatMap((power) => [1, 2, 5].map((step) => exact(step * 10 ** power)));
  const begin = marks.findLast((mark) => mark <= low) ?? low;
  const end = marks.find((mark) => mark >= high && mark > begin) ?? high;
  const within = marks.filter((mark) => mark >= begin && mark <= end);
  const isDecade = (mark: number) => Number.isInteger(exact(Math.log10(mark)));
  return {
    at: (value) => Math.log(value / begin) / Math.log(end / begin),
    ticks: within.length <= MOST_LOG_TICKS ? within : within.filter(isDecade),
  };
}

/** Without the last digits, which arithmetic with fractions makes up. */
const exact = (value: number): number => Number(value.toPrecision(12));
