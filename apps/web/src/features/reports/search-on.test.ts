import { searchOn } from './search-on';

const pages = (...rows: string[][]) => {
  const asked: (string | undefined)[] = [];
  const ask = async (cursor: string | undefined) => {
    asked.push(cursor);
    const at = Number(cursor ?? 0);
    const nextCursor = at + 1 < rows.length ? String(at + 1) : null;
    return { rows: rows[at] ?? [], searched: 10, nextCursor };
  };
  return { ask, asked };
};

test('asks on while pages are short, and tells how far it is', async () => {
  const { ask, asked } = pages([], ['one'], []);
  const told: number[] = [];
  expect(await searchOn(ask, undefined, (rows) => told.push(rows))).toEqual({
    items: ['one'],
    nextCursor: null,
  });
  expect(asked).toEqual([undefined, '1', '2']);
  expect(told).toEqual([10, 20, 30]);
});

test('stops at a screenful, and after many requests without one', async () => {
  const full = pages(Array<string>(50).fill('row'), ['later']);
  expect(await searchOn(full.ask, undefined, () => undefined)).toMatchObject({ nextCursor: '1' });
  const empty = pages(...Array<string[]>(30).fill([]));
  expect(await searchOn(empty.ask, '5', () => undefined)).toEqual({ items: [], nextCursor: '25' });
});
