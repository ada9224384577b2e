import { type FormEvent, useState } from 'react';
import { confirmDirectoryImport } from '../../api-client';
import { plural } from '../../ui/format';
import { Modal } from '../../ui/modal';
import { ErrorNotice } from '../../ui/notice';
import { useAction } from '../../ui/use-action';
import type { ImportStepProps } from './import-step-props';
import { KIND_WORDS } from './kind-words';

/** Says what will be done, and confirms exactly what it showed. */
export function ConfirmImportDialog({ view, onChanged, onClose }: ImportStepProps & { onClose: () => void }) {
  // A poll may bring a newer summary while the dialog is open; the person confirms the one that they opened it with.
  const [{ id, kind, summaryVersion, impact }] = useState(view);
  const [reason, setReason] = useState('');
  const { run, running, error } = useAction(async () =>
    onChanged(await confirmDirectoryImport(id, { summaryVersion, reason: reason.trim() })),
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void run();
  };
  const { noun } = KIND_WORDS[kind];
  return (
    <Modal title="Apply the import?" onClose={onClose} busy={running}>
      {impact && (
        <p>
          This creates <b>{plural(impact.create, noun)}</b> and updates <b>{plural(impact.update, noun)}</b>.
          {impact.deactivate > 0 && ` ${plural(impact.deactivate, noun)} will be deactivated or retired.`} It
          takes effect at once, row by row.
        </p>
      )}
      <form onSubmit={onSubmit}>
        <label htmlFor="reason">Reason</label>
        <p id="reason-hint" className="quiet hint">
          May stay empty. Kept with the import, so that others can see later why it was done.
        </p>
        <textarea
          id="reason"
          maxLength={500}
          rows={3}
          value={reason}
          aria-describedby="reason-hint"
          onChange={({ target }) => setReason(target.value)}
        />
        <ErrorNotice error={error} title="The import was not applied" />
        <div className="actions">
          <button type="submit" className="primary" disabled={running}>
            {running ? 'Starting…' : 'Apply the import'}
          </button>
          <button type="button" disabled={running} onClick={onClose}>
            Not now
          </button>
        </div>
      </form>
    </Modal>
  );
}
