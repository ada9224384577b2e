import { ProblemDocument } from '@reset/shared/contracts/problem-document';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import type { DescribedRoute, Payload } from './described-route';

type OpenApiDocument = ReturnType<typeof createDocument>;

const ABOUT = `Makes learners start courses again, from one CSV. Every path is under the organization of the credential: what
belongs to another answers 404. Long work answers 202 with Location and Retry-After. Errors are problem documents (RFC
9457) with a stable \`code\`.`;

/** The API as an OpenAPI 3.1 document, made from the schemas that the requests are checked with. */
export const openApiDocument = (routes: readonly DescribedRoute[], version: string): OpenApiDocument =>
  createDocument({
    openapi: '3.1.0',
    info: { title: 'Reset Course Progress', version, description: ABOUT },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: `rk_…`' },
        session: { type: 'apiKey', in: 'cookie', name: 'session', description: 'Of a person who signed in' },
      },
    },
    paths: pathsOf(routes),
  });

function pathsOf(routes: readonly DescribedRoute[]): ZodOpenApiPathsObject {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operationOf(route) };
  }
  return paths;
}

function operationOf(route: DescribedRoute): ZodOpenApiOperationObject {
  const { method, path, summary, tag, who, params, query, headers, body, answers } = route;
  return {
    operationId: `${method}${path.replace(/[^a-zA-Z]+(\w)/g, (_all, letter: string) => letter.toUpperCase())}`,
    summary,
    tags: [tag],
    security: who === 'anybody' ? [] : [{ apiKey: [] }, { session: [] }],
    requestParams: {
      ...(params && { path: params }),
      ...(query && { query }),
      ...(headers && { header: headers }),
    },
    ...(body && { requestBody: { content: contentOf(body) } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, payload]) => [
          status,
          { description: DESCRIPTION[status] ?? 'Done', ...(payload && { content: contentOf(payload) }) },
        ]),
      ),
      default: {
        description: who === 'anybody' ? 'Refused' : 'Refused, or not signed in, not allowed, not found',
        content: { 'application/problem+json': { schema: ProblemDocument } },
      },
    },
  };
}

const DESCRIPTION: Readonly<Record<string, string>> = {
  200: 'Here it is',
  201: 'Created',
  202: 'Accepted: durable, and on its way',
  204: 'Done, nothing to say',
  304: 'As the ETag that was sent says',
};

const contentOf = (payload: Payload) =>
  typeof payload === 'string'
    ? { [payload]: { schema: { type: 'string' as const } } }
    : { 'application/json': { schema: payload } };
