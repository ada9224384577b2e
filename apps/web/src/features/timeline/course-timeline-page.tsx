import { KIND_NAME } from '@reset/shared/contracts/learning';
import { useCallback } from 'react';
import { Link, useParams } from 'react-router';
import { showCourseTimeline } from '../../api-client';
import { Fact } from '../../ui/fact';
import { useFilter } from '../../ui/use-filter';
import { TimelineView } from './timeline-view';

const NAMES = ['learner'];

/** What happened in one course, to all learners or to one (`?learner=UUID`). */
export function CourseTimelinePage() {
  const { id = '' } = useParams();
  const { values, apply } = useFilter(NAMES);
  const within = values.learner;
  const load = useCallback(
    async (cursor: string | undefined, signal: AbortSignal) => {
      const { course, events, nextCursor } = await showCourseTimeline(id, { within, cursor }, signal);
      return { subject: course, items: events, nextCursor };
    },
    [id, within],
  );
  return (
    <>
      <p className="path">
        <Link to="/content">Content</Link> / <Link to={`/content/${id}`}>Course</Link>
      </p>
      <TimelineView
        load={load}
        other="learner"
        narrowed={within !== undefined}
        onNarrow={(learner) => apply({ learner })}
        onWiden={() => apply({})}
        heading={(course) => `What happened in ${course.title}`}
      >
        {(course) => (
          <>
            <Fact name="Type">{KIND_NAME[course.kind]}</Fact>
            <Fact name="Asset ID">{course.assetId}</Fact>
            <Fact name="UUID">
              <span className="uuid">{course.id}</span>
            </Fact>
          </>
        )}
      </TimelineView>
    </>
  );
}
