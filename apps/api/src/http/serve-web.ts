import path from 'node:path';
import express, { type RequestHandler, Router } from 'express';

const HASHED = { immutable: true, maxAge: '1y', index: false, fallthrough: false } as const;
const ASK_AGAIN = { cacheControl: false, index: false, redirect: false } as const;

/**
 * Serves the built web app. Files under `assets/` have their hash in the name and never change; all else is asked for
 * again. A page that no file stands for is the app's own, so it gets `index.html`.
 */
export function serveWeb(directory: string): RequestHandler {
  const router = Router();
  router.use('/assets', express.static(path.join(directory, 'assets'), HASHED));
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-cache');
    next();
  });
  router.use(express.static(directory, ASK_AGAIN));
  router.get('/{*page}', (request, response, next) => {
    // A program that asks for an address that is not there is told so; only a browser asks for a page.
    if (request.accepts(['json', 'html']) !== 'html') return next();
    response.sendFile(
      'index.html',
      { root: directory, cacheControl: false },
      (error) => error && next(error),
    );
  });
  return router;
}
