import { useCallback, useEffect, useState } from 'react';
import { isAbort } from '../api-reply';

export type Loaded<Value> =
  | { state: 'loading' }
  | { state: 'failed'; error: unknown }
  | { state: 'loaded'; value: Value };

/** Loads when it appears and whenever `load` becomes another function: wrap it in `useCallback`. */
export function useLoaded<Value>(load: (signal: AbortSignal) => Promise<Value>) {
  const [loaded, setLoaded] = useState<Loaded<Value>>({ state: 'loading' });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round is what asks to load again
  useEffect(() => {
    const controller = new AbortController();
    setLoaded({ state: 'loading' });
    load(controller.signal).then(
      (value) => setLoaded({ state: 'loaded', value }),
      (error: unknown) => !isAbort(error) && setLoaded({ state: 'failed', error }),
    );
    return () => controller.abort();
  }, [load, round]);
  return { loaded, again: useCallback(() => setRound((previous) => previous + 1), []) };
}
