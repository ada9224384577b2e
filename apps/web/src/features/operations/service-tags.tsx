import type { OperationsView } from '@reset/shared/contracts/operations';
import type { ServiceName } from '@reset/shared/contracts/worker';
import { plural } from '../../ui/format';
import { Tag } from '../../ui/tag';

const SERVICE_NAMES: Record<ServiceName, string> = {
  database: 'Database',
  redis: 'Redis',
  storage: 'File storage',
};

/** The services, and whether anybody is there to do the work. */
export function ServiceTags({ services, workers }: Pick<OperationsView, 'services' | 'workers'>) {
  const working = workers.filter(({ alive, consuming }) => alive && consuming).length;
  return (
    <ul className="service-tags">
      {services.map(({ service, answers }) => (
        <li key={service}>
          <span>{SERVICE_NAMES[service]}</span>{' '}
          <Tag tone={answers ? 'good' : 'bad'}>{answers ? 'answers' : 'does not answer'}</Tag>
        </li>
      ))}
      <li>
        <span>Workers</span>{' '}
        <Tag tone={working > 0 ? 'good' : 'bad'}>
          {working > 0 ? `${plural(working, 'worker')} taking work` : 'nobody takes work'}
        </Tag>
      </li>
    </ul>
  );
}
