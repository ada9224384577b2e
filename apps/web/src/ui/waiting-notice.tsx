import type { Waiting } from '@reset/shared/contracts/waiting';
import { Notice } from './notice';

/** Why nothing moves. The region is there from the start, so that a screen reader says what appears in it. */
export function WaitingNotice({ waiting }: { waiting: Waiting | null }) {
  return (
    <div role="status">
      {waiting && (
        <Notice
          kind={waiting.code === 'behind-others' || waiting.code === 'paused' ? 'information' : 'warning'}
        >
          <p>{waiting.sentence}</p>
        </Notice>
      )}
    </div>
  );
}
