import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Agent, type ClientRequest, type IncomingMessage, type RequestOptions, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { newApiKey } from '@reset/shared/auth/api-key';
import { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import type { DataSource } from 'typeorm';

/** A program of one organization, with an API key. */
export type ApiClient = {
  /** @returns when the upload was answered with 202 */
  upload(path: string): Promise<BulkResetView>;
  show(id: string): Promise<BulkResetView>;
  /** As `show`, without a look at the answer. */
  read(id: string): Promise<void>;
  confirm(bulkReset: BulkResetView): Promise<void>;
  cancel(id: string): Promise<void>;
  /** @returns the body of the answer */
  get(path: string): Promise<string>;
  /** @returns the body of the answer */
  post(path: string, body: object): Promise<string>;
  /** Sends a file as a CSV. @returns the body of the answer */
  send(path: string, file: string): Promise<string>;
  /** @returns how many bytes were written into `file` */
  download(path: string, file: string): Promise<number>;
};

const READ_BYTES = 1024 * 1024;

/** Gives an organization a key and a client that uses it. */
export async function createApiClient(
  db: DataSource,
  url: string,
  organizationId: number,
): Promise<ApiClient> {
  const { key, secretHash } = newApiKey();
  await db.query(
    "INSERT INTO api_key (organization_id, name, role, secret_hash) VALUES (?, 'bench', 'administrator', ?)",
    [organizationId, secretHash],
  );
  const agent = new Agent({ keepAlive: true });
  const headers = { Authorization: `Bearer ${key}` };
  const send = async (path: string, options: RequestOptions, body?: string) => {
    const sent = request(`${url}${path}`, { agent, ...options, headers: { ...headers, ...options.headers } });
    sent.end(body);
    return answerOf(sent);
  };
  const json = { 'Content-Type': 'application/json' };
  return {
    upload: (file) => uploadFile(`${url}/v1/bulk-resets`, file, headers).then(viewOf),
    show: async (id) => viewOf(await send(`/v1/bulk-resets/${id}`, {})),
    async read(id) {
      await send(`/v1/bulk-resets/${id}`, {});
    },
    async confirm({ id, summaryVersion }) {
      const body = JSON.stringify({ summaryVersion, reason: 'bench' });
      await send(`/v1/bulk-resets/${id}/confirm`, { method: 'POST', headers: json }, body);
    },
    async cancel(id) {
      await send(`/v1/bulk-resets/${id}/cancel`, { method: 'POST' });
    },
    get: (path) => send(path, {}),
    post: (path, body) => send(path, { method: 'POST', headers: json }, JSON.stringify(body)),
    send: (path, file) => uploadFile(`${url}${path}`, file, headers),
    async download(path, file) {
      const sent = request(`${url}${path}`, { agent, headers });
      sent.end();
      const output = createWriteStream(file);
      await pipeline(await responseOf(sent), output);
      return output.bytesWritten;
    },
  };
}

const viewOf = (body: string) => BulkResetView.parse(JSON.parse(body));

/** Sends a file as the body of a request. @returns the body of the answer */
export async function uploadFile(
  url: string,
  file: string,
  headers: Record<string, string>,
): Promise<string> {
  const { size } = await stat(file);
  const sent = request(url, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'text/csv', 'Content-Length': size },
  });
  const answered = answerOf(sent);
  await pipeline(createReadStream(file, { highWaterMark: READ_BYTES }), sent);
  return answered;
}

const answerOf = async (sent: ClientRequest): Promise<string> => text(await responseOf(sent));

async function responseOf(sent: ClientRequest): Promise<IncomingMessage> {
  const [response]: IncomingMessage[] = await once(sent, 'response');
  if (!response) throw new Error('no answer');
  if ((response.statusCode ?? 0) < 300) return response;
  const body = await text(response);
  throw new Error(`${sent.method} ${sent.path} was answered with ${response.statusCode}: ${body}`);
}
