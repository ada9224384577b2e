/**
 * How many of what lies in a queue has been there for long, at least: what is there, less what came of late. Exact where
 * the queue is in the order of arrival.
 */
export class StaleCounter {
  readonly #added: number[];
  #second = 0;
  #recent = 0;
  #queued = 0;

  /** @param afterSeconds whole seconds */
  constructor(afterSeconds: number) {
    this.#added = Array.from({ length: Math.max(1, Math.ceil(afterSeconds)) }, () => 0);
  }

  add(now: number, count: number): void {
    this.#forget(now);
    const place = this.#second % this.#added.length;
    this.#added[place] = (this.#added[place] as number) + count;
    this.#recent += count;
    this.#queued += count;
  }

  take(): void {
    this.#queued -= 1;
  }

  at(now: number): number {
    this.#forget(now);
    return Math.max(0, this.#queued - this.#recent);
  }

  #forget(now: number): void {
    const second = Math.floor(now);
    const steps = Math.min(second - this.#second, this.#added.length);
    for (let step = 1; step <= steps; step += 1) {
      const place = (this.#second + step) % this.#added.length;
      this.#recent -= this.#added[place] as number;
      this.#added[place] = 0;
    }
    this.#second = second;
  }
}
