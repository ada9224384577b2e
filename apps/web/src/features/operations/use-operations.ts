import type { OperationsView } from '@reset/shared/contracts/operations';
import { useEffect, useState } from 'react';
import { showOperations } from '../../api-client';
import { pauseWhileHidden } from '../../ui/pause-while-hidden';

const EVERY_MS = 3_000;

type Seen = { operations: OperationsView | undefined; readAt: string | undefined; error: unknown };

/** The state of the work, read every three seconds for as long as the page can be seen. A failed read keeps the last. */
export function useOperations(): Seen {
  const [seen, setSeen] = useState<Seen>({ operations: undefined, readAt: undefined, error: undefined });
  useEffect(() => {
    const { signal, abort } = abortable();
    const follow = async () => {
      while (!signal.aborted) {
        try {
          const operations = await showOperations(signal);
          setSeen({ operations, readAt: new Date().toISOString(), error: undefined });
        } catch (error) {
          if (!signal.aborted) setSeen((before) => ({ ...before, error }));
        }
        await pauseWhileHidden(EVERY_MS, signal);
      }
    };
    void follow();
    return abort;
  }, []);
  return seen;
}

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
