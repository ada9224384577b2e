import type { WorkFlow } from './why-waiting';

/** Nobody sees a younger flow than this: status reads come by the hundred, and cost the database nothing for it. */
const FRESH_MS = 1_000;
/** One that is older is not shown any more: whoever asks waits for a new one. */
const STALE_MS = 5_000;

/**
 * The flow of the work, read at most once a second whatever the number of askers. While it is read anew, askers get the
 * one before, so that no status read waits for it.
 */
export function watchWorkFlow(read: () => Promise<WorkFlow>, now = Date.now): () => Promise<WorkFlow> {
  let known: { flow: WorkFlow; at: number } | undefined;
  let reading: Promise<WorkFlow> | undefined;
  const readAnew = async () => {
    try {
      const at = now();
      known = { flow: await read(), at };
      return known.flow;
    } finally {
      reading = undefined;
    }
  };
  return async () => {
    const age = known ? now() - known.at : Number.POSITIVE_INFINITY;
    if (known && age < FRESH_MS) return known.flow;
    reading ??= readAnew();
    if (!known || age >= STALE_MS) return reading;
    reading.catch(() => undefined); // those who ask when it is too old will hear of it
    return known.flow;
  };
}
