import type { UndoCounts } from '@reset/shared/contracts/undo';
import { useId } from 'react';
import { type CountLine, CountTable } from '../../../ui/count-table';
import { formatPercent, plural } from '../../../ui/format';
import { Notice } from '../../../ui/notice';
import { Time } from '../../../ui/time';
import { LeftPairs } from './left-pairs';
import type { UndoLine } from './use-undos';

/** One undo: who asked for it and why, how far it is, what it found, and who is left. */
export function UndoEntry({ undo }: { undo: UndoLine }) {
  const { id, bulkResetId, status, createdAt, createdBy, reason, chosen, counts } = undo;
  const left = counts.resetByAnother + counts.relaunched;
  return (
    <article className="undo" aria-labelledby={`undo-${id}`}>
      <h3 id={`undo-${id}`}>{headingFor(undo)}</h3>
      <p className="quiet">
        Asked for <Time at={createdAt} /> by {createdBy.name}, for {whom(chosen)}: “{reason}”
      </p>
      {status === 'undoing' && <UndoProgress undo={undo} />}
      {status === 'failed' && (
        <Notice kind="error" title="A fault on our side stopped it">
          <p>What is undone by now stays undone. Ask for it again; if it stops again, tell support.</p>
        </Notice>
      )}
      <CountTable caption="What the undo found" heading="Found" lines={MEANINGS} counts={counts} />
      {status !== 'undoing' && left > 0 && <LeftPairs bulkResetId={bulkResetId} undoId={id} />}
    </article>
  );
}

function headingFor({ status, counts }: UndoLine): string {
  if (status === 'undoing') return 'Being undone';
  return `${status === 'completed' ? 'Undone' : 'Stopped'}: ${plural(counts.undone, 'row')} given back`;
}

function whom({ learners, courses }: UndoLine['chosen']): string {
  const parts = [
    learners === null ? undefined : plural(learners, 'learner'),
    courses === null ? undefined : plural(courses, 'course'),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'everybody in the file' : parts.join(' and ');
}

function UndoProgress({ undo: { progress } }: { undo: UndoLine }) {
  const label = useId();
  const tenth = Math.floor(progress.percent / 10) * 10;
  return (
    <div className="meter">
      <div className="meter-head">
        <span id={label}>Giving progress back</span>
        <span className="figure">{formatPercent(progress.percent)}</span>
      </div>
      <progress aria-labelledby={label} max={100} value={progress.percent} />
      <p className="for-screen-readers" role="status">
        Giving progress back: {tenth} percent.
      </p>
    </div>
  );
}

const MEANINGS: readonly CountLine<keyof UndoCounts>[] = [
  { key: 'undone', name: 'Given back', meaning: 'Bookmark and status are as they were before the reset.' },
  {
    key: 'resetByAnother',
    name: 'Reset by another file too',
    meaning: 'This reset is withdrawn; the other one stays until it is undone itself.',
  },
  {
    key: 'relaunched',
    name: 'Already begun anew',
    meaning: 'The learner had acknowledged the message. The new record stays.',
  },
  { key: 'undoneBefore', name: 'Undone before', meaning: 'An earlier undo had given it back.' },
];
