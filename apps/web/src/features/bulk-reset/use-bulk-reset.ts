import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import { useCallback, useEffect, useState } from 'react';
import { showBulkReset } from '../../api-client';
import { pauseWhileHidden } from '../../ui/pause-while-hidden';
import { pollBulkReset } from './poll-bulk-reset';

type Followed = {
  bulkReset: BulkResetView | undefined;
  /** The last read failed; another follows by itself. */
  trouble: unknown;
  /** Reading has ended for good. */
  error: unknown;
};

/** The server's latest word about a bulk reset, for as long as the page shows it. */
export function useBulkReset(id: string) {
  const [followed, setFollowed] = useState<Followed>(NOTHING_YET);
  const [round, setRound] = useState(0);
  const change = useCallback(
    (part: Partial<Followed>) => setFollowed((before) => ({ ...before, ...part })),
    [],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round asks the server at once
  useEffect(() => {
    const controller = new AbortController();
    const listener = {
      onChange: (bulkReset: BulkResetView) => change({ bulkReset }),
      onTrouble: (trouble: unknown) => change({ trouble }),
    };
    pollBulkReset({ show: showBulkReset, pause: pauseWhileHidden }, id, listener, controller.signal).catch(
      (error: unknown) => !controller.signal.aborted && change({ error }),
    );
    return () => controller.abort();
  }, [id, round, change]);
  /** Shows what an action answered. A read that was under way is older, so it is given up. */
  const take = useCallback(
    (bulkReset: BulkResetView) => {
      change({ bulkReset });
      setRound((previous) => previous + 1);
    },
    [change],
  );
  const askAgain = useCallback(() => setRound((previous) => previous + 1), []);
  return { ...followed, take, askAgain };
}

const NOTHING_YET: Followed = { bulkReset: undefined, trouble: undefined, error: undefined };
