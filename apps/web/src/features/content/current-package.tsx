import type { ContentPackage, ContentStandard, ContentUnit } from '@reset/shared/contracts/content-package';
import { formatBytes, formatPercent, plural } from '../../ui/format';
import { Time } from '../../ui/time';
import { contentName } from './content-name';

/** What the next launch opens, unit by unit. */
export function CurrentPackage({ current }: { current: ContentPackage }) {
  const { title, version, units, files, bytes, uploadedAt, uploadedBy } = current;
  return (
    <>
      <p>
        <b>{title}</b> <span className="quiet">{contentName(current)}</span>
      </p>
      <p className="quiet figures">
        <span>Version {version}</span>
        <span>
          {plural(files, 'file')}, {formatBytes(bytes)}
        </span>
        <span>
          Imported <Time at={uploadedAt} /> by {uploadedBy}
        </span>
      </p>
      <UnitTable units={units} standard={current.standard} />
    </>
  );
}

const UNIT_WORDS: Record<ContentStandard, string> = {
  'scorm-1.2': 'SCO',
  'scorm-2004': 'SCO',
  aicc: 'Assignable unit',
  skillsoft: 'Course',
};

function UnitTable({ units, standard }: { units: readonly ContentUnit[]; standard: ContentStandard }) {
  return (
    <div className="table-frame">
      <table className="report">
        <caption className="for-screen-readers">Units of the package, in their order</caption>
        <thead>
          <tr>
            <th scope="col">Unit</th>
            <th scope="col">Type</th>
            <th scope="col">Opens</th>
            <th scope="col">Launch parameters</th>
            <th scope="col">Launch data</th>
            <th scope="col">Mastery score</th>
            <th scope="col">Time allowed</th>
          </tr>
        </thead>
        <tbody>
          {units.map((unit) => (
            <tr key={unit.identifier}>
              <th scope="row">
                {unit.title}
                <span className="identifier">{unit.identifier}</span>
              </th>
              <td>{unit.kind === 'asset' ? 'Asset' : UNIT_WORDS[standard]}</td>
              <td className="address">{unit.href}</td>
              <td className="address">{unit.parameters ?? NONE}</td>
              <td className="address">{unit.launchData ?? NONE}</td>
              <td>{masteryOf(unit)}</td>
              <td>{timeOf(unit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const NONE = '–';

/** SCORM 2004 measures from -1 to 1, the others count to 100. */
function masteryOf({ masteryScore, scaledPassingScore }: ContentUnit): string {
  if (masteryScore !== null) return String(masteryScore);
  return scaledPassingScore === null
    ? NONE
    : `${scaledPassingScore} (${formatPercent(scaledPassingScore * 100)})`;
}

const timeOf = ({ maxTimeAllowed, timeLimitAction }: ContentUnit): string =>
  [maxTimeAllowed, timeLimitAction].filter((part) => part !== null).join(', then ') || NONE;
