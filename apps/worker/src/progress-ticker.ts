/**
 * Writes progress seldom, and as a total rather than a step, so that a second attempt cannot count twice. For work
 * that commits only at its end.
 * @param write gets the total so far
 */
export function progressTicker(
  write: (total: number) => Promise<void>,
  { intervalMs = 1_000, now = Date.now } = {},
) {
  let [current, written, lastWrite] = [0, 0, now()];
  const flush = async () => {
    if (written === current) return;
    [written, lastWrite] = [current, now()];
    await write(current);
  };
  const total = async (rows: number) => {
    current = Math.max(current, rows);
    if (now() - lastWrite >= intervalMs) await flush();
  };
  return { total, flush };
}
