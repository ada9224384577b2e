import type { Logger } from '@reset/shared/log/logger';
import express, { type Express } from 'express';
import { errorHandler, notFound } from '../http/error-handler';
import { setCommonHeaders } from './content-headers';
import type { ContentHost } from './content-host';
import { type ContentActions, contentLaunchesRouter } from './content-launches.router';
import { hacpRouter } from './hacp/hacp.router';

export type ContentAppDeps = {
  log: Logger;
  trustProxyHops: number;
  contentHost: ContentHost;
  playerDirectory: string;
  content: ContentActions;
};

const HASHED = { immutable: true, maxAge: '1y', index: false, fallthrough: false } as const;

/**
 * What the content's host serves: the player and content, to whoever has a launch token. It reads and sets no cookie,
 * and knows none of the application's routes.
 */
export function createContentApp(deps: ContentAppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('trust proxy', deps.trustProxyHops);
  app.use((_request, response, next) => {
    setCommonHeaders(response);
    next();
  });
  app.get('/', (request, response, next) => {
    const application = deps.contentHost.applicationOf(request);
    if (application) response.redirect(302, `${application}/`);
    else next();
  });
  app.use('/player/assets', express.static(`${deps.playerDirectory}/assets`, HASHED));
  app.use('/launches', contentLaunchesRouter(deps.content, deps.playerDirectory));
  app.use('/hacp', hacpRouter(deps.content));
  app.use(notFound);
  app.use(errorHandler(deps.log));
  return app;
}
