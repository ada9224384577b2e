import { type FormEvent, useState } from 'react';
import { undoBulkReset } from '../../../api-client';
import { Modal } from '../../../ui/modal';
import { ErrorNotice } from '../../../ui/notice';
import { useAction } from '../../../ui/use-action';
import { linesOf } from './lines-of';

type UndoDialogProps = { bulkResetId: string; onAsked: () => void; onClose: () => void };

/** Asks for whom, and why, before anything is withdrawn. */
export function UndoDialog({ bulkResetId, onAsked, onClose }: UndoDialogProps) {
  const [some, setSome] = useState(false);
  const { run, running, error } = useAction(async (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '');
    await undoBulkReset(bulkResetId, {
      reason: text('reason').trim(),
      ...(some && linesOf({ learners: text('learners'), courses: text('courses') })),
    });
    onAsked();
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void run(new FormData(event.currentTarget));
  };
  return (
    <Modal title="Undo this bulk reset?" onClose={onClose} busy={running}>
      <p>
        Who has already acknowledged the message keeps the new record; the list afterwards names them. A reset
        by another file stays.
      </p>
      <form onSubmit={onSubmit}>
        <fieldset className="boxes">
          <legend>Undo it for</legend>
          <Choice words="Everybody in the file" checked={!some} onChoose={() => setSome(false)} />
          <Choice words="Some learners or courses" checked={some} onChoose={() => setSome(true)} />
        </fieldset>
        {some && <ChosenFields />}
        <label htmlFor="undo-reason">Reason</label>
        <textarea
          id="undo-reason"
          name="reason"
          required
          maxLength={500}
          rows={2}
          onChange={({ target }) =>
            target.setCustomValidity(target.value.trim() === '' ? 'Say why it is undone.' : '')
          }
        />
        <ErrorNotice error={error} title="Nothing was undone" />
        <div className="actions">
          <button type="submit" className="danger" disabled={running}>
            {running ? 'Asking…' : 'Undo the reset'}
          </button>
          <button type="button" disabled={running} onClick={onClose}>
            Keep it
          </button>
        </div>
      </form>
    </Modal>
  );
}

type ChoiceProps = { words: string; checked: boolean; onChoose: () => void };

function Choice({ words, checked, onChoose }: ChoiceProps) {
  return (
    <label className="box">
      <input type="radio" name="whom" checked={checked} onChange={onChoose} />
      <span>{words}</span>
    </label>
  );
}

function ChosenFields() {
  return (
    <>
      <label htmlFor="undo-learners">Learners</label>
      <p id="undo-learners-hint" className="quiet hint">
        Login IDs, UUIDs or emails, one on each line. Empty: all learners.
      </p>
      <textarea id="undo-learners" name="learners" rows={3} aria-describedby="undo-learners-hint" />
      <label htmlFor="undo-courses">Courses</label>
      <p id="undo-courses-hint" className="quiet hint">
        UUIDs or asset IDs, one on each line. Empty: all courses. With both, only pairs of both.
      </p>
      <textarea id="undo-courses" name="courses" rows={2} aria-describedby="undo-courses-hint" />
    </>
  );
}
