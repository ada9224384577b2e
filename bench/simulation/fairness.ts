import { median, percentile } from '../measure/median';
import type { BulkReset } from './dispatcher';

/** From upload to ready, divided by what the same file takes with nothing else going on. */
export type Slowdown = { files: number; median: number; p99: number };
export type AloneSeconds = (rows: number) => number;

/** Slowdowns of files in classes. @param classOf gives the name of a file's class */
export function slowdownsOf(
  bulkResets: readonly BulkReset[],
  alone: AloneSeconds,
  classOf: (bulkReset: BulkReset) => string,
): Record<string, Slowdown> {
  const classes = new Map<string, number[]>();
  for (const bulkReset of bulkResets) {
    const name = classOf(bulkReset);
    const values = classes.get(name) ?? [];
    classes.set(name, values);
    values.push((bulkReset.readyAt - bulkReset.at) / alone(bulkReset.rows));
  }
  return Object.fromEntries(
    [...classes].map(([name, values]) => [
      name,
      { files: values.length, median: median(values), p99: percentile(values, 0.99) },
    ]),
  );
}

export const SIZE_CLASSES = ['small', 'medium', 'large', 'huge'] as const;
/** Up to 1,000 rows, 100,000, 1 million, and more. */
export const sizeClass = ({ rows }: Pick<BulkReset, 'rows'>): (typeof SIZE_CLASSES)[number] => {
  if (rows <= 1_000) return 'small';
  if (rows <= 100_000) return 'medium';
  return rows <= 1_000_000 ? 'large' : 'huge';
};

/** 1 where all are equal, 1/n where one has everything (Jain, Chiu and Hawe, 1984). */
export function jainIndex(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  const squares = values.reduce((total, value) => total + value * value, 0);
  return squares === 0 ? 1 : (sum * sum) / (values.length * squares);
}

/**
 * How organizations fare, one number for each: rows a second from its first upload until its last file was ready, and
 * how fast that was beside the same files alone, one after the other.
 */
export function organizationsOf(bulkResets: readonly BulkReset[], alone: AloneSeconds) {
  const own = new Map<number, BulkReset[]>();
  for (const bulkReset of bulkResets) {
    const some = own.get(bulkReset.organization);
    if (some) some.push(bulkReset);
    else own.set(bulkReset.organization, [bulkReset]);
  }
  return [...own.values()].map((files) => {
    const first = Math.min(...files.map(({ at }) => at));
    const last = Math.max(...files.map(({ readyAt }) => readyAt));
    const sum = (of: (file: BulkReset) => number) => files.reduce((total, file) => total + of(file), 0);
    return {
      rowsPerSecond: sum(({ rows }) => rows) / (last - first),
      speed: sum(({ rows }) => alone(rows)) / sum(({ at, readyAt }) => readyAt - at),
    };
  });
}
