import type { Commit, ContentState, LaunchView } from '@reset/shared/contracts/launch';
import { useState } from 'react';
import { commitState } from '../../api-client';

export type OpenLaunch = Extract<LaunchView, { state: 'open' }>;
type Result = Pick<Commit, 'completed' | 'score'>;

/** The attempt as last committed. What cannot be committed is not shown as done. */
export function useAttempt(first: OpenLaunch) {
  const [launch, setLaunch] = useState(first);
  const commit = async (content: ContentState, result: Result = { completed: false }) => {
    const sequence = launch.sequence + 1;
    const next = await commitState(launch.id, { sequence, content, ...result });
    if (next.state === 'open') setLaunch(next);
  };
  return { launch, commit };
}
