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
                <Other event={event} other={other} />
                {!narrowed && (
                  <button
                    type="button"
                    className="plain identifier"
                    onClick={() => onNarrow(event[other].id)}
                    aria-label={`Only what concerns ${nameOf(event, other)}`}
                  >
                    Only this {other}
                  </button>
                )}
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

const nameOf = ({ course, learner }: TimelineEvent, other: 'learner' | 'course'): string =>
  other === 'course' ? course.title : learner.name;

function Other({
  event: { course, learner },
  other,
}: Pick<EventTableProps, 'other'> & { event: TimelineEvent }) {
  if (other === 'course')
    return (
      <>
        <Link to={`/content/${course.id}`}>{course.title}</Link>
        <span className="identifier">{course.assetId}</span>
      </>
    );
  return (
    <>
      <Link to={`/learners/${learner.id}`}>{learner.name}</Link>
      <span className="identifier">{learner.loginId}</span>
    </>
  );
}

/** Two resets of one pair at one moment differ in their file. */
const keyOf = (event: TimelineEvent): string =>
  [
    event.kind,
    event.at,
    event.learner.id,
    event.course.id,
    'bulkResetId' in event ? event.bulkResetId : event.attempt,
  ].join(' ');
