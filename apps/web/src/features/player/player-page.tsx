import type { LaunchView } from '@reset/shared/contracts/launch';
import { useCallback, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { launchCourse } from '../../api-client';
import { PageHeading } from '../../ui/heading';
import { ErrorNotice } from '../../ui/notice';
import { useLoaded } from '../../ui/use-loaded';
import { OpenCourse } from './open-course';
import { ResetMessage } from './reset-message';

/** Opening this page launches the course. */
export function PlayerPage() {
  const { courseId = '' } = useParams();
  const launch = useCallback((signal: AbortSignal) => launchCourse(courseId, signal), [courseId]);
  const { loaded } = useLoaded(launch);
  return (
    <>
      <p className="path">
        <Link to="/my-courses">My courses</Link>
      </p>
      <p role="status" className="quiet">
        {loaded.state === 'loading' && 'Opening the course…'}
      </p>
      {loaded.state === 'failed' && (
        <>
          <PageHeading>The course could not be opened</PageHeading>
          <ErrorNotice error={loaded.error} />
        </>
      )}
      {loaded.state === 'loaded' && <LaunchedCourse key={loaded.value.id} first={loaded.value} />}
    </>
  );
}

function LaunchedCourse({ first }: { first: LaunchView }) {
  const [launch, setLaunch] = useState(first);
  const navigate = useNavigate();
  if (launch.state === 'open') return <OpenCourse launch={launch} />;
  return <ResetMessage launch={launch} onAcknowledged={setLaunch} onLeave={() => navigate('/my-courses')} />;
}
