import type { DataSource } from 'typeorm';

/** A statement as it went to the server; of those of one shape, the one with the most parameters. */
export type Statement = { shape: string; sql: string; parameters: unknown[] };

/** Records what goes through the query runners of a data source. Not by its logger, which would print parameters. */
export function recordStatements(dataSource: DataSource) {
  const byShape = new Map<string, Statement & { size: number }>();
  let recording = true;
  const subscriber = {
    beforeQuery({ query: sql, parameters }: { query: string; parameters?: unknown }) {
      if (!recording) return;
      const shape = shapeOf(sql);
      const values: unknown[] = Array.isArray(parameters) ? parameters : [];
      const size = sql.length + spanOf(sql) + values.reduce((sum: number, value) => sum + sizeOf(value), 0);
      if (size > (byShape.get(shape)?.size ?? -1))
        byShape.set(shape, { shape, sql, parameters: values, size });
    },
  };
  dataSource.subscribers.push(subscriber);
  return {
    pause: () => {
      recording = false;
    },
    resume: () => {
      recording = true;
    },
    stop: () => {
      dataSource.subscribers.splice(dataSource.subscribers.indexOf(subscriber), 1);
    },
    statements: (): Statement[] => [...byShape.values()],
  };
}

/** How many numbers lie within a range that is written out. */
function spanOf(sql: string): number {
  const [, first, last] = /BETWEEN (\d+) AND (\d+)/.exec(sql) ?? [];
  return Number(last ?? 0) - Number(first ?? 0);
}
const sizeOf = (value: unknown): number => (Array.isArray(value) ? value.length : 1);

/** The same for statements that differ in numbers and in the length of lists alone. */
function shapeOf(sql: string): string {
  return sql
    .replace(/\s+/g, ' ')
    .replace(/\b\d+\b/g, '?')
    .replace(/\?(, ?\?)+/g, '?')
    .replace(/\(\?\)(, ?\(\?\))+/g, '(?)')
    .trim();
}
