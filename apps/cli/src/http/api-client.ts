import { ProblemDocument } from '@reset/shared/contracts/problem-document';
import type { SignIn } from '@reset/shared/contracts/session';
import type { z } from 'zod';

export type Answer<Value> = { value: Value; etag: string | null };
type Send = {
  method?: string;
  json?: unknown;
  body?: AsyncIterable<string | Uint8Array>;
  headers?: Record<string, string>;
};

/** Somebody who talks to the API: a program with a key, or a person with a session. */
export type ApiClient = {
  /** @throws Error with the API's own words, or that it cannot be reached */
  ask<Schema extends z.ZodType>(schema: Schema, path: string, send?: Send): Promise<z.infer<Schema>>;
  /** As `ask`; undefined where nothing has changed since the ETag was given. */
  askAgain<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    etag: string | null,
  ): Promise<Answer<z.infer<Schema>> | undefined>;
  download(path: string): Promise<AsyncIterable<Uint8Array>>;
};

/** @param credential headers that say who asks */
export function createApiClient(url: string, credential: Record<string, string>): ApiClient {
  const send = (path: string, options: Send = {}) =>
    request(url, path, { ...options, headers: { ...credential, ...options.headers } });
  return {
    async ask(schema, path, options) {
      return schema.parse(await (await send(path, options)).json());
    },
    async askAgain(schema, path, etag) {
      const response = await send(path, etag === null ? {} : { headers: { 'If-None-Match': etag } });
      if (response.status === 304) return undefined;
      return { value: schema.parse(await response.json()), etag: response.headers.get('ETag') };
    },
    async download(path) {
      const { body } = await send(path);
      if (!body) throw new Error(`${path} is empty`);
      return body;
    },
  };
}

export const withApiKey = (url: string, key: string): ApiClient =>
  createApiClient(url, { Authorization: `Bearer ${key}` });

/** Signs in, and keeps the session's cookie. */
export async function signIn(url: string, { login, password }: SignIn): Promise<ApiClient> {
  const response = await request(url, '/v1/session', { method: 'POST', json: { login, password } });
  const cookie = response.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ');
  // The API takes what carries a cookie only from its own pages.
  return createApiClient(url, { Cookie: cookie, Origin: new URL(url).origin });
}

async function request(
  url: string,
  path: string,
  { method = 'GET', json, body, headers = {} }: Send,
): Promise<Response> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: { ...(json !== undefined && { 'Content-Type': 'application/json' }), ...headers },
    ...(json !== undefined && { body: JSON.stringify(json) }),
    ...(body && { body: encoded(body), duplex: 'half' }),
  }).catch((error: unknown) => {
    throw new Error(`The API at ${url} cannot be reached. Is it running?`, { cause: error });
  });
  if (response.ok || response.status === 304) return response;
  throw new Error(await explain(response, method, path));
}

async function* encoded(body: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of body) yield typeof piece === 'string' ? Buffer.from(piece) : piece;
}

async function explain(response: Response, method: string, path: string): Promise<string> {
  const document = ProblemDocument.safeParse(await response.json().catch(() => undefined));
  const words = document.success
    ? `${document.data.title}. ${document.data.detail ?? ''} (${document.data.code})`
    : '';
  return `${method} ${path} was answered with ${response.status}. ${words}`;
}
