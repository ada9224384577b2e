import type { UndoList } from '@reset/shared/contracts/undo';
import { useCallback, useEffect, useState } from 'react';
import { listUndos } from '../../../api-client';
import { ApiError } from '../../../api-reply';
import { pauseWhileHidden } from '../../../ui/pause-while-hidden';

export type UndoLine = UndoList['undos'][number];
const EVERY_MS = 1_000;

/** The undos of a bulk reset, newest first; read again every second while one is under way. A failed read keeps the last. */
export function useUndos(bulkResetId: string) {
  const [undos, setUndos] = useState<readonly UndoLine[]>([]);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round asks the server at once
  useEffect(() => {
    const controller = new AbortController();
    void followUndos(bulkResetId, setUndos, controller.signal);
    return () => controller.abort();
  }, [bulkResetId, round]);
  return { undos, askAgain: useCallback(() => setRound((previous) => previous + 1), []) };
}

async function followUndos(
  bulkResetId: string,
  onChange: (undos: readonly UndoLine[]) => void,
  signal: AbortSignal,
): Promise<void> {
  let moving = true;
  while (moving && !signal.aborted) {
    try {
      const { undos } = await listUndos(bulkResetId, signal);
      onChange(undos);
      moving = undos.some(({ status }) => status === 'undoing');
    } catch (error) {
      // A server in trouble is asked again soon; what it refuses stays refused.
      if (error instanceof ApiError && error.problem.status < 500) return;
    }
    if (moving && !signal.aborted) await pauseWhileHidden(EVERY_MS, signal);
  }
}
