import type { TimelineEvent } from '@reset/shared/contracts/timeline';
import { Link } from 'react-router';
import { formatCount } from '../../ui/format';
import { Time } from '../../ui/time';

/** What there is to say of an event beside when it was and whom it concerns. */
export function EventDetails({ event }: { event: TimelineEvent }) {
  switch (event.kind) {
    case 'launched':
      return <LaunchDetails event={event} />;
    case 'acknowledged':
      return <>{event.attempt !== null && `Attempt ${event.attempt} opened`}</>;
    case 'completed':
      return (
        <>
          Attempt {event.attempt}
          {event.score !== null && `, score ${event.score}`}
        </>
      );
    case 'reset':
      return (
        <>
          <Source event={event} />
          <ResetState event={event} />
        </>
      );
    case 'bulk-reset':
      return (
        <>
          <Source event={event} />
          {event.undos.map(({ at, by, reason, partly }) => (
            <span key={at} className="identifier">
              {partly ? 'Undone in part by' : 'Undone by'} {by} <Time at={at} />: “{reason}”
            </span>
          ))}
        </>
      );
    case 'reset-withdrawn':
      return (
        <>
          <Source event={event} />
          <span className="identifier">
            It was reset <Time at={event.resetAt} />. The attempt before is the learner’s again.
          </span>
          {event.undo && (
            <span className="identifier">
              Undone by {event.undo.by}: “{event.undo.reason}”
            </span>
          )}
        </>
      );
  }
}

type Of<Kind extends TimelineEvent['kind']> = { event: Extract<TimelineEvent, { kind: Kind }> };

function LaunchDetails({
  event: { attempt, messageShown, refusedCommits, overtakenCommits },
}: Of<'launched'>) {
  return (
    <>
      {attempt === null
        ? 'The message about the reset was shown, and has not been acknowledged in this launch'
        : `Attempt ${attempt}${messageShown ? ', after the message about the reset' : ''}`}
      <Refused count={refusedCommits} because="the attempt had ended" />
      <Refused count={overtakenCommits} because="the course was open in another window" />
    </>
  );
}

function Refused({ count, because }: { count: number; because: string }) {
  if (count === 0) return null;
  return (
    <span className="identifier">
      {count === 1 ? '1 commit was' : `${formatCount(count)} commits were`} refused: {because}
    </span>
  );
}

function Source({ event }: Of<'reset' | 'reset-withdrawn' | 'bulk-reset'>) {
  const { bulkResetId, fileName, confirmedBy, reason } = event;
  return (
    <>
      {'row' in event && `Row ${formatCount(event.row)} of `}
      {bulkResetId ? (
        <Link to={`/bulk-resets/${bulkResetId}`}>{fileName}</Link>
      ) : (
        'a file that is not known any more'
      )}
      {confirmedBy && <span className="identifier">Confirmed by {confirmedBy}</span>}
      {reason && <span className="identifier">“{reason}”</span>}
    </>
  );
}

function ResetState({ event: { acknowledgedAt, withdrawnAt } }: Of<'reset'>) {
  if (withdrawnAt)
    return (
      <span className="identifier">
        Undone <Time at={withdrawnAt} />
      </span>
    );
  if (acknowledgedAt)
    return (
      <span className="identifier">
        Message read <Time at={acknowledgedAt} />
      </span>
    );
  return <span className="identifier">Waits for the next launch</span>;
}
