import { canBecome } from '@reset/shared/contracts/bulk-reset-status';
import { statusOfImport } from '@reset/shared/contracts/directory-import';
import { useState } from 'react';
import { cancelDirectoryImport } from '../../api-client';
import { ApiError } from '../../api-reply';
import { Modal } from '../../ui/modal';
import { ErrorNotice } from '../../ui/notice';
import { useMay } from '../../ui/session-context';
import { useAction } from '../../ui/use-action';
import type { ImportStepProps } from './import-step-props';

/** Offered to whoever may, while the status allows it. */
export function CancelImportButton(props: ImportStepProps) {
  const [open, setOpen] = useState(false);
  const mayWrite = useMay('directory:write');
  const status = statusOfImport(props.view.status);
  if (!mayWrite || !(canBecome(status, 'cancelled') || canBecome(status, 'cancelling'))) return null;
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Cancel import
      </button>
      {open && <CancelDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function CancelDialog({ view, onChanged, onOutdated, onClose }: ImportStepProps & { onClose: () => void }) {
  const { run, running, error } = useAction(async () => {
    try {
      onChanged(await cancelDirectoryImport(view.id));
      onClose();
    } catch (refusal) {
      if (refusal instanceof ApiError) onOutdated();
      throw refusal;
    }
  });
  return (
    <Modal title="Cancel this import?" onClose={onClose} busy={running}>
      <p>
        {view.confirmation
          ? 'What is applied by now stays. The rest of the file is left as it is.'
          : 'Nothing has been changed, and nothing will be. The file stays in the list as cancelled.'}
      </p>
      <ErrorNotice error={error} title="It was not cancelled" />
      <div className="actions">
        <button type="button" className="danger" disabled={running} onClick={() => run()}>
          {running ? 'Cancelling…' : 'Cancel import'}
        </button>
        <button type="button" disabled={running} onClick={onClose}>
          Keep it
        </button>
      </div>
    </Modal>
  );
}
