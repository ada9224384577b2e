import {
  BulkResetParams,
  ControlRequest,
  IdempotencyHeader,
  ReportQuery,
} from '@reset/shared/contracts/bulk-reset';
import {
  DirectoryConfirmation,
  DirectoryImportPage,
  DirectoryImportView,
  DirectoryListQuery,
  DirectoryProblemPage,
  DirectoryProblemsQuery,
  DirectoryTemplateParams,
  DirectoryUploadQuery,
} from '@reset/shared/contracts/directory-import';
import type { DescribedRoute } from './described-route';

const tag = 'Directory';
const params = BulkResetParams;
const one = '/v1/directory-imports/:id';
const read = { tag, params, who: 'directory:read', method: 'get' } as const;
const control = {
  tag,
  params,
  who: 'directory:write',
  method: 'post',
  body: ControlRequest,
  answers: { 202: DirectoryImportView },
} as const;

export const DIRECTORY_IMPORT_ROUTES: readonly DescribedRoute[] = [
  {
    method: 'post',
    path: '/v1/directory-imports',
    tag,
    summary: 'Uploads learners and the like: the CSV as the body, or a form with the field `file`',
    who: 'directory:write',
    query: DirectoryUploadQuery,
    headers: IdempotencyHeader,
    body: 'text/csv',
    answers: { 202: DirectoryImportView },
  },
  {
    method: 'get',
    path: '/v1/directory-imports',
    tag,
    summary: 'Lists directory imports, newest first',
    who: 'directory:read',
    query: DirectoryListQuery,
    answers: { 200: DirectoryImportPage },
  },
  {
    ...read,
    path: one,
    summary: 'Status, progress, counts, problems by code, impact, and why it waits; send the ETag back',
    answers: { 200: DirectoryImportView, 304: null },
  },
  {
    ...read,
    path: `${one}/problems`,
    summary: 'Problems by row',
    query: DirectoryProblemsQuery,
    answers: { 200: DirectoryProblemPage },
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
    answers: { 200: 'text/csv' },
  },
  {
    ...read,
    path: `${one}/file.csv`,
    summary: 'What was uploaded, byte for byte',
    answers: { 200: 'text/csv' },
  },
  {
    method: 'post',
    path: `${one}/confirm`,
    tag,
    summary: 'Confirms the summary that was seen: the file is applied',
    who: 'directory:write',
    params,
    body: DirectoryConfirmation,
    answers: { 202: DirectoryImportView },
  },
  { ...control, path: `${one}/pause`, summary: 'Stops after the chunks in hand; it can go on' },
  { ...control, path: `${one}/resume`, summary: 'Goes on where it was paused' },
  { ...control, path: `${one}/cancel`, summary: 'Stops; what was applied stays' },
  { ...control, path: `${one}/retry`, summary: 'Takes up what a cancelled or failed one left undone' },
  {
    method: 'get',
    path: '/v1/templates/directory-:kind.csv',
    tag,
    summary: 'An empty file with the right header, of each kind',
    who: 'directory:read',
    params: DirectoryTemplateParams,
    answers: { 200: 'text/csv' },
  },
];
