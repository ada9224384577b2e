import {
  BulkResetParams,
  ControlRequest,
  IdempotencyHeader,
  ReportQuery,
} from '@reset/shared/contracts/bulk-reset';
import {
  DirectoryConfirmation,
  type DirectoryImportView,
  DirectoryListQuery,
  DirectoryProblemsQuery,
  DirectoryUploadQuery,
} from '@reset/shared/contracts/directory-import';
import { type Request, type Response, Router } from 'express';
import { callerOf, refuseRevoked, requirePermission } from '../http/caller';
import { parseRequest } from '../http/parse-request';
import { sendDownload } from '../http/send-download';
import type { ReceiveUploads } from '../uploads/receive-file';
import type { IncomingFile } from '../uploads/take-in-file';
import type { DirectoryImportActions } from './directory-import-actions';

/** Seconds after which it is worth asking again. */
const RETRY_AFTER = '1';

/** `/v1/directory-imports`: learners and the like from a file, as a bulk reset goes. */
export function directoryImportsRouter(imports: DirectoryImportActions, receiveFile: ReceiveUploads): Router {
  const router = Router();
  const read = requirePermission('directory:read');
  const write = requirePermission('directory:write');
  const fileOf = (request: Request, response: Response): IncomingFile => ({
    receive: (at) => receiveFile(request, response, at),
    refuseRevoked: () => refuseRevoked(request, 'directory:write'),
  });

  router.post('/', write, async (request, response) => {
    const { 'Idempotency-Key': idempotencyKey } = parseRequest(IdempotencyHeader, {
      'Idempotency-Key': request.get('Idempotency-Key'),
    });
    const asked = { options: parseRequest(DirectoryUploadQuery, request.query), idempotencyKey };
    const { view, repeated } = await imports.upload(callerOf(request), asked, fileOf(request, response));
    if (repeated) response.set('Idempotent-Replayed', 'true');
    accept(view, response);
  });
  router.get('/', read, async (request, response) => {
    const query = parseRequest(DirectoryListQuery, request.query);
    response.json(await imports.list(callerOf(request).organizationId, query));
  });
  router.get('/:id', read, async (request, response) => {
    const { tag, view } = await imports.show(...target(request), request.get('If-None-Match'));
    response.set({ ETag: tag, 'Cache-Control': 'private, no-cache' });
    if (view) response.json(view);
    else response.status(304).end();
  });
  router.get('/:id/problems', read, async (request, response) => {
    const query = parseRequest(DirectoryProblemsQuery, request.query);
    response.json(await imports.problems(...target(request), query));
  });
  router.get('/:id/report.csv', read, async (request, response) => {
    const { rows } = parseRequest(ReportQuery, request.query);
    await sendDownload(await imports.report(...target(request), rows), response);
  });
  router.get('/:id/outcome.csv', read, async (request, response) => {
    await sendDownload(await imports.outcome(...target(request)), response);
  });
  router.get('/:id/file.csv', read, async (request, response) => {
    await sendDownload(await imports.uploadedFile(...target(request)), response);
  });
  router.post('/:id/confirm', write, async (request, response) => {
    const confirmation = parseRequest(DirectoryConfirmation, request.body);
    accept(await imports.confirm(callerOf(request), target(request)[1], confirmation), response);
  });
  router.post('/:id/pause', write, async (request, response) => {
    response.status(202).json(await imports.pause(callerOf(request), ...controlOf(request)));
  });
  router.post('/:id/resume', write, async (request, response) => {
    response.status(202).json(await imports.resume(callerOf(request), ...controlOf(request)));
  });
  router.post('/:id/cancel', write, async (request, response) => {
    response.status(202).json(await imports.cancel(callerOf(request), ...controlOf(request)));
  });
  router.post('/:id/retry', write, async (request, response) => {
    response.status(202).json(await imports.retry(callerOf(request), ...controlOf(request)));
  });
  return router;
}

/** The caller's organization and the import that the path names. */
const target = (request: Request): [number, string] => [
  callerOf(request).organizationId,
  parseRequest(BulkResetParams, request.params).id,
];

const controlOf = (request: Request): [string, ControlRequest] => [
  target(request)[1],
  parseRequest(ControlRequest, request.body ?? {}),
];

function accept(view: DirectoryImportView, response: Response): void {
  response
    .status(202)
    .location(`/v1/directory-imports/${view.id}`)
    .set('Retry-After', RETRY_AFTER)
    .json(view);
}
