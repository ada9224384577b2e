import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { readApiConfig } from '../apps/api/src/config/api-config';
import { readWorkerConfig } from '../apps/worker/src/config/worker-config';
import { REQUIRED } from './lib/compose-services.mjs';

type Service = {
  image?: string;
  command?: string[];
  entrypoint?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  deploy?: { replicas: number };
};

const repository = path.resolve(__dirname, '..');
const text = readFileSync(path.join(repository, 'docker-compose.yml'), 'utf8');
const secrets = Object.fromEntries(REQUIRED.map((name) => [name, '0123456789abcdef'.repeat(4)]));

/** Puts the values of variables in, as Compose does: `${NAME:?message}` and `${NAME:-default}`. */
const interpolated = text.replace(
  /\$\{(\w+):([?-])([^}]*)\}/g,
  (_all, name: string, kind: string, rest: string) => secrets[name] ?? (kind === '-' ? rest : 'missing'),
);
const { services } = parse(interpolated, { merge: true }) as { services: Record<string, Service> };
const service = (name: string): Service => services[name] ?? {};

test('Compose itself finds nothing to complain about', () => {
  const [command = '', ...words] = (
    process.env.TEST_COMPOSE ?? 'TEST_COMPOSE is not set: use npm test'
  ).split(' ');
  const args = [...words, '--file', path.join(repository, 'docker-compose.yml'), 'config', '--quiet'];
  const { status, stderr, error } = spawnSync(command, args, {
    env: { ...process.env, ...secrets },
    encoding: 'utf8',
  });
  expect({ status, stderr, error }).toEqual({ status: 0, stderr: '', error: undefined });
});

test('it has everything that the product needs, and two workers', () => {
  expect(Object.keys(services)).toEqual(['mysql', 'redis', 's3', 'migrate', 'api', 'worker']);
  expect(service('mysql').image).toBe('mysql:8.4');
  expect(service('redis').image).toMatch(/^redis:7/);
  expect(service('redis').command?.join(' ')).toMatch(/--appendonly yes .*--maxmemory-policy noeviction/);
  expect(service('worker').deploy).toEqual({ replicas: 2 });
});

test('no secret has a default, and npm start knows all that must be set', () => {
  const variables = [...text.matchAll(/\$\{(\w+)(:[?-])/g)].map(([, name, kind]) => ({ name, kind }));
  const required = variables.filter(({ kind }) => kind === ':?').map(({ name }) => name);
  expect([...new Set(required)].sort()).toEqual([...REQUIRED].sort());
  const optional = variables.filter(({ kind }) => kind === ':-').map(({ name }) => name);
  expect([...new Set(optional)].sort()).toEqual(['METRICS_TOKEN', 'PORT']);
  // Without the token there is no such address.
  expect(service('api').environment).toMatchObject({ METRICS_TOKEN: '' });
});

test('only the page is published, and only on the loopback address', () => {
  const published = Object.entries(services).flatMap(([name, { ports = [] }]) =>
    ports.map((port) => [name, port]),
  );
  expect(published).toEqual([['api', '127.0.0.1:3000:3000']]);
});

test('what keeps running says whether it is well', () => {
  const silent = Object.keys(services).filter((name) => !service(name).healthcheck);
  expect(silent).toEqual(['migrate']);
});

test('nothing starts before what it needs is there', () => {
  const conditions = Object.entries(services).flatMap(([name, { depends_on = {} }]) =>
    Object.entries(depends_on).map(([needed, { condition }]) => `${name} after ${needed}: ${condition}`),
  );
  const servers = ['mysql', 'redis', 's3'].map((name) => `${name}: service_healthy`);
  expect(conditions).toEqual([
    ...servers.map((server) => `migrate after ${server}`),
    ...['api', 'worker'].flatMap((name) => [
      ...servers.map((server) => `${name} after ${server}`),
      `${name} after migrate: service_completed_successfully`,
    ]),
  ]);
});

test('data live in volumes', () => {
  const volumes = ['mysql', 'redis', 's3'].map((name) => service(name).volumes);
  expect(volumes).toEqual([['mysql:/var/lib/mysql'], ['redis:/data'], ['s3:/data']]);
});

test('the programs accept the configuration that they are given', () => {
  const { PORT, HOST } = readApiConfig(asText(service('api').environment));
  expect({ PORT, HOST }).toEqual({ PORT: 3000, HOST: '0.0.0.0' });
  expect(readWorkerConfig(asText(service('worker').environment)).STORAGE_URL).toMatch(/^s3:/);
});

test('every program that is started has a source', () => {
  const words = Object.values(services).flatMap(({ command = [], entrypoint = [], healthcheck }) => [
    ...command,
    ...entrypoint,
    ...(healthcheck?.test ?? []),
  ]);
  const programs = new Set(words.filter((word) => word.startsWith('apps/')));
  expect([...programs].sort()).toEqual(['api', 'cli', 'worker'].map((app) => `apps/${app}/dist/main.js`));
  const sources = [...programs].map((program) => program.replace('dist/main.js', 'src/main.ts'));
  expect(sources.filter((source) => !existsSync(path.join(repository, source)))).toEqual([]);
});

test('the image installs every workspace and does not run as root', () => {
  const dockerfile = readFileSync(path.join(repository, 'Dockerfile'), 'utf8');
  const manifests = [...dockerfile.matchAll(/^COPY (\S+\/package\.json)/gm)].map(([, manifest]) => manifest);
  const lock = JSON.parse(readFileSync(path.join(repository, 'package-lock.json'), 'utf8'));
  const workspaces = Object.keys(lock.packages).filter((folder) => /^(apps|packages)\/[^/]+$/.test(folder));
  expect(manifests.sort()).toEqual(workspaces.map((folder) => `${folder}/package.json`).sort());
  expect(dockerfile.split('\nFROM ').at(-1)).toMatch(/^USER node$/m);
});

const asText = (environment: Record<string, unknown> = {}) =>
  Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]));
