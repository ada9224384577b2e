import type { OperationsView } from '@reset/shared/contracts/operations';
import { formatCount } from '../../ui/format';
import { Time } from '../../ui/time';
import { WorkLink } from './work-link';

export function FailedTable({ failed }: Pick<OperationsView, 'failed'>) {
  return (
    <div className="table-frame">
      <table>
        <caption className="for-screen-readers">What failed, newest first</caption>
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
          {failed.map(({ kind, id, fileName, finishedAt, notProcessed }) => (
            <tr key={`${kind} ${id} ${finishedAt}`}>
              <th scope="row">
                <WorkLink kind={kind} id={id} fileName={fileName} />
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
