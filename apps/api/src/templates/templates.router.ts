import { DirectoryTemplateParams } from '@reset/shared/contracts/directory-import';
import { directoryTemplateCsv, templateCsv } from '@reset/shared/csv/template';
import { Router } from 'express';
import { requirePermission } from '../http/caller';
import { parseRequest } from '../http/parse-request';

/** `/v1/templates`: files to start from. */
export function templatesRouter(): Router {
  const router = Router();
  router.get('/bulk-reset.csv', requirePermission('bulk-reset:read'), (_request, response) => {
    response.attachment('bulk-reset.csv').type('text/csv; charset=utf-8').send(templateCsv());
  });
  router.get('/directory-:kind.csv', requirePermission('directory:read'), (request, response) => {
    const { kind } = parseRequest(DirectoryTemplateParams, request.params);
    response.attachment(`${kind}.csv`).type('text/csv; charset=utf-8').send(directoryTemplateCsv(kind));
  });
  return router;
}
