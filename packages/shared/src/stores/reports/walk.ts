/** A value that rows are ordered by. */
export type KeyValue = number | string | Date;
/** Where a walk stands: the values of its segment and its keys at the last row seen. */
export type Position = { segment: number | null; key: readonly KeyValue[] };

/**
 * A way along one index, in its order, from any row on: never an offset, never a sort. Each segment is one value of a
 * leading column; the segments follow each other in the given order.
 */
export type Walk = {
  /** What a cursor remembers: it goes on along the same way only. */
  name: string;
  table: string;
  index: string;
  segments?: { column: string; values: readonly number[] };
  /** Columns that have one value, besides. */
  fixed?: Readonly<Record<string, number>> | undefined;
  /** Half-open. */
  range?: { column: string; from?: KeyValue | undefined; to?: KeyValue | undefined } | undefined;
  keys: readonly string[];
  direction: 'ASC' | 'DESC';
};

/** The segments that are left from a position on, the current one first. One `null` where a walk has none. */
export function segmentsFrom({ segments }: Walk, after: Position | undefined): (number | null)[] {
  if (!segments) return [null];
  if (!after) return [...segments.values];
  const at = segments.values.indexOf(after.segment ?? Number.NaN);
  // A segment that has gone since (a learner renamed) is one that nothing can be read of: go on behind it.
  return at < 0 ? segments.values.filter((value) => value > (after.segment ?? 0)) : segments.values.slice(at);
}

/**
 * The statement that reads the next rows of one segment.
 * @param columns what to select
 * @param after the keys of the last row seen in this segment
 */
export function walkStatement(
  walk: Walk,
  organizationId: number,
  { columns, segment, after, limit }: WalkPart,
): { sql: string; parameters: KeyValue[] } {
  const clauses: Clause[] = [{ sql: 'organization_id = ?', parameters: [organizationId] }];
  if (walk.segments && segment !== null)
    clauses.push({ sql: `${walk.segments.column} = ?`, parameters: [segment] });
  for (const [name, value] of Object.entries(walk.fixed ?? {}))
    clauses.push({ sql: `${name} = ?`, parameters: [value] });
  const { column, from, to } = walk.range ?? {};
  if (from !== undefined) clauses.push({ sql: `${column} >= ?`, parameters: [from] });
  if (to !== undefined) clauses.push({ sql: `${column} < ?`, parameters: [to] });
  if (after) clauses.push(beyond(walk, after));
  const order = walk.keys.map((key) => `${key} ${walk.direction}`).join(', ');
  return {
    sql: `SELECT ${columns} FROM ${walk.table} FORCE INDEX (${walk.index})
     WHERE ${clauses.map(({ sql }) => sql).join(' AND ')} ORDER BY ${order} LIMIT ?`,
    parameters: [...clauses.flatMap(({ parameters }) => parameters), limit],
  };
}
export type WalkPart = {
  columns: string;
  segment: number | null;
  after: readonly KeyValue[] | undefined;
  limit: number;
};
type Clause = { sql: string; parameters: readonly KeyValue[] };

/**
 * Behind a row: `a > ? OR (a = ? AND b > ?) OR …`, which both servers turn into ranges of the index. A comparison of
 * row values, `(a, b) > (?, ?)`, reads the index from its beginning.
 */
function beyond({ keys, direction }: Walk, after: readonly KeyValue[]): Clause {
  const sign = direction === 'ASC' ? '>' : '<';
  const cases = keys.map((key, index) =>
    [...keys.slice(0, index).map((earlier) => `${earlier} = ?`), `${key} ${sign} ?`].join(' AND '),
  );
  return {
    sql: `(${cases.map((one) => `(${one})`).join(' OR ')})`,
    parameters: keys.flatMap((_, index) => after.slice(0, index + 1)),
  };
}
