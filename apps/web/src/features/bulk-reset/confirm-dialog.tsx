import type { BulkResetView, Impact } from '@reset/shared/contracts/bulk-reset';
import { type FormEvent, useState } from 'react';
import { confirmBulkReset } from '../../api-client';
import { ApiError } from '../../api-reply';
import { plural } from '../../ui/format';
import { Modal } from '../../ui/modal';
import { ErrorNotice } from '../../ui/notice';
import { useAction } from '../../ui/use-action';
import { ImpactList } from './impact-summary';
import { whoAndWhat } from './impact-words';

type ConfirmDialogProps = {
  bulkReset: BulkResetView;
  onConfirmed: (bulkReset: BulkResetView) => void;
  onSummaryChanged: () => void;
  onClose: () => void;
};

/** Says what will be done, asks why, and confirms exactly what it showed. */
export function ConfirmDialog({ bulkReset, onConfirmed, onSummaryChanged, onClose }: ConfirmDialogProps) {
  // A poll may bring a newer summary while the dialog is open; the person confirms the one that they opened it with.
  const [{ id, summaryVersion, impact }] = useState(bulkReset);
  const [reason, setReason] = useState('');
  const { run, running, error } = useAction(async () => {
    try {
      onConfirmed(await confirmBulkReset(id, { summaryVersion, reason: reason.trim() }));
    } catch (refusal) {
      if (!(refusal instanceof ApiError) || refusal.code !== 'summary-changed') throw refusal;
      onSummaryChanged();
    }
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void run();
  };
  return (
    <Modal title="Reset course progress?" onClose={onClose} busy={running}>
      {impact && <WhatItDoes impact={impact} />}
      <form onSubmit={onSubmit}>
        <ReasonField reason={reason} onChange={setReason} />
        <ErrorNotice error={error} title="The reset was not started" />
        <div className="actions">
          <button type="submit" className="danger" disabled={running}>
            {running ? 'Starting…' : actionWords(impact)}
          </button>
          <button type="button" disabled={running} onClick={onClose}>
            Not now
          </button>
        </div>
      </form>
    </Modal>
  );
}

const actionWords = (impact: Impact | null): string =>
  impact ? `Reset progress of ${plural(impact.learners, 'learner')}` : 'Reset course progress';

function WhatItDoes({ impact }: { impact: Impact }) {
  return (
    <>
      <p>
        This starts the reset of <b>{whoAndWhat(impact)}</b>. It takes effect at once, row by row. Completions
        stay in the records.
      </p>
      <ImpactList impact={impact} />
    </>
  );
}

function ReasonField({ reason, onChange }: { reason: string; onChange: (reason: string) => void }) {
  return (
    <>
      <label htmlFor="reason">Reason</label>
      <p id="reason-hint" className="quiet hint">
        Kept with the bulk reset, so that others can see later why it was done.
      </p>
      <textarea
        id="reason"
        required
        maxLength={500}
        rows={3}
        value={reason}
        aria-describedby="reason-hint"
        onChange={({ target }) => {
          target.setCustomValidity(target.value.trim() === '' ? 'Say why the progress is reset.' : '');
          onChange(target.value);
        }}
      />
    </>
  );
}
