import { canBecome } from '@reset/shared/contracts/bulk-reset-status';
import { useState } from 'react';
import { cancelBulkReset } from '../../api-client';
import { ApiError } from '../../api-reply';
import { Modal } from '../../ui/modal';
import { ErrorNotice } from '../../ui/notice';
import { useMay } from '../../ui/session-context';
import { useAction } from '../../ui/use-action';
import { stepFor } from './step-for-status';
import type { StepProps } from './step-props';

/** Offered to whoever may, while the status allows it. */
export function CancelButton(props: StepProps) {
  const [open, setOpen] = useState(false);
  const mayControl = useMay('bulk-reset:control');
  const { status } = props.bulkReset;
  if (!mayControl || !(canBecome(status, 'cancelled') || canBecome(status, 'cancelling'))) return null;
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Cancel bulk reset
      </button>
      {open && <CancelDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function CancelDialog({ bulkReset, onChanged, onOutdated, onClose }: StepProps & { onClose: () => void }) {
  const { run, running, error } = useAction(async () => {
    try {
      onChanged(await cancelBulkReset(bulkReset.id));
      onClose();
    } catch (refusal) {
      if (refusal instanceof ApiError) onOutdated();
      throw refusal;
    }
  });
  return (
    <Modal title="Cancel this bulk reset?" onClose={onClose} busy={running}>
      <p>
        {stepFor(bulkReset.status) === 'resetting'
          ? 'What is reset by now stays reset. The rest of the file is left as it is.'
          : 'Nothing has been reset, and nothing will be. The file stays in the list as cancelled.'}
      </p>
      <ErrorNotice error={error} title="It was not cancelled" />
      <div className="actions">
        <button type="button" className="danger" disabled={running} onClick={() => run()}>
          {running ? 'Cancelling…' : 'Cancel bulk reset'}
        </button>
        <button type="button" disabled={running} onClick={onClose}>
          Keep it
        </button>
      </div>
    </Modal>
  );
}
