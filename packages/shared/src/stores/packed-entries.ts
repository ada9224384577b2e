/** Bytes of each column of an entry, in order. The first two are what entries are sorted by, then `row`. */
export type EntryLayout = Readonly<{ row: 4 } & Record<string, 1 | 2 | 4 | 6>>;
/** Entries column by column, so that millions of them are a few arrays and no objects. All have the same length. */
export type Entries<Layout extends EntryLayout> = Record<keyof Layout & string, Float64Array>;

const columnsOf = <Layout extends EntryLayout>(layout: Layout) =>
  Object.entries(layout) as [keyof Layout & string, number][];
export const entryBytes = (layout: EntryLayout): number =>
  Object.values(layout).reduce((sum, bytes) => sum + bytes, 0);
export const lengthOf = ({ row }: { row: Float64Array }): number => row.length;

export const newEntries = <Layout extends EntryLayout>(layout: Layout, length: number): Entries<Layout> =>
  Object.fromEntries(columnsOf(layout).map(([name]) => [name, new Float64Array(length)])) as Entries<Layout>;

/** Those at some places, in the order of the places. */
export function takeEntries<Layout extends EntryLayout>(
  layout: Layout,
  entries: Entries<Layout>,
  places: ArrayLike<number>,
): Entries<Layout> {
  const taken = newEntries(layout, places.length);
  for (const [name] of columnsOf(layout)) {
    const [from, to] = [entries[name], taken[name]];
    for (let index = 0; index < places.length; index += 1)
      to[index] = from[places[index] as number] as number;
  }
  return taken;
}

/** Gives the entries sorted by their first two columns and the row. */
export function sortEntries<Layout extends EntryLayout>(
  layout: Layout,
  entries: Entries<Layout>,
): Entries<Layout> {
  const [first, second] = Object.keys(layout) as [keyof Layout & string, keyof Layout & string];
  const [major, minor, rows] = [entries[first], entries[second], entries.row as Float64Array];
  const order = Uint32Array.from(rows, (_, index) => index);
  order.sort(
    (a, b) =>
      (major[a] as number) - (major[b] as number) ||
      (minor[a] as number) - (minor[b] as number) ||
      (rows[a] as number) - (rows[b] as number),
  );
  return takeEntries(layout, entries, order);
}

/** @param from half-open, to `to` */
export function packEntries<Layout extends EntryLayout>(
  layout: Layout,
  entries: Entries<Layout>,
  from = 0,
  to = lengthOf(entries as { row: Float64Array }),
): Buffer {
  const width = entryBytes(layout);
  const packed = Buffer.allocUnsafe((to - from) * width);
  let offset = 0;
  for (const [name, bytes] of columnsOf(layout)) {
    const column = entries[name];
    for (let index = from, at = offset; index < to; index += 1, at += width)
      packed.writeUIntLE(column[index] as number, at, bytes);
    offset += bytes;
  }
  return packed;
}

/** @param range of the first column, half-open; entries outside it are left out */
export function unpackEntries<Layout extends EntryLayout>(
  layout: Layout,
  packed: readonly Buffer[],
  range = { from: 0, to: Number.POSITIVE_INFINITY },
): Entries<Layout> {
  const width = entryBytes(layout);
  const all = Buffer.concat(packed);
  const [, leadBytes] = columnsOf(layout)[0] as [string, number];
  const places: number[] = [];
  for (let at = 0; at < all.length; at += width) {
    const lead = all.readUIntLE(at, leadBytes);
    if (lead >= range.from && lead < range.to) places.push(at);
  }
  const entries = newEntries(layout, places.length);
  let offset = 0;
  for (const [name, bytes] of columnsOf(layout)) {
    const column = entries[name];
    for (let index = 0; index < places.length; index += 1)
      column[index] = all.readUIntLE((places[index] as number) + offset, bytes);
    offset += bytes;
  }
  return entries;
}
