import { MinHeap } from './min-heap';

/** Loops that go on beside the work: each asks for `demand` seconds of a core, then stays away for `rest` seconds. */
export type Background = { loops: number; demand: number; rest: number };
const NOTHING: Background = { loops: 0, demand: 0, rest: 1 };
/** Rounding may leave so much of a statement's work. */
const EPSILON = 1e-9;

/**
 * Cores that all statements share alike (processor sharing): as long as there are no more statements than cores, each
 * runs at full speed; beyond that all become slower. The loops of the background are a fluid: their share is what a
 * closed system of that many loops would take in the long run.
 *
 * Work is measured by a clock that stands still where nothing runs and goes slower where too much does, so that a
 * statement's end on that clock never changes.
 */
export class Station {
  readonly #ends = new MinHeap();
  #clock = 0;
  #lastAt = 0;
  #rate = 1;
  #background = NOTHING;
  /** Core seconds used so far. */
  foregroundSeconds = 0;
  backgroundSeconds = 0;

  constructor(readonly cores: number) {}

  /** How fast each statement goes, 1 being alone on a core. */
  get rate(): number {
    return this.#rate;
  }

  add(now: number, item: number, seconds: number): void {
    this.advance(now);
    this.#ends.push(this.#clock + seconds, item);
    this.#rate = this.#findRate();
  }

  setBackground(now: number, background: Background): void {
    this.advance(now);
    this.#background = background;
    this.#rate = this.#findRate();
  }

  /** When the next statement ends, if nothing else happens. */
  get nextAt(): number {
    return this.#lastAt + Math.max(0, this.#ends.firstKey - this.#clock) / this.#rate;
  }

  /** Takes a statement that has ended. */
  takeEnded(now: number): number | undefined {
    this.advance(now);
    if (this.#ends.firstKey > this.#clock + EPSILON) return undefined;
    const item = this.#ends.pop();
    this.#rate = this.#findRate();
    return item;
  }

  /** Brings the counters up to this time. */
  advance(now: number): void {
    const passed = now - this.#lastAt;
    if (passed <= 0) return;
    this.#clock += passed * this.#rate;
    this.#lastAt = now;
    this.foregroundSeconds += this.#ends.size * this.#rate * passed;
    const { loops, demand, rest } = this.#background;
    this.backgroundSeconds += ((loops * demand) / (rest + demand / this.#rate)) * passed;
  }

  /**
   * The speed at which statements and loops together use the cores: 1, or the root of
   * (n + L·d / (z·r + d)) · r = cores, with n statements and L loops of demand d and rest z.
   */
  #findRate(): number {
    const n = this.#ends.size;
    const { loops, demand, rest } = this.#background;
    if (n + (loops * demand) / (rest + demand) <= this.cores) return 1;
    const linear = n * demand + loops * demand - this.cores * rest;
    const square = n * rest;
    if (demand === 0) return this.cores / n;
    if (square === 0) return Math.min(1, (this.cores * demand) / linear);
    return (-linear + Math.sqrt(linear * linear + 4 * square * this.cores * demand)) / (2 * square);
  }
}
