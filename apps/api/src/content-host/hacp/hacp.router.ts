import { LIMITS } from '@reset/shared/contracts/run-time';
import express, { type Request, Router } from 'express';

/** Where AICC content sends its messages: `AICC_URL`. */
export function hacpRouter({ hacp }: { hacp(message: string): Promise<string> }): Router {
  const router = Router();
  // Whatever the content calls it, it is a form; `Content-Type` may say its charset.
  router.post('/', express.text({ type: () => true, limit: LIMITS.commit }), async (request, response) => {
    response.type('text/plain').send(await hacp(messageOf(request)));
  });
  return router;
}

/** Some content puts its fields behind the question mark. */
function messageOf({ body, originalUrl }: Request): string {
  const [, query = ''] = originalUrl.split('?', 2);
  return [query, typeof body === 'string' ? body : ''].filter((part) => part !== '').join('&');
}
