import {
  BulkResetParams,
  Confirmation,
  ControlRequest,
  IdempotencyHeader,
  ListQuery,
  OutcomeQuery,
  ProblemsQuery,
  ReportQuery,
  UploadQuery,
} from '@reset/shared/contracts/bulk-reset';
import { LeftQuery, UndoParams, UndoRequest } from '@reset/shared/contracts/undo';
import { type Request, type Response, Router } from 'express';
import { callerOf, refuseRevoked, requirePermission } from '../http/caller';
import { parseRequest } from '../http/parse-request';
import { sendDownload } from '../http/send-download';
import type { ReceiveUploads } from '../uploads/receive-file';
import type { IncomingFile } from '../uploads/take-in-file';
import type { BulkResetActions } from './bulk-reset-actions';
import type { UndoTarget } from './undo-bulk-reset';
import type { Accepted } from './upload-bulk-reset';

/** Seconds after which it is worth asking again. */
const RETRY_AFTER = '1';

/** `/v1/bulk-resets`: everything about one uploaded file on its way. */
export function bulkResetsRouter(bulkResets: BulkResetActions, receiveFile: ReceiveUploads): Router {
  const router = Router();
  const read = requirePermission('bulk-reset:read');
  const fileOf = (request: Request, response: Response): IncomingFile => ({
    receive: (at) => receiveFile(request, response, at),
    refuseRevoked: () => refuseRevoked(request, 'bulk-reset:create'),
  });

  router.post('/', requirePermission('bulk-reset:create'), async (request, response) => {
    const asked = { options: parseRequest(UploadQuery, request.query), idempotencyKey: keyOf(request) };
    accept(await bulkResets.upload(callerOf(request), asked, fileOf(request, response)), response);
  });
  router.get('/', read, async (request, response) => {
    response.json(
      await bulkResets.list(callerOf(request).organizationId, parseRequest(ListQuery, request.query)),
    );
  });
  router.get('/:id', read, async (request, response) => {
    const { tag, view } = await bulkResets.show(...target(request), request.get('If-None-Match'));
    response.set({ ETag: tag, 'Cache-Control': 'private, no-cache' });
    if (view) response.json(view);
    else response.status(304).end();
  });
  router.get('/:id/problems', read, async (request, response) => {
    response.json(await bulkResets.problems(...target(request), parseRequest(ProblemsQuery, request.query)));
  });
  router.get('/:id/report.csv', read, async (request, response) => {
    const { rows } = parseRequest(ReportQuery, request.query);
    await sendDownload(await bulkResets.report(...target(request), rows), response);
  });
  router.get('/:id/outcome.csv', read, async (request, response) => {
    const { rows } = parseRequest(OutcomeQuery, request.query);
    await sendDownload(await bulkResets.outcome(...target(request), rows), response);
  });
  router.get('/:id/file.csv', read, async (request, response) => {
    await sendDownload(await bulkResets.uploadedFile(...target(request)), response);
  });
  router.put('/:id/file', requirePermission('bulk-reset:create'), async (request, response) => {
    const asked = {
      id: target(request)[1],
      options: parseRequest(UploadQuery, request.query),
      idempotencyKey: keyOf(request),
    };
    accept(await bulkResets.correctFile(callerOf(request), asked, fileOf(request, response)), response);
  });
  router.post('/:id/confirm', requirePermission('bulk-reset:confirm'), async (request, response) => {
    const confirmation = parseRequest(Confirmation, request.body);
    const view = await bulkResets.confirm(callerOf(request), target(request)[1], confirmation);
    response.status(202).location(`/v1/bulk-resets/${view.id}`).set('Retry-After', RETRY_AFTER).json(view);
  });
  const control = requirePermission('bulk-reset:control');
  router.post('/:id/pause', control, async (request, response) => {
    response.status(202).json(await bulkResets.pause(callerOf(request), ...controlOf(request)));
  });
  router.post('/:id/resume', control, async (request, response) => {
    response.status(202).json(await bulkResets.resume(callerOf(request), ...controlOf(request)));
  });
  router.post('/:id/cancel', control, async (request, response) => {
    response.status(202).json(await bulkResets.cancel(callerOf(request), ...controlOf(request)));
  });
  router.post('/:id/retry', control, async (request, response) => {
    response.status(202).json(await bulkResets.retry(callerOf(request), ...controlOf(request)));
  });
  router.post('/:id/undos', requirePermission('bulk-reset:undo'), async (request, response) => {
    const asked = {
      id: target(request)[1],
      request: parseRequest(UndoRequest, request.body),
      idempotencyKey: keyOf(request),
    };
    const { view, repeated } = await bulkResets.undo(callerOf(request), asked);
    if (repeated) response.set('Idempotent-Replayed', 'true');
    response
      .status(202)
      .location(`/v1/bulk-resets/${asked.id}/undos/${view.id}`)
      .set('Retry-After', RETRY_AFTER)
      .json(view);
  });
  router.get('/:id/undos', read, async (request, response) => {
    response.json(await bulkResets.undos(...target(request)));
  });
  router.get('/:id/undos/:undoId', read, async (request, response) => {
    const { tag, view } = await bulkResets.showUndo(undoOf(request), request.get('If-None-Match'));
    response.set({ ETag: tag, 'Cache-Control': 'private, no-cache' });
    if (view) response.json(view);
    else response.status(304).end();
  });
  router.get('/:id/undos/:undoId/left', read, async (request, response) => {
    response.json(await bulkResets.leftPairs(undoOf(request), parseRequest(LeftQuery, request.query)));
  });
  return router;
}

/** The caller's organization and the bulk reset that the path names. */
const target = (request: Request): [number, string] => [
  callerOf(request).organizationId,
  parseRequest(BulkResetParams, request.params).id,
];

/** The undo that the path names. */
const undoOf = (request: Request): UndoTarget => ({
  organizationId: callerOf(request).organizationId,
  ...parseRequest(UndoParams, request.params),
});

/** The bulk reset that the path names, and why, where the body says so. */
const controlOf = (request: Request): [string, ControlRequest] => [
  target(request)[1],
  parseRequest(ControlRequest, request.body ?? {}),
];
const keyOf = (request: Request) =>
  parseRequest(IdempotencyHeader, { 'Idempotency-Key': request.get('Idempotency-Key') })['Idempotency-Key'];

function accept({ view, repeated }: Accepted, response: Response): void {
  if (repeated) response.set('Idempotent-Replayed', 'true');
  response.status(202).location(`/v1/bulk-resets/${view.id}`).set('Retry-After', RETRY_AFTER).json(view);
}
