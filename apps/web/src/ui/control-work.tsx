import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import { type BulkResetStatus, canBecome } from '@reset/shared/contracts/bulk-reset-status';
import { type FormEvent, useState } from 'react';
import type { ControlAction } from '../api-client';
import { Modal } from './modal';
import { ErrorNotice } from './notice';
import { useAction } from './use-action';

export type ControlWords = {
  button: string;
  title: string;
  explanation: string;
  running: string;
  refused: string;
  keep: string;
};

type Controlled = { status: BulkResetStatus; retention: BulkResetView['retention'] };
/** Where each is offered; the API decides. */
const OFFERED: Readonly<Record<ControlAction, (work: Controlled) => boolean>> = {
  pause: ({ status }) => canBecome(status, 'pausing'),
  resume: ({ status }) => status === 'pausing' || status === 'paused',
  retry: ({ status, retention }) =>
    (status === 'cancelled' || status === 'failed') &&
    retention.files.expiredAt === null &&
    retention.details.expiredAt === null,
  cancel: ({ status }) => canBecome(status, 'cancelled') || canBecome(status, 'cancelling'),
};
const ACTIONS = Object.keys(OFFERED) as ControlAction[];

type ControlWorkProps = {
  work: Controlled;
  words: Readonly<Record<ControlAction, ControlWords>>;
  /** @throws what the API refuses with; the dialog then says so and stays */
  act: (action: ControlAction, reason: string | undefined) => Promise<void>;
};

/** What a person who may can do about work on a file: each asks once more, and why. */
export function ControlWork({ work, words, act }: ControlWorkProps) {
  const [open, setOpen] = useState<ControlAction>();
  return (
    <>
      {ACTIONS.filter((action) => OFFERED[action](work)).map((action) => (
        <button key={action} type="button" onClick={() => setOpen(action)}>
          {words[action].button}
        </button>
      ))}
      {open && (
        <ControlDialog
          words={words[open]}
          isDanger={open === 'cancel'}
          act={(reason) => act(open, reason)}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

type ControlDialogProps = {
  words: ControlWords;
  isDanger: boolean;
  act: (reason: string | undefined) => Promise<void>;
  onClose: () => void;
};

function ControlDialog({ words, isDanger, act, onClose }: ControlDialogProps) {
  const [reason, setReason] = useState('');
  const { run, running, error } = useAction(async () => {
    await act(reason.trim() || undefined);
    onClose();
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void run();
  };
  return (
    <Modal title={words.title} onClose={onClose} busy={running}>
      <p>{words.explanation}</p>
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
          <button type="submit" className={isDanger ? 'danger' : 'primary'} disabled={running}>
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
