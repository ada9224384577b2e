import type { Readiness } from '@reset/shared/health/check-readiness';
import type { Metrics } from '@reset/shared/metrics/metrics-endpoint';
import { countActive } from '@reset/shared/stores/work-flow.store';
import type { Registry } from 'prom-client';
import type { EntityManager } from 'typeorm';
import type { WorkFlow } from '../operations/why-waiting';
import { createWorkGauges } from './work-gauges';

type Deps = {
  token: string | undefined;
  registry: Registry;
  db: EntityManager;
  workFlow: () => Promise<WorkFlow>;
  readiness: () => Promise<Readiness>;
};

/** What this API process measured, and how the work of the whole system stands. Answers without the database, too. */
export function metricsActions({ token, registry, db, workFlow, readiness }: Deps): Metrics {
  const gauges = createWorkGauges(registry);
  const readWork = async () => {
    const [flow, active] = await Promise.all([workFlow(), countActive(db)]);
    return { flow, active };
  };
  return {
    token,
    contentType: registry.contentType,
    read: async () => {
      const { checks } = await readiness();
      gauges.showServices(checks);
      gauges.showWork(checks.database === 'ok' ? await readWork().catch(() => undefined) : undefined);
      return registry.metrics();
    },
  };
}
