import { templateCsv } from '@reset/shared/csv/template';
import { Router } from 'express';
import { requirePermission } from '../http/caller';

/** `/v1/templates`: files to start from. */
export function templatesRouter(): Router {
  const router = Router();
  router.get('/bulk-reset.csv', requirePermission('bulk-reset:read'), (_request, response) => {
    response.attachment('bulk-reset.csv').type('text/csv; charset=utf-8').send(templateCsv());
  });
  return router;
}
