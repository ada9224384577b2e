import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import { canBecome } from '@reset/shared/contracts/bulk-reset-status';
import { type FormEvent, useState } from 'react';
import { type ControlAction, controlBulkReset } from '../../api-client';
import { ApiError } from '../../api-reply';
import { Modal } from '../../ui/modal';
import { ErrorNotice } from '../../ui/notice';
import { useMay } from '../../ui/session-context';
import { useAction } from '../../ui/use-action';
import { CONTROL_WORDS } from './control-words';
import type { StepProps } from './step-props';

type Controlled = Pick<BulkResetView, 'status' | 'retention'>;
/** Where each is offered; the API decides. */
const OFFERED: Readonly<Record<ControlAction, (bulkReset: Controlled) => boolean>> = {
  pause: ({ status }) => canBecome(status, 'pausing'),
  resume: ({ status }) => status === 'pausing' || status === 'paused',
  retry: ({ status, retention }) =>
    (status === 'cancelled' || status === 'failed') &&
    retention.files.expiredAt === null &&
    retention.details.expiredAt === null,
  cancel: ({ status }) => canBecome(status, 'cancelled') || canBecome(status, 'cancelling'),
};
const ACTIONS = Object.keys(OFFERED) as ControlAction[];

/** What whoever may can do about the work itself: each asks once more, and why. */
export function ControlButtons(props: StepProps) {
  const [open, setOpen] = useState<ControlAction>();
  const mayControl = useMay('bulk-reset:control');
  if (!mayControl) return null;
  return (
    <>
      {ACTIONS.filter((action) => OFFERED[action](props.bulkReset)).map((action) => (
        <button key={action} type="button" onClick={() => setOpen(action)}>
          {CONTROL_WORDS[action].button}
        </button>
      ))}
      {open && <ControlDialog {...props} action={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

type ControlDialogProps = StepProps & { action: ControlAction; onClose: () => void };

function ControlDialog({ bulkReset, action, onChanged, onOutdated, onClose }: ControlDialogProps) {
  const words = CONTROL_WORDS[action];
  const [reason, setReason] = useState('');
  const { run, running, error } = useAction(async () => {
    try {
      onChanged(await controlBulkReset(bulkReset.id, action, reason.trim() || undefined));
      onClose();
    } catch (refusal) {
      if (refusal instanceof ApiError) onOutdated();
      throw refusal;
    }
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void run();
  };
  return (
    <Modal title={words.title} onClose={onClose} busy={running}>
      <p>{words.explanation(bulkReset)}</p>
      <form onSubmit={onSubmit}>
        <label htmlFor="control-reason">Reason (optional)</label>
        <textarea
          id="control-reason"
          maxLength={500}
          rows={2}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
        <ErrorNotice error={error} title={words.refused} />
        <div className="actions">
          <button type="submit" className={action === 'cancel' ? 'danger' : 'primary'} disabled={running}>
            {running ? words.running : words.button}
          </button>
          <button type="button" disabled={running} onClick={onClose}>
            {words.keep}
          </button>
        </div>
      </form>
    </Modal>
  );
}
