import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { type ClientRequest, request } from 'node:http';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import { uploading } from '../clients/http-client';
import type { Findings } from './findings';
import type { LoadClient } from './load-client';

const HEADER = 'Learner,Content,Reset required\n';
export type Uploader = { url: string; headers: Record<string, string> };

/** Begins an upload whose body is for the caller to write. What becomes of it is nobody's concern. */
function beginUpload({ url, headers }: Uploader): ClientRequest {
  const sent = request(`${url}/v1/bulk-resets`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'text/csv' },
  });
  return sent.on('error', () => undefined).on('response', (response) => response.resume());
}

/** One byte a second from each of many connections. At the end all of them break off. @returns how many lasted till then */
export async function uploadSlowly(uploader: Uploader, count: number, until: number): Promise<number> {
  const text = HEADER + 'learner0,course0,TRUE\n'.repeat(1_000);
  const uploads = Array.from({ length: count }, () => beginUpload(uploader));
  for (let at = 0; Date.now() < until; at += 1) {
    for (const upload of uploads) if (!upload.destroyed) upload.write(text[at % text.length] as string);
    await delay(1_000);
  }
  const lasted = uploads.filter(({ destroyed }) => !destroyed).length;
  for (const upload of uploads) upload.destroy();
  return lasted;
}

/** Uploads that break off in the middle. */
export async function abortUploads(uploader: Uploader, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    const upload = beginUpload(uploader);
    upload.write(HEADER + 'learner0,course0,TRUE\n'.repeat(1 + 37 * (number % 50)));
    await delay(number % 20);
    upload.destroy();
  }
}

/** Many files of one row, some at a time. */
export async function uploadTinyFiles(
  client: (number: number) => LoadClient,
  count: number,
  atOnce: number,
  findings: Findings,
): Promise<void> {
  let next = 0;
  const upload = async (lane: number) => {
    const own = client(lane);
    while (next < count) {
      next += 1;
      const csv = `${HEADER}learner${next % 50},course0,TRUE\n`;
      if (await own.askFor(BulkResetView, uploading(csv), 202)) findings.count('tiny files');
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, lane) => upload(lane)));
}

const SLICE_BYTES = 1024 * 1024;
const ROW_BYTES = 32 * 1024;

/** A file of exactly so many bytes, made while it is sent: long rows, so that it is many bytes and little work. */
export function hugeFile(bytes: number): Readable {
  const header = 'Learner,Content,Reset required,Note\n';
  const row = 'learner0,course0,FALSE,'.padEnd(ROW_BYTES - 1, 'n');
  const slice = Buffer.from(`${row}\n`.repeat(SLICE_BYTES / ROW_BYTES));
  function* slices() {
    yield Buffer.from(header);
    let left = bytes - header.length;
    for (; left > slice.length; left -= slice.length) yield slice;
    yield slice.subarray(0, left);
  }
  return Readable.from(slices(), { objectMode: false });
}

/** Sends it with its length said or not said. @returns the status of the answer and the bulk reset, where there is one */
export async function uploadHugeFile(
  { url, headers }: Uploader,
  bytes: number,
  { sayLength }: { sayLength: boolean },
): Promise<{ status: number; id: string | undefined }> {
  const sent = beginHuge({ url, headers }, sayLength ? { 'Content-Length': bytes } : {});
  const answered = once(sent, 'response');
  sent.on('error', () => undefined);
  const body = hugeFile(bytes);
  body.pipe(sent);
  const [response] = await answered;
  const chunks: Buffer[] = [];
  for await (const part of response) chunks.push(part as Buffer);
  body.unpipe(sent).destroy();
  sent.destroy();
  const answer: { id?: string } = JSON.parse(Buffer.concat(chunks).toString());
  return { status: response.statusCode, id: answer.id };
}

const beginHuge = ({ url, headers }: Uploader, more: Record<string, number>) =>
  request(`${url}/v1/bulk-resets`, {
    method: 'POST',
    headers: { ...headers, ...more, 'Content-Type': 'text/csv' },
  });

/** Files that lie in the storage, published or not. */
export async function storedFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name));
}
