import type { TimelineEvent, TimelineKind } from '@reset/shared/contracts/timeline';
import { Link } from 'react-router';
import { Tag, type Tone } from '../../ui/tag';
import { Time } from '../../ui/time';
import { EventDetails } from './event-details';

const KIND: Readonly<Record<TimelineKind, { words: string; tone: Tone }>> = {
  launched: { words: 'Launched', tone: 'busy' },
  acknowledged: { words: 'Message read', tone: 'good' },
  completed: { words: 'Completed', tone: 'good' },
  reset: { words: 'Reset', tone: 'careful' },
  'bulk-reset': { words: 'Reset', tone: 'careful' },
  'reset-withdrawn': { words: 'Reset undone', tone: 'quiet' },
};

type EventTableProps = {
  events: readonly TimelineEvent[];
  other: 'learner' | 'course';
  narrowed: boolean;
  onNarrow: (otherId: string) => void;
};

export function EventTable({ events, other, narrowed, onNarrow }: EventTableProps) {
  return (
    <div className="table-frame">
      <table className="report">
        <caption className="for-screen-readers">What happened, newest first</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col">{other === 'course' ? 'Course' : 'Learner'}</th>
            <th scope="col">More</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={keyOf(event)}>
              <th scope="row">
                <Time at={event.at} />
              </th>
              <td>
                <Tag tone={KIND[event.kind].tone}>{KIND[event.kind].words}</Tag>
              </td>
              <td>
                <Other event={event} other={other} onNarrow={narrowed ? undefined : onNarrow} />
              </td>
              <td>
                <EventDetails event={event} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type OtherProps = {
  event: TimelineEvent;
  other: 'learner' | 'course';
  onNarrow: ((otherId: string) => void) | undefined;
};

function Other({ event, other, onNarrow }: OtherProps) {
  if (event.kind === 'bulk-reset') return <span className="quiet">All that the file names</span>;
  const { course, learner } = event;
  const named =
    other === 'course'
      ? { to: `/content/${course.id}`, name: course.title, identifier: course.assetId, id: course.id }
      : { to: `/learners/${learner.id}`, name: learner.name, identifier: learner.loginId, id: learner.id };
  return (
    <>
      <Link to={named.to}>{named.name}</Link>
      <span className="identifier">{named.identifier}</span>
      {onNarrow && (
        <button
          type="button"
          className="plain identifier"
          onClick={() => onNarrow(named.id)}
          aria-label={`Only what concerns ${named.name}`}
        >
          Only this {other}
        </button>
      )}
    </>
  );
}

/** Two resets of one pair at one moment differ in their file. */
const keyOf = (event: TimelineEvent): string =>
  [
    event.kind,
    event.at,
    event.course.id,
    'learner' in event ? event.learner.id : '',
    'bulkResetId' in event ? event.bulkResetId : event.attempt,
  ].join(' ');
