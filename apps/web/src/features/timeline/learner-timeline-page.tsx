import { useCallback } from 'react';
import { Link, useParams } from 'react-router';
import { showLearnerTimeline } from '../../api-client';
import { Fact } from '../../ui/fact';
import { useFilter } from '../../ui/use-filter';
import { TimelineView } from './timeline-view';

const NAMES = ['course'];

/** What happened to one learner, in all courses or in one (`?course=UUID`). */
export function LearnerTimelinePage() {
  const { id = '' } = useParams();
  const { values, apply } = useFilter(NAMES);
  const within = values.course;
  const load = useCallback(
    async (cursor: string | undefined, signal: AbortSignal) => {
      const { learner, events, nextCursor } = await showLearnerTimeline(id, { within, cursor }, signal);
      return { subject: learner, items: events, nextCursor };
    },
    [id, within],
  );
  return (
    <>
      <p className="path">
        <Link to="/learners">What happened</Link>
      </p>
      <TimelineView
        load={load}
        other="course"
        narrowed={within !== undefined}
        onNarrow={(course) => apply({ course })}
        onWiden={() => apply({})}
        heading={(learner) => learner.name}
      >
        {(learner) => (
          <>
            <Fact name="Login ID">{learner.loginId}</Fact>
            <Fact name="Email">{learner.email ?? '–'}</Fact>
            <Fact name="UUID">
              <span className="uuid">{learner.id}</span>
            </Fact>
            <Fact name="Status">{learner.status === 'active' ? 'Active' : 'Deactivated'}</Fact>
            <Fact name="Records">
              <Link to={`/reports/learner-activity?learner=${learner.id}`}>Learner Activity</Link>
            </Fact>
          </>
        )}
      </TimelineView>
    </>
  );
}
