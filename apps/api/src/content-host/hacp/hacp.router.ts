import { LIMITS } from '@reset/shared/contracts/run-time';
import express, { type ErrorRequestHandler, type Request, Router } from 'express';
import { BODY_REFUSED } from './answer-hacp';

/** Where AICC content sends its messages: `AICC_URL`. */
export function hacpRouter({ hacp }: { hacp(message: string): Promise<string> }): Router {
  const router = Router();
  // Whatever the content calls it, it is a form; `Content-Type` may say its charset.
  router.post('/', express.raw({ type: () => true, limit: LIMITS.commit }), async (request, response) => {
    response.type('text/plain').send(await hacp(messageOf(request)));
  });
  router.use(refuseBody);
  return router;
}

/** A body that is too large or cannot be unpacked: content reads the text of an answer, and not its status. */
const refuseBody: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const isAboutBody =
    error instanceof Error && 'type' in error && 'status' in error && Number(error.status) < 500;
  if (isAboutBody) response.type('text/plain').send(BODY_REFUSED);
  else next(error);
};

/** Some content puts its fields behind the question mark. */
function messageOf(request: Request): string {
  const [, query = ''] = request.originalUrl.split('?', 2);
  return [query, textOf(request)].filter((part) => part !== '').join('&');
}

function textOf({ body, headers }: Request): string {
  if (!Buffer.isBuffer(body)) return '';
  const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(headers['content-type'] ?? '')?.[1];
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    // A charset that nobody knows: it is UTF-8, or it is lost anyway.
    return body.toString('utf8');
  }
}
