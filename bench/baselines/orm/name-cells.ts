import type { ReadColumn } from '@reset/shared/csv/file-format';
import { withoutFormulaGuard } from '@reset/shared/csv/formula-guard';
import { type Lookup, lookupsOf } from './known-identifiers';

/** Whom or what the cells of a row lead to: exactly one, or why not. */
export type Naming<Found> =
  | { kind: 'one'; found: Found; value: string }
  | { kind: 'empty' }
  | { kind: 'none'; value: string }
  | { kind: 'many'; value: string; count: number; readings: string }
  | { kind: 'disagree'; first: string; second: string };

export type NamingColumns = readonly ReadColumn<string>[];
const WORDS = { login: 'login ID', email: 'email', uuid: 'UUID', asset: 'asset ID' } as const;

/** Every filled column must lead somewhere, all of them to the same one. */
export function nameCells<Found extends { id: number }>(
  cells: readonly string[],
  columns: NamingColumns,
  kinds: readonly Lookup['by'][],
  find: (lookup: Lookup) => readonly Found[],
): Naming<Found> {
  const filled = columns.filter(({ index }) => cells[index]);
  const [first] = filled;
  if (!first) return { kind: 'empty' };
  const value = cells[first.index] as string;
  let candidates: Map<number, { found: Found; by: Lookup['by'] }> | undefined;
  for (const { index, reading, heading } of filled) {
    const here = new Map<number, { found: Found; by: Lookup['by'] }>();
    for (const lookup of lookupsOf(cells[index] as string, reading, kinds))
      for (const found of find(lookup)) if (!here.has(found.id)) here.set(found.id, { found, by: lookup.by });
    if (here.size === 0) return { kind: 'none', value: cells[index] as string };
    const both = [...(candidates ?? here)].filter(([id]) => here.has(id));
    if (both.length === 0) return { kind: 'disagree', first: first.heading, second: heading };
    candidates = new Map(both);
  }
  const all = [...(candidates?.values() ?? [])];
  if (all.length === 1 && all[0]) return { kind: 'one', found: all[0].found, value };
  const readings = kinds.flatMap((by) => {
    const count = all.filter((candidate) => candidate.by === by).length;
    return count > 0 ? [`${count} by ${WORDS[by]}`] : [];
  });
  return { kind: 'many', value, count: all.length, readings: readings.join(', ') };
}

/** The cells as they were before a download guarded them against being taken for formulas. */
export const unguardedCells = (cells: readonly string[]): string[] =>
  cells.map((cell) => withoutFormulaGuard(cell) ?? cell);
