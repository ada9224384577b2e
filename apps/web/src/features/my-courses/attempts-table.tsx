import type { PastAttempt } from '@reset/shared/contracts/launch';
import { RECORD_STATUS } from '../../ui/record-status';
import { Time } from '../../ui/time';

type AttemptsTableProps = { attempts: readonly PastAttempt[]; title: string };

/** Every attempt stays, also those from before a reset. */
export function AttemptsTable({ attempts, title }: AttemptsTableProps) {
  return (
    <div className="table-frame">
      <table>
        <caption className="for-screen-readers">Your attempts at {title}, newest first</caption>
        <thead>
          <tr>
            <th scope="col" className="number">
              Attempt
            </th>
            <th scope="col">Status</th>
            <th scope="col">Started</th>
            <th scope="col">Last opened</th>
            <th scope="col">Completed</th>
            <th scope="col" className="number">
              Score
            </th>
            <th scope="col">After the reset of</th>
          </tr>
        </thead>
        <tbody>
          {attempts.map(({ attempt, status, startedAt, lastAccessAt, completedAt, score, resetAt }) => (
            <tr key={attempt}>
              <th scope="row" className="number">
                {attempt}
              </th>
              <td>{RECORD_STATUS[status].words}</td>
              <td>
                <Time at={startedAt} />
              </td>
              <td>
                <Time at={lastAccessAt} />
              </td>
              <td>{completedAt ? <Time at={completedAt} /> : '–'}</td>
              <td className="number">{score ?? '–'}</td>
              <td>{resetAt ? <Time at={resetAt} only="date" /> : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
