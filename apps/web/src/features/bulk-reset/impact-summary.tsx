import type { Impact } from '@reset/shared/contracts/bulk-reset';
import { impactLines, overriddenWords, whoAndWhat } from './impact-words';

/** What the reset will do, in words and numbers. */
export function ImpactSummary({ impact }: { impact: Impact }) {
  if (impact.pairs === 0) return <p>No row of the file asks for a reset.</p>;
  const overridden = overriddenWords(impact);
  return (
    <>
      <p>
        The file asks to reset <b>{whoAndWhat(impact)}</b>.
      </p>
      <ImpactTable impact={impact} />
      {overridden && <p>{overridden}</p>}
    </>
  );
}

function ImpactTable({ impact }: { impact: Impact }) {
  return (
    <div className="table-frame">
      <table>
        <caption className="for-screen-readers">What the reset does, by the progress that is there</caption>
        <thead>
          <tr>
            <th scope="col">Progress now</th>
            <th scope="col" className="number">
              Pairs
            </th>
            <th scope="col">What the reset does</th>
          </tr>
        </thead>
        <tbody>
          {impactLines(impact).map(({ progress, count, name, meaning }) => (
            <tr key={progress}>
              <th scope="row">{name}</th>
              <td className="number">{count}</td>
              <td className="quiet">{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The same in few words, for the dialog. */
export function ImpactList({ impact }: { impact: Impact }) {
  return (
    <ul className="facts figure">
      {impactLines(impact).map(({ progress, count, name }) => (
        <li key={progress}>
          <b>{count}</b> {name.toLowerCase()}
        </li>
      ))}
    </ul>
  );
}
