import type { OperationsView } from '@reset/shared/contracts/operations';
import { Router } from 'express';
import { callerOf, requirePermission } from '../http/caller';

export type OperationsActions = { show(organizationId: number): Promise<OperationsView> };

/** `/v1/operations`: how the work goes, for those who watch it. */
export function operationsRouter(operations: OperationsActions): Router {
  const router = Router();
  router.get('/', requirePermission('operations:read'), async (request, response) => {
    response.json(await operations.show(callerOf(request).organizationId));
  });
  return router;
}
