import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';

/** What a client was told about a bulk reset that it uploaded: everything that may and may not have happened. */
export type Told = {
  organization: number;
  id: string;
  /** The current version of the file, as it was acknowledged. */
  csv: string;
  /** Whether somebody asked for the reset, in whatever way, so that it may have begun. */
  askedToReset: boolean;
  /** Whether it may have been cancelled. */
  askedToCancel: boolean;
  last: BulkResetView;
  undos: ToldUndo[];
};
/** An undo that was acknowledged. Where both lists are there, a pair has to be in both. */
export type ToldUndo = { id: string; learnerIds?: ReadonlySet<number>; courseIds?: ReadonlySet<number> };

/** What is wrong, and everything that was told. */
export class Ledger {
  readonly told: Told[] = [];
  readonly violations: string[] = [];
  /** Uploads that got no answer before the storm ended: each may be there or not. */
  unknownUploads = 0;
  readonly #counts = new Map<string, number>();

  violate(what: string): void {
    this.violations.push(what);
  }

  count(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }
}
