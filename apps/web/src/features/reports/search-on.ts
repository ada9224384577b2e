export type ReportPage<Row> = { rows: Row[]; searched: number; nextCursor: string | null };

/** Of a screen; and requests for it, each of which looks at tens of thousands of rows. */
const [ROWS, REQUESTS] = [50, 20];

/**
 * Asks on while a page of a report is short: few rows match, and the server looks at so many at a time.
 * @param onSearched hears how many rows have been looked at so far
 */
export async function searchOn<Row>(
  ask: (cursor: string | undefined) => Promise<ReportPage<Row>>,
  cursor: string | undefined,
  onSearched: (rows: number) => void,
): Promise<{ items: Row[]; nextCursor: string | null }> {
  const items: Row[] = [];
  let next: string | null = cursor ?? null;
  let searched = 0;
  for (let request = 0; request < REQUESTS; request += 1) {
    const page = await ask(next ?? undefined);
    items.push(...page.rows);
    next = page.nextCursor;
    searched += page.searched;
    onSearched(searched);
    if (next === null || items.length >= ROWS) break;
  }
  return { items, nextCursor: next };
}
