import type { OperationsView } from '@reset/shared/contracts/operations';
import { formatCount, formatPercent } from '../../ui/format';
import { StatusTag } from '../../ui/status-tag';
import { Time } from '../../ui/time';
import { WorkLink } from './work-link';

export function UnderWayTable({ underWay }: Pick<OperationsView, 'underWay'>) {
  return (
    <div className="table-frame">
      <table>
        <caption className="for-screen-readers">Work under way, oldest first</caption>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">Status</th>
            <th scope="col" className="number">
              Rows
            </th>
            <th scope="col" className="number">
              Done
            </th>
            <th scope="col">Uploaded</th>
            <th scope="col">What it waits for</th>
          </tr>
        </thead>
        <tbody>
          {underWay.map(({ kind, id, fileName, status, rows, percent, createdAt, createdBy, waiting }) => (
            <tr key={`${kind} ${id} ${createdAt}`}>
              <th scope="row">
                <WorkLink kind={kind} id={id} fileName={fileName} />
              </th>
              <td>
                <StatusTag status={status} />
              </td>
              <td className="number">{formatCount(rows)}</td>
              <td className="number">{percent === null ? '–' : formatPercent(percent)}</td>
              <td>
                <Time at={createdAt} /> <span className="quiet">{createdBy.name}</span>
              </td>
              <td>{waiting ? waiting.sentence : 'Nothing: it moves.'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
