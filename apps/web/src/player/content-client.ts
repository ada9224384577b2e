import { Committed, LIMITS, PlayerSession, type UnitCommit } from '@reset/shared/contracts/run-time';
import { gzipSync, strToU8 } from 'fflate';
import { ConnectionError, parseReply } from '../api-reply';

/** Everything that the player asks of the content's host, all of it below the address of the launch. */
export type ContentClient = {
  session(): Promise<PlayerSession>;
  /** @throws ApiError `launch-superseded` where the attempt has ended */
  check(): Promise<void>;
  /** @param last the page is going away: the request has to outlive it */
  commit(commit: UnitCommit, last: boolean): Promise<Committed>;
  /** A file of the package as text. */
  file(path: string): Promise<string>;
};

/** What browsers let a page send while it goes away, with some room for a second message. */
const KEEPALIVE_BYTES = 30_000;

/** @param base the path of the launch, `/launches/…` */
export function createContentClient(base: string): ContentClient {
  return {
    session: async () => parseReply(PlayerSession, await send(`${base}/session`)),
    check: async () => {
      const reply = await send(`${base}/status`);
      if (!reply.ok) parseReply(PlayerSession, reply);
    },
    commit: async (commit, last) => parseReply(Committed, await send(`${base}/state`, putOf(commit, last))),
    file: async (path) => {
      const reply = await send(`${base}/files/${path}`);
      if (!reply.ok) throw new ConnectionError('A part of the course is missing. Tell your administrator.');
      return reply.text;
    },
  };
}

function putOf(commit: UnitCommit, last: boolean): RequestInit {
  const headers = { 'Content-Type': 'application/json' };
  const json = JSON.stringify(commit);
  if (!last || json.length <= KEEPALIVE_BYTES)
    return { method: 'PUT', headers, body: json, keepalive: last && fits(strToU8(json)) };
  // Nothing may be waited for here, so that the browser's own compression is out of reach.
  const body = gzipSync(strToU8(json)) as Uint8Array<ArrayBuffer>;
  return { method: 'PUT', headers: { ...headers, 'Content-Encoding': 'gzip' }, body, keepalive: fits(body) };
}

/** Above 64 KiB a browser refuses a request that is to outlive its page; without that wish it may still arrive. */
const fits = ({ byteLength }: Uint8Array): boolean => byteLength < LIMITS.suspendData - 1_024;

async function send(url: string, options: RequestInit = {}) {
  try {
    const response = await fetch(url, { ...options, credentials: 'omit' });
    return { ok: response.ok, status: response.status, text: await response.text() };
  } catch (cause) {
    throw new ConnectionError('The server cannot be reached. Check the connection.', { cause });
  }
}
