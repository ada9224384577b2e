import type { ContentVersion } from '@reset/shared/contracts/courses';
import { formatBytes, formatCount } from '../../ui/format';
import { Time } from '../../ui/time';
import { contentName } from './content-name';

export function VersionTable({ versions }: { versions: readonly ContentVersion[] }) {
  return (
    <div className="table-frame">
      <table>
        <caption className="for-screen-readers">Versions of the content, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Version</th>
            <th scope="col">Standard</th>
            <th scope="col">Title</th>
            <th scope="col" className="number">
              Units
            </th>
            <th scope="col" className="number">
              Size
            </th>
            <th scope="col">Imported</th>
            <th scope="col">By</th>
          </tr>
        </thead>
        <tbody>
          {versions.map((version) => (
            <tr key={version.id}>
              <th scope="row">{version.version}</th>
              <td>{contentName(version)}</td>
              <td>{version.title}</td>
              <td className="number">{formatCount(version.unitCount)}</td>
              <td className="number">{formatBytes(version.bytes)}</td>
              <td>
                <Time at={version.uploadedAt} />
              </td>
              <td>{version.uploadedBy}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
