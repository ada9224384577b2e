import type { LaunchView } from '@reset/shared/contracts/launch';
import { acknowledgeReset } from '../../api-client';
import { Modal } from '../../ui/modal';
import { ErrorNotice } from '../../ui/notice';
import { Time } from '../../ui/time';
import { useAction } from '../../ui/use-action';

type ResetMessageProps = {
  launch: Extract<LaunchView, { state: 'message' }>;
  onAcknowledged: (launch: LaunchView) => void;
  onLeave: () => void;
};

/** Only the click acknowledges: leaving in any other way keeps the message for the next launch. */
export function ResetMessage({
  launch: { id, course, message },
  onAcknowledged,
  onLeave,
}: ResetMessageProps) {
  const { run, running, error } = useAction(async () => onAcknowledged(await acknowledgeReset(id)));
  return (
    <Modal title={message.title} onClose={onLeave} busy={running}>
      <p>{message.text}</p>
      <dl className="facts">
        <div>
          <dt>Course</dt>
          <dd>{course.title}</dd>
        </div>
        <div>
          <dt>Reset on</dt>
          <dd>
            <Time at={message.resetAt} only="date" />
          </dd>
        </div>
      </dl>
      <ErrorNotice error={error} title="The course could not be opened" />
      <div className="actions">
        <button type="button" className="primary" disabled={running} onClick={() => run()}>
          {running ? 'Opening…' : 'OK, start from the beginning'}
        </button>
        <button type="button" disabled={running} onClick={onLeave}>
          Not now
        </button>
      </div>
    </Modal>
  );
}
