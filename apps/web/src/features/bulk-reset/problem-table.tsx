import type { ProblemView } from '@reset/shared/contracts/bulk-reset';
import { formatCount } from '../../ui/format';

type ProblemTableProps = { problems: readonly ProblemView[]; caption: string };

export function ProblemTable({ problems, caption }: ProblemTableProps) {
  return (
    <div className="table-frame">
      <table className="problems">
        <caption className="for-screen-readers">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" className="number">
              Row
            </th>
            <th scope="col">What is wrong, and what to do</th>
          </tr>
        </thead>
        <tbody>
          {problems.map(({ row, column, sentence }) => (
            <tr key={`${row} ${column}`}>
              <th scope="row" className="number">
                {formatCount(row)}
              </th>
              <td>{sentence}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
