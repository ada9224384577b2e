import { isDeepStrictEqual } from 'node:util';
import type { ServiceName } from '../contracts/worker';
import type { Readiness } from '../health/check-readiness';
import type { BulkResetClient } from './bulk-reset-client.fixture';
import { type RunningSystem, until } from './running-system.fixture';

/** So that workers say too how they are. */
export const WORKERS_SAY = { WORKER_HEALTH_PORT: '0' };

type Said = { status: number; failed: string[] };

/** Asks every process of a system whether it is ready. The workers need `WORKERS_SAY`. */
export async function readinessOf({ urls, workers, logOf }: RunningSystem): Promise<() => Promise<Said[]>> {
  const ofWorkers = await Promise.all(
    workers.map((worker) =>
      until(async () => {
        const [, port] = /"port":(\d+),"msg":"health served"/.exec(await logOf(worker)) ?? [];
        return port && `http://127.0.0.1:${port}`;
      }),
    ),
  );
  return () => Promise.all([...urls, ...ofWorkers].map(ask));
}

async function ask(url: string): Promise<Said> {
  const response = await fetch(`${url}/health/ready`);
  const { checks } = (await response.json()) as Readiness;
  const failed = Object.keys(checks).filter((name) => checks[name] === 'failed');
  // A worker that misses a service may take no work, and need not.
  const services = failed.filter((name) => name !== 'consuming');
  return { status: response.status, failed: services.length > 0 ? services : failed };
}

/** Waits until every process says that it misses these services and no others, with 503; or with 200 that it is ready. */
export async function untilEachMisses(system: RunningSystem, ...failed: string[]): Promise<void> {
  const readiness = await readinessOf(system);
  const wanted: Said = { status: failed.length > 0 ? 503 : 200, failed };
  await until(async () => (await readiness()).every((said) => isDeepStrictEqual(said, wanted)));
}

/** Waits until a bulk reset says in words that it waits for this service. @returns the words */
export const untilItWaitsFor = (client: BulkResetClient, id: string, service: ServiceName): Promise<string> =>
  until(async () => {
    const { waiting } = (await client.tryToShow(id)) ?? {};
    return waiting?.code === 'service-away' && waiting.details.service === service && waiting.sentence;
  });
