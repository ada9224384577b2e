import { useCallback, useState } from 'react';
import { useNavigate } from 'react-router';
import { ContentPlayer } from './content-player';
import { CourseHead } from './course-head';
import { Lesson } from './lesson';
import type { OpenLaunch } from './use-attempt';

/** The open course: its package in the player, or our small course where it has none. */
export function OpenCourse({ launch }: { launch: OpenLaunch }) {
  const { course, record, player } = launch;
  const [status, setStatus] = useState(record.status);
  const navigate = useNavigate();
  const onCompleted = useCallback(() => setStatus('completed'), []);
  const onLeft = useCallback(() => void navigate('/my-courses'), [navigate]);
  if (!player) return <Lesson launch={launch} />;
  return (
    <>
      <CourseHead title={course.title} attempt={record.attempt} status={status} />
      <ContentPlayer url={player.url} title={course.title} onCompleted={onCompleted} onLeft={onLeft} />
    </>
  );
}
