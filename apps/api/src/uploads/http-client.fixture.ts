import { once } from 'node:events';
import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

export type Answer = { status: number; body: Record<string, unknown> };
export type Sent = { port: number; query?: string; headers?: Record<string, string | number>; agent?: Agent };

const BOUNDARY = 'boundary-of-the-form';
export const FORM_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

/** Begins a request; its body is for the test to write. */
export function begin({
  port,
  query = '',
  headers = {},
  agent = new Agent({ keepAlive: true }),
}: Sent): ClientRequest {
  return httpRequest({ host: '127.0.0.1', port, path: `/${query}`, method: 'POST', headers, agent });
}

export async function answerTo(request: ClientRequest): Promise<Answer> {
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  // The answer is there; that the rest of the body finds nobody any more is no matter.
  request.on('error', () => {});
  return { status: response.statusCode ?? 0, body: JSON.parse(await text(response)) };
}

/** A request that has no body, which is something else than one of no bytes. */
export async function postNothing(sent: Sent): Promise<Answer> {
  const request = begin(sent);
  request.removeHeader('Transfer-Encoding');
  request.removeHeader('Content-Length');
  request.end();
  return answerTo(request);
}

/** Sends the whole body in slices, and only then looks for the answer, as browsers do. */
export async function post(sent: Sent, body: Buffer, sliceBytes = body.length || 1): Promise<Answer> {
  const request = begin({ ...sent, headers: { 'Content-Length': body.length, ...sent.headers } });
  const answer = answerTo(request);
  for (let start = 0; start < body.length; start += sliceBytes) {
    const slice = body.subarray(start, start + sliceBytes);
    await new Promise<void>((resolve, reject) => {
      request.write(slice, (error) => (error ? reject(error) : resolve()));
    });
  }
  request.end();
  return answer;
}

export type Part = { name: string; fileName?: string; type?: string; content: string | Buffer };

/** The bytes of a form. */
export function form(...parts: Part[]): Buffer {
  const pieces = parts.flatMap((part) => [partHead(part), Buffer.from(part.content), Buffer.from('\r\n')]);
  return Buffer.concat([...pieces, FORM_END]);
}

export function partHead({ name, fileName, type = 'text/csv' }: Omit<Part, 'content'>): Buffer {
  const file = fileName === undefined ? '' : `; filename="${fileName}"\r\nContent-Type: ${type}`;
  return Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`);
}
export const FORM_END = Buffer.from(`--${BOUNDARY}--\r\n`);
