import type { ActiveCount } from '@reset/shared/stores/work-flow.store';
import { Gauge, type Registry } from 'prom-client';
import type { WorkFlow } from '../operations/why-waiting';

export type WorkState = { flow: WorkFlow; active: readonly ActiveCount[] };
export type ServiceChecks = Readonly<Record<string, 'ok' | 'failed'>>;

/** The work of all organizations, as numbers alone. */
export function createWorkGauges(registry: Registry) {
  const gauge = <Label extends string>(name: string, help: string, label: Label) =>
    new Gauge({ name: `reset_${name}`, help, labelNames: [label], registers: [registry] });
  const services = gauge('service_up', 'Whether a service answers this process (1) or not (0)', 'service');
  const active = gauge('bulk_resets_active', 'Bulk resets that the system has work for', 'status');
  const oldest = gauge(
    'bulk_resets_active_oldest_seconds',
    'How long ago the oldest of them was uploaded or, once it is confirmed, confirmed',
    'status',
  );
  const chunks = gauge('chunks_under_way', 'Chunks in the queue and in the hands of workers', 'state');
  const workers = gauge('workers', 'Workers of the last day; silent: no heartbeat lately', 'state');
  return {
    showServices(checks: ServiceChecks): void {
      for (const [service, state] of Object.entries(checks))
        services.set({ service }, Number(state === 'ok'));
    },
    /** @param state nothing where the database did not tell: better no figure than one of yesterday */
    showWork(state: WorkState | undefined): void {
      for (const one of [active, oldest, chunks, workers]) one.reset();
      if (!state) return;
      for (const { status, bulkResets, oldestSeconds } of state.active) {
        active.set({ status }, bulkResets);
        oldest.set({ status }, oldestSeconds);
      }
      for (const name of ['queued', 'running'] as const)
        chunks.set(
          { state: name },
          state.flow.chunks.reduce((sum, one) => sum + one[name], 0),
        );
      for (const name of ['working', 'stopping', 'silent'] as const) workers.set({ state: name }, 0);
      for (const worker of state.flow.workers) workers.inc({ state: worker.alive ? worker.state : 'silent' });
    },
  };
}
