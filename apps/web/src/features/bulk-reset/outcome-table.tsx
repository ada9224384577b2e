import type { Counts } from '@reset/shared/contracts/bulk-reset';
import { formatCount } from '../../ui/format';

const OUTCOMES: readonly { key: keyof Counts; name: string; meaning: string }[] = [
  { key: 'reset', name: 'Reset', meaning: 'The course starts from the beginning at the next launch.' },
  { key: 'nothingToReset', name: 'Nothing to reset', meaning: 'The learner had never started the course.' },
  { key: 'excluded', name: 'Left out', meaning: 'Reset required is FALSE.' },
  { key: 'repeated', name: 'Repeated', meaning: 'An earlier row names the same learner and course.' },
  { key: 'withErrors', name: 'With errors', meaning: 'The validation report says which.' },
  {
    key: 'changedSinceValidation',
    name: 'Changed since validation',
    meaning: 'Valid then, not any more: a learner was deactivated, for example.',
  },
  { key: 'notProcessed', name: 'Not processed', meaning: 'The reset stopped before these rows.' },
];

/** What was done with the rows. The counts sum to the number of rows. */
export function OutcomeTable({ counts }: { counts: Counts }) {
  return (
    <div className="table-frame">
      <table>
        <caption className="for-screen-readers">What was done with the rows</caption>
        <thead>
          <tr>
            <th scope="col">Outcome</th>
            <th scope="col" className="number">
              Rows
            </th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {OUTCOMES.map(({ key, name, meaning }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td className="number">{formatCount(counts[key])}</td>
              <td className="quiet">{meaning}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All rows</th>
            <td className="number">{formatCount(counts.rows)}</td>
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
