/** How many of what lies in a queue has been there for long, to the second. */
export class StaleCounter {
  readonly #added: number[];
  #second = 0;
  #recent = 0;
  #queued = 0;

  /** @param afterSeconds whole seconds */
  constructor(afterSeconds: number) {
    this.#added = Array.from({ length: Math.max(1, Math.ceil(afterSeconds)) }, () => 0);
  }

  /** All that lies in the queue. */
  get queued(): number {
    return this.#queued;
  }

  add(now: number, count: number): void {
    this.#forget(now);
    this.#changeRecent(now, count);
    this.#queued += count;
  }

  /** @param addedAt when it had been added: not all leaves the queue in the order in which it came */
  take(now: number, addedAt: number): void {
    this.#forget(now);
    if (this.#second - Math.floor(addedAt) < this.#added.length) this.#changeRecent(addedAt, -1);
    this.#queued -= 1;
  }

  at(now: number): number {
    this.#forget(now);
    return this.#queued - this.#recent;
  }

  #changeRecent(at: number, count: number): void {
    const place = Math.floor(at) % this.#added.length;
    this.#added[place] = (this.#added[place] as number) + count;
    this.#recent += count;
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
