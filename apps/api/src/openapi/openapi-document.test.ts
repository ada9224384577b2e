import { execFileSync } from 'node:child_process';
import { routesInSource } from '../routes-in-source.fixture';
import { DESCRIBED_ROUTES } from './described-routes';
import { openApiDocument } from './openapi-document';

const document = openApiDocument(DESCRIBED_ROUTES, '1.2.3');

/** The validator is a module of the other kind, which this runner cannot load: a process of its own can. */
const VALIDATE = `
  import { Validator } from '@seriousme/openapi-schema-validator';
  import { readFileSync } from 'node:fs';
  const result = await new Validator().validate(JSON.parse(readFileSync(0, 'utf8')));
  process.stdout.write(JSON.stringify(result));`;
const validate = (value: unknown): { valid: boolean } =>
  JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', VALIDATE], {
      input: JSON.stringify(value),
      encoding: 'utf8',
      cwd: __dirname,
    }),
  );

test('it is a valid OpenAPI 3.1 document', () => {
  expect(validate(document)).toEqual({ valid: true });
  expect(validate({ ...document, info: {} }).valid).toBe(false);
});

test('it tells what is asked and answered, from the schemas that check requests', () => {
  expect(document.paths?.['/v1/bulk-resets/{id}/confirm']?.post).toMatchObject({
    requestBody: {
      content: {
        'application/json': {
          schema: { required: ['summaryVersion', 'reason'], additionalProperties: false },
        },
      },
    },
    parameters: [{ name: 'id', in: 'path', required: true, schema: { format: 'uuid' } }],
    security: [{ apiKey: [] }, { session: [] }],
  });
  expect(document.paths?.['/v1/bulk-resets']?.post?.parameters).toContainEqual(
    expect.objectContaining({ name: 'Idempotency-Key', in: 'header' }),
  );
});

test('every operation has a name of its own', () => {
  const names = Object.values(document.paths ?? {})
    .flatMap((path) => [path.get, path.post, path.put, path.delete])
    .flatMap((operation) => operation?.operationId ?? []);
  expect(names).toHaveLength(DESCRIBED_ROUTES.length);
  expect(new Set(names).size).toBe(names.length);
});

test('it names every route of the API, and no other', () => {
  const described = DESCRIBED_ROUTES.map((route) => `${route.method.toUpperCase()} ${route.path}`);
  expect(described.sort()).toEqual(routesInSource());
});
