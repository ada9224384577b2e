import type { WorkerView } from '@reset/shared/contracts/worker';
import { formatCount } from '../../ui/format';
import { Tag, type Tone } from '../../ui/tag';
import { Time } from '../../ui/time';

export function WorkerTable({ workers }: { workers: readonly WorkerView[] }) {
  return (
    <div className="table-frame">
      <table>
        <caption className="for-screen-readers">Workers of the last day</caption>
        <thead>
          <tr>
            <th scope="col">Worker</th>
            <th scope="col">State</th>
            <th scope="col">Version</th>
            <th scope="col">Since</th>
            <th scope="col">Last heard of</th>
            <th scope="col" className="number">
              Parts in hand
            </th>
          </tr>
        </thead>
        <tbody>
          {workers.map((worker) => (
            <tr key={worker.id}>
              <th scope="row">{worker.id}</th>
              <td>
                <StateTag worker={worker} />
              </td>
              <td>{worker.version}</td>
              <td>
                <Time at={worker.startedAt} />
              </td>
              <td>
                <Time at={worker.lastHeartbeat} />
              </td>
              <td className="number">{formatCount(worker.chunksInHand)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function StateTag({ worker }: { worker: WorkerView }) {
  const [tone, words] = stateOf(worker);
  return <Tag tone={tone}>{words}</Tag>;
}

function stateOf({ alive, state, consuming, waitingFor }: WorkerView): [Tone, string] {
  if (!alive) return ['bad', 'silent'];
  if (state === 'stopping') return ['careful', 'stopping'];
  if (waitingFor) return ['bad', `waits for the ${waitingFor}`];
  return consuming ? ['good', 'takes work'] : ['bad', 'takes no work'];
}
