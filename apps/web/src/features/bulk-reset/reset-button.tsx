import { useState } from 'react';
import { Notice } from '../../ui/notice';
import { ConfirmDialog } from './confirm-dialog';
import type { StepProps } from './step-props';

/** Leads to the confirmation; while a row has an error it only says why not. */
export function ResetButton({ bulkReset, onChanged, onOutdated }: StepProps) {
  const [open, setOpen] = useState(false);
  const [changed, setChanged] = useState(false);
  const blocked = bulkReset.status !== 'ready';
  const onSummaryChanged = () => {
    setOpen(false);
    setChanged(true);
    onOutdated();
  };
  return (
    <>
      {changed && (
        <div role="alert" className="whole-line">
          <Notice kind="warning" title="The result has changed since you saw it">
            <p>Nothing was reset. The numbers above are the new ones: look at them, then go on.</p>
          </Notice>
        </div>
      )}
      <button
        type="button"
        className="primary"
        disabled={blocked}
        aria-describedby="why-blocked"
        onClick={() => setOpen(true)}
      >
        Next, reset course progress
      </button>
      <p id="why-blocked" className="quiet afterwards" hidden={!blocked}>
        The reset cannot be started while rows have errors.
      </p>
      {open && (
        <ConfirmDialog
          bulkReset={bulkReset}
          onConfirmed={onChanged}
          onSummaryChanged={onSummaryChanged}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
