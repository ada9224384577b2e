import { useCallback, useEffect, useState } from 'react';
import { pauseWhileHidden } from './pause-while-hidden';
import { type PollDeps, pollWork } from './poll-work';

type Followed<View> = {
  view: View | undefined;
  /** The last read failed; another follows by itself. */
  trouble: unknown;
  /** Reading has ended for good. */
  error: unknown;
};

/**
 * The server's latest word about a bulk reset, or what goes the same way, for as long as the page shows it.
 * @param show always the same function, as `statusOf`
 */
export function useFollowed<View>(id: string, { show, statusOf }: Omit<PollDeps<View>, 'pause'>) {
  const [followed, setFollowed] = useState<Followed<View>>(NOTHING_YET);
  const [round, setRound] = useState(0);
  const change = useCallback(
    (part: Partial<Followed<View>>) => setFollowed((before) => ({ ...before, ...part })),
    [],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round asks the server at once
  useEffect(() => {
    const controller = new AbortController();
    const listener = {
      onChange: (view: View) => change({ view }),
      onTrouble: (trouble: unknown) => change({ trouble }),
    };
    pollWork({ show, statusOf, pause: pauseWhileHidden }, id, listener, controller.signal).catch(
      (error: unknown) => !controller.signal.aborted && change({ error }),
    );
    return () => controller.abort();
  }, [id, round, change, show, statusOf]);
  /** Shows what an action answered. A read that was under way is older, so it is given up. */
  const take = useCallback(
    (view: View) => {
      change({ view });
      setRound((previous) => previous + 1);
    },
    [change],
  );
  const askAgain = useCallback(() => setRound((previous) => previous + 1), []);
  return { ...followed, take, askAgain };
}

const NOTHING_YET = { view: undefined, trouble: undefined, error: undefined };
