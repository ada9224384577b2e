import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import { useState } from 'react';
import { useMay } from '../../../ui/session-context';
import { Time } from '../../../ui/time';
import { UndoDialog } from './undo-dialog';
import { UndoEntry } from './undo-entry';
import { useUndos } from './use-undos';

/** What has been undone of a bulk reset, and the way to undo more of it, for as long as that is offered. */
export function UndoCard({ bulkReset: { id, undoUntil } }: { bulkReset: BulkResetView }) {
  const [open, setOpen] = useState(false);
  const mayUndo = useMay('bulk-reset:undo');
  const { undos, askAgain } = useUndos(id);
  if (undoUntil === null && undos.length === 0) return null;
  const onAsked = () => {
    setOpen(false);
    askAgain();
  };
  return (
    <section className="card" aria-labelledby="undo-heading">
      <h2 id="undo-heading">Undo</h2>
      {undoUntil && (
        <p>
          Until <Time at={undoUntil} />, the reset can be withdrawn from learners who have not acknowledged
          the message yet: their bookmark and status are theirs again, as if nothing had happened.
        </p>
      )}
      {undoUntil && mayUndo && (
        <div className="actions">
          <button type="button" onClick={() => setOpen(true)}>
            Undo this bulk reset
          </button>
        </div>
      )}
      {undos.map((undo) => (
        <UndoEntry key={undo.id} undo={undo} />
      ))}
      {open && <UndoDialog bulkResetId={id} onAsked={onAsked} onClose={() => setOpen(false)} />}
    </section>
  );
}
