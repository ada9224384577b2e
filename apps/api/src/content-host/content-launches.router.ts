import { pipeline } from 'node:stream/promises';
import { type Committed, LIMITS, type PlayerSession, UnitCommit } from '@reset/shared/contracts/run-time';
import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { parseRequest } from '../http/parse-request';
import { setContentPolicy, setPlayerPolicy } from './content-headers';
import type { ContentFile, FilePart, PartOf } from './read-content-file';

export type ContentActions = {
  /** @returns the origin of the application that launched it */
  applicationOf(token: string): Promise<string>;
  session(token: string): Promise<PlayerSession>;
  check(token: string): Promise<void>;
  commit(token: string, commit: UnitCommit): Promise<Committed>;
  file(
    token: string,
    path: readonly string[],
    partOf: PartOf | undefined,
  ): Promise<ContentFile & { name: string; application: string }>;
  hacp(message: string): Promise<string>;
};

const OfLaunch = z.object({ token: z.string().min(1).max(100) });
const OfFile = OfLaunch.extend({ path: z.array(z.string()) });

/** Everything below is addressed by a launch token. */
export function contentLaunchesRouter(content: ContentActions, playerDirectory: string): Router {
  const router = Router();
  router.get('/:token/player', async (request, response) => {
    const { token } = parseRequest(OfLaunch, request.params);
    setPlayerPolicy(response, await content.applicationOf(token));
    response.sendFile('player.html', { root: playerDirectory, cacheControl: false });
  });
  router.get('/:token/session', async (request, response) => {
    response.json(await content.session(parseRequest(OfLaunch, request.params).token));
  });
  router.get('/:token/status', async (request, response) => {
    await content.check(parseRequest(OfLaunch, request.params).token);
    response.status(204).end();
  });
  router.put('/:token/state', express.json({ limit: LIMITS.commit }), async (request, response) => {
    const { token } = parseRequest(OfLaunch, request.params);
    response.json(await content.commit(token, parseRequest(UnitCommit, request.body)));
  });
  router.get('/:token/files/*path', async (request, response) => {
    const { token, path } = parseRequest(OfFile, request.params);
    const { body, part, name, application } = await content.file(token, path, partAskedFor(request));
    setContentPolicy(response, application);
    response.type(name);
    // Without a charset of ours: an old page may say another one of itself.
    response.setHeader('Content-Type', `${response.get('Content-Type')}`.replace(/; *charset=.*$/i, ''));
    response.set({ 'Cache-Control': 'private, max-age=3600', 'Accept-Ranges': 'bytes' });
    if (part) announcePart(response, part);
    await pipeline(body, response);
  });
  return router;
}

/**
 * One part of a file, as players of films ask for it: some play nothing without, and none can jump. Several parts, or
 * one that lies beyond the end, get the whole file, which RFC 9110 allows. Files never change, but have no validator
 * that `If-Range` could name.
 */
function partAskedFor(request: Request): PartOf | undefined {
  if (request.headers.range === undefined || request.headers['if-range'] !== undefined) return undefined;
  return (size) => {
    const ranges = request.range(size);
    if (!Array.isArray(ranges) || ranges.type !== 'bytes' || ranges.length !== 1) return undefined;
    const [range] = ranges;
    return range && { startByte: range.start, endByte: range.end + 1 };
  };
}

function announcePart(response: Response, { startByte, endByte, size }: FilePart): void {
  response.status(206).set({
    'Content-Range': `bytes ${startByte}-${endByte - 1}/${size}`,
    'Content-Length': `${endByte - startByte}`,
  });
}
