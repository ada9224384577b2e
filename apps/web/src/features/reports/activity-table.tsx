import { KIND_NAME } from '@reset/shared/contracts/learning';
import type { LearnerActivityRow } from '@reset/shared/contracts/reports';
import { Link } from 'react-router';
import { formatCount } from '../../ui/format';
import { RECORD_STATUS } from '../../ui/record-status';
import { Tag } from '../../ui/tag';
import { Time } from '../../ui/time';

export function ActivityTable({ rows }: { rows: readonly LearnerActivityRow[] }) {
  return (
    <div className="table-frame">
      <table className="report">
        <caption className="for-screen-readers">Learner Activity</caption>
        <thead>
          <tr>
            <th scope="col">Learner</th>
            <th scope="col">Course</th>
            <th scope="col">Attempt</th>
            <th scope="col">Opened</th>
            <th scope="col">Reset</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ActivityLine key={`${row.learner.id} ${row.course.id} ${row.attempt}`} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ActivityLine({ row }: { row: LearnerActivityRow }) {
  const { learner, course, attempt, completedAt, score, accesses } = row;
  const { words, tone } = RECORD_STATUS[row.status];
  return (
    <tr>
      <th scope="row">
        <Link to={`/learners/${learner.id}`}>{learner.name}</Link>
        {learner.status === 'deactivated' && <span className="quiet"> (deactivated)</span>}
        <span className="identifier">{learner.loginId}</span>
        {learner.email && learner.email !== learner.loginId && (
          <span className="identifier">{learner.email}</span>
        )}
        <span className="identifier uuid">{learner.id}</span>
      </th>
      <td>
        {course.title}
        <span className="identifier">
          {course.assetId} · {KIND_NAME[course.kind]}
        </span>
        <span className="identifier uuid">{course.id}</span>
      </td>
      <td>
        <Tag tone={tone}>{words}</Tag>
        <span className="identifier">{attempt === 1 ? 'First attempt' : `Attempt ${attempt}`}</span>
        {completedAt && (
          <span className="identifier">
            on <Time at={completedAt} only="date" />
          </span>
        )}
        {score !== null && <span className="identifier">Score {score}</span>}
      </td>
      <td>
        <Time at={row.lastAccessAt} only="date" />
        {accesses > 1 && (
          <span className="identifier">
            {formatCount(accesses)} times since <Time at={row.firstAccessAt} only="date" />
          </span>
        )}
      </td>
      <td>
        <ResetCell row={row} />
      </td>
    </tr>
  );
}

function ResetCell({ row: { reset, resetWaitingSince } }: { row: LearnerActivityRow }) {
  return (
    <>
      {reset && (
        <>
          <Time at={reset.at} only="date" />
          {reset.bulkResetId && (
            <Link className="identifier" to={`/bulk-resets/${reset.bulkResetId}`}>
              {reset.fileName}
            </Link>
          )}
        </>
      )}
      {resetWaitingSince && (
        <span className="identifier">
          Waits for the next launch since <Time at={resetWaitingSince} only="date" />
        </span>
      )}
      {!reset && !resetWaitingSince && '–'}
    </>
  );
}
