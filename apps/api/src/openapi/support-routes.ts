import { OperationsView } from '@reset/shared/contracts/operations';
import { WorkerList } from '@reset/shared/contracts/worker';
import type { DescribedRoute } from './described-route';

const route = { tag: 'Operations', who: 'operations:read', method: 'get' } as const;

export const SUPPORT_ROUTES: readonly DescribedRoute[] = [
  {
    ...route,
    path: '/v1/operations',
    summary: 'Which services answer, the workers, what is under way and why it waits, what failed',
    answers: { 200: OperationsView },
  },
  { ...route, path: '/v1/workers', summary: 'The workers of the last day', answers: { 200: WorkerList } },
];
