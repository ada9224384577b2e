/** Numbers in the order of their keys; those with the same key in the order in which they came. */
export class MinHeap {
  readonly #keys: number[] = [];
  readonly #turns: number[] = [];
  readonly #items: number[] = [];
  #turn = 0;

  get size(): number {
    return this.#keys.length;
  }

  /** Infinity where nothing is left. */
  get firstKey(): number {
    return this.#keys[0] ?? Number.POSITIVE_INFINITY;
  }

  push(key: number, item: number): void {
    let hole = this.#keys.length;
    const turn = this.#turn;
    this.#turn += 1;
    this.#put(hole, key, turn, item);
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!this.#isBefore(key, turn, parent)) break;
      this.#move(parent, hole);
      hole = parent;
    }
    this.#put(hole, key, turn, item);
  }

  /** Takes the item with the smallest key. */
  pop(): number | undefined {
    const first = this.#items[0];
    const key = this.#keys.pop();
    const turn = this.#turns.pop();
    const item = this.#items.pop();
    if (key === undefined || turn === undefined || item === undefined || this.#keys.length === 0)
      return first;
    this.#put(this.#sink(key, turn), key, turn, item);
    return first;
  }

  /** Opens the place where an entry belongs that would otherwise lie at the top. */
  #sink(key: number, turn: number): number {
    const { length } = this.#keys;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= length) return hole;
      if (child + 1 < length && this.#isEarlier(child + 1, child)) child += 1;
      if (this.#isBefore(key, turn, child)) return hole;
      this.#move(child, hole);
      hole = child;
    }
  }

  #isBefore(key: number, turn: number, place: number): boolean {
    const other = this.#keys[place] as number;
    return key < other || (key === other && turn < (this.#turns[place] as number));
  }

  #isEarlier(one: number, other: number): boolean {
    return this.#isBefore(this.#keys[one] as number, this.#turns[one] as number, other);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#keys[from] as number, this.#turns[from] as number, this.#items[from] as number);
  }

  #put(place: number, key: number, turn: number, item: number): void {
    this.#keys[place] = key;
    this.#turns[place] = turn;
    this.#items[place] = item;
  }
}
