import { createReadStream } from 'node:fs';
import path from 'node:path';
import { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import type { ApiClient } from '../http/api-client';

/** Streams a file to the API: the body is the CSV itself. */
export const uploadFile = (api: ApiClient, file: string): Promise<BulkResetView> =>
  api.ask(BulkResetView, `/v1/bulk-resets?fileName=${encodeURIComponent(path.basename(file))}`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/csv' },
    body: createReadStream(file, 'utf8') as AsyncIterable<string>,
  });
