import {
  BulkResetPage,
  BulkResetParams,
  BulkResetView,
  Confirmation,
  ControlRequest,
  IdempotencyHeader,
  ListQuery,
  OutcomeQuery,
  ProblemPage,
  ProblemsQuery,
  ReportQuery,
  UploadQuery,
} from '@reset/shared/contracts/bulk-reset';
import type { DescribedRoute } from './described-route';

const tag = 'Bulk resets';
const params = BulkResetParams;
const one = '/v1/bulk-resets/:id';
const read = { tag, params, who: 'bulk-reset:read', method: 'get' } as const;
const control = {
  tag,
  params,
  who: 'bulk-reset:control',
  method: 'post',
  body: ControlRequest,
  answers: { 202: BulkResetView },
} as const;

export const BULK_RESET_ROUTES: readonly DescribedRoute[] = [
  {
    method: 'post',
    path: '/v1/bulk-resets',
    tag,
    summary: 'Uploads a file: the CSV as the body, or a form with the field `file`',
    who: 'bulk-reset:create',
    query: UploadQuery,
    headers: IdempotencyHeader,
    body: 'text/csv',
    answers: { 202: BulkResetView },
  },
  {
    method: 'get',
    path: '/v1/bulk-resets',
    tag,
    summary: 'Lists bulk resets, newest first',
    who: 'bulk-reset:read',
    query: ListQuery,
    answers: { 200: BulkResetPage },
  },
  {
    ...read,
    path: one,
    summary: 'Status, progress, counts, problems by code, impact, and why it waits; send the ETag back',
    answers: { 200: BulkResetView, 304: null },
  },
  {
    ...read,
    path: `${one}/problems`,
    summary: 'Problems by row',
    query: ProblemsQuery,
    answers: { 200: ProblemPage },
  },
  {
    ...read,
    path: `${one}/report.csv`,
    summary: 'The validation report: the upload with an Error column',
    query: ReportQuery,
    answers: { 200: 'text/csv' },
  },
  {
    ...read,
    path: `${one}/outcome.csv`,
    summary: 'What was done with each row',
    query: OutcomeQuery,
    answers: { 200: 'text/csv' },
  },
  {
    ...read,
    path: `${one}/file.csv`,
    summary: 'What was uploaded, byte for byte',
    answers: { 200: 'text/csv' },
  },
  {
    method: 'put',
    path: `${one}/file`,
    tag,
    summary: 'A corrected version of the file',
    who: 'bulk-reset:create',
    params,
    query: UploadQuery,
    headers: IdempotencyHeader,
    body: 'text/csv',
    answers: { 202: BulkResetView },
  },
  {
    method: 'post',
    path: `${one}/confirm`,
    tag,
    summary: 'Confirms the summary that was seen: the reset begins',
    who: 'bulk-reset:confirm',
    params,
    body: Confirmation,
    answers: { 202: BulkResetView },
  },
  { ...control, path: `${one}/pause`, summary: 'Stops the reset after the chunks in hand; it can go on' },
  { ...control, path: `${one}/resume`, summary: 'Goes on where it was paused' },
  { ...control, path: `${one}/cancel`, summary: 'Stops; what was reset stays reset' },
  { ...control, path: `${one}/retry`, summary: 'Takes up what a cancelled or failed one left undone' },
  {
    method: 'get',
    path: '/v1/templates/bulk-reset.csv',
    tag,
    summary: 'An empty file with the right header',
    who: 'bulk-reset:create',
    answers: { 200: 'text/csv' },
  },
];
