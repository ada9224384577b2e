import { Router } from 'express';

/** `/openapi.json`: the API as a document, made once at start. */
export function openApiRouter(document: object): Router {
  const router = Router();
  router.get('/', (_request, response) => {
    response.json(document);
  });
  return router;
}
