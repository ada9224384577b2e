import type { OperationsView } from '@reset/shared/contracts/operations';
import { Link } from 'react-router';
import { formatCount } from '../../ui/format';
import { Time } from '../../ui/time';

export function FailedTable({ failed }: Pick<OperationsView, 'failed'>) {
  return (
    <div className="table-frame">
      <table>
        <caption className="for-screen-readers">Failed bulk resets, newest first</caption>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">Failed</th>
            <th scope="col" className="number">
              Rows not processed
            </th>
          </tr>
        </thead>
        <tbody>
          {failed.map(({ id, fileName, finishedAt, notProcessed }) => (
            <tr key={id}>
              <th scope="row">
                <Link to={`/bulk-resets/${id}`}>{fileName}</Link>
              </th>
              <td>
                <Time at={finishedAt} />
              </td>
              <td className="number">{formatCount(notProcessed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
