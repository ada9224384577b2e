/** What a load test saw: how many requests, how long they took, and everything that was not as it should be. */
export class Findings {
  requests = 0;
  readonly failures: string[] = [];
  readonly #counts = new Map<string, number>();
  readonly #reads: number[] = [];

  count(what: string, by = 1): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + by);
  }

  fail(what: string): void {
    this.failures.push(what);
  }

  read(milliseconds: number): void {
    this.#reads.push(milliseconds);
  }

  /** Of the status reads: the share of them that took no longer, in milliseconds. */
  readPercentile(share: number): number {
    const sorted = this.#reads.toSorted((a, b) => a - b);
    return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  }

  countOf(what: string): number {
    return this.#counts.get(what) ?? 0;
  }

  get counts(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}
