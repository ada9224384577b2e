import { newApiKey } from '@reset/shared/auth/api-key';
import type { Role } from '@reset/shared/contracts/permissions';
import { insertApiKey } from '@reset/shared/stores/new-account.store';
import type { GivenApi } from '../given-api.fixture';

export type PackageAnswer = { status: number; headers: Headers; body: Record<string, unknown> };
export type Sender = {
  authorization: string;
  send(
    method: string,
    path: string,
    body: Buffer | FormData,
    headers?: Record<string, string>,
  ): Promise<PackageAnswer>;
  get(path: string): Promise<PackageAnswer>;
};

/** A program of the organization, with a key of its own. */
export async function givenProgram(
  api: GivenApi,
  organizationId: number,
  role: Role = 'administrator',
): Promise<Sender> {
  const { key, secretHash } = newApiKey();
  await insertApiKey(api.dataSource.manager, organizationId, { name: 'HR', role, secretHash });
  const authorization = `Bearer ${key}`;
  const ask = async (path: string, init: RequestInit): Promise<PackageAnswer> => {
    const headers = { Authorization: authorization, ...init.headers };
    const response = await fetch(`${api.url}${path}`, { ...init, headers });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Record<string, unknown>,
    };
  };
  return {
    authorization,
    get: (path) => ask(path, {}),
    send: (method, path, body, headers = {}) => {
      const type = body instanceof FormData ? {} : { 'Content-Type': 'application/zip' };
      const bytes = body instanceof FormData ? body : new Uint8Array(body);
      return ask(path, { method, body: bytes, headers: { ...type, ...headers } });
    },
  };
}
