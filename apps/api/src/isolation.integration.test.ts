import { newApiKey } from '@reset/shared/auth/api-key';
import { hashPassword } from '@reset/shared/auth/password';
import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import type { DirectoryImportView } from '@reset/shared/contracts/directory-import';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { type Client, client, type GivenApi, givenApi, signedIn } from './given-api.fixture';
import { routesInSource } from './routes-in-source.fixture';

let api: GivenApi;
/** An administrator and a learner of another organization than the one whose ids they name. */
let strangers: { administrator: Client; learner: Client };
/** What the strangers' own organization has. */
let ours: { learnerId: string; courseId: string };
let theirs: { bulkResetId: string; importId: string; courseId: string; launchId: string; learnerId: string };

async function givenTenant(name: string) {
  const key = newApiKey();
  const tenant = await givenOrganization(api.dataSource, {
    name,
    learners: { [`ann-${name}`]: {} },
    courses: { fire: {} },
    records: [{ learner: `ann-${name}`, course: 'fire', status: 'started' }],
    users: {
      [`learner-${name}`]: {
        role: 'learner',
        learner: `ann-${name}`,
        passwordHash: await hashPassword('correct horse'),
      },
    },
    apiKeys: [{ secretHash: key.secretHash }],
  });
  const administrator = client(api.url, { Authorization: `Bearer ${key.key}` });
  const learner = await signedIn(api.url, `learner-${name}`, 'correct horse');
  const { uuid: learnerId } = tenant.learners[`ann-${name}`] ?? { uuid: '' };
  return { key: key.key, administrator, learner, learnerId, courseId: tenant.courses.fire.uuid };
}

beforeAll(async () => {
  api = await givenApi();
  const own = await givenTenant('own');
  const other = await givenTenant('other');
  const uploaded = await fetch(`${api.url}/v1/bulk-resets`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${own.key}`, 'Content-Type': 'text/csv' },
    body: 'Learner,Content,Reset required\nann-own,fire,TRUE',
  });
  expect(uploaded.status).toBe(202);
  const { id } = (await uploaded.json()) as BulkResetView;
  const launch = (await own.learner.post('/v1/launches', { courseId: own.courseId })).body as { id: string };
  const imported = await fetch(`${api.url}/v1/directory-imports?kind=learners`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${own.key}`, 'Content-Type': 'text/csv' },
    body: 'Login ID,Name\nbob,Bob',
  });
  expect(imported.status).toBe(202);
  const { id: importId } = (await imported.json()) as DirectoryImportView;
  theirs = {
    importId,
    bulkResetId: id,
    courseId: own.courseId,
    launchId: launch.id,
    learnerId: own.learnerId,
  };
  ours = other;
  strangers = { administrator: other.administrator, learner: other.learner };
});
afterAll(() => api.stop());

type Probe = [
  method: 'get' | 'post' | 'put',
  path: string,
  body: object | undefined,
  who: 'administrator' | 'learner',
];
const COMMIT = { sequence: 1, content: { bookmark: 'x', progress: 0.5 } };
/** Every route that names something by its id. */
const PROBES: Record<string, Probe> = {
  'GET /v1/bulk-resets/:id': ['get', '/v1/bulk-resets/:bulkResetId', undefined, 'administrator'],
  'GET /v1/bulk-resets/:id/problems': [
    'get',
    '/v1/bulk-resets/:bulkResetId/problems',
    undefined,
    'administrator',
  ],
  'GET /v1/bulk-resets/:id/report.csv': [
    'get',
    '/v1/bulk-resets/:bulkResetId/report.csv',
    undefined,
    'administrator',
  ],
  'GET /v1/bulk-resets/:id/outcome.csv': [
    'get',
    '/v1/bulk-resets/:bulkResetId/outcome.csv',
    undefined,
    'administrator',
  ],
  'GET /v1/bulk-resets/:id/file.csv': [
    'get',
    '/v1/bulk-resets/:bulkResetId/file.csv',
    undefined,
    'administrator',
  ],
  'PUT /v1/bulk-resets/:id/file': ['put', '/v1/bulk-resets/:bulkResetId/file', {}, 'administrator'],
  'POST /v1/bulk-resets/:id/confirm': [
    'post',
    '/v1/bulk-resets/:bulkResetId/confirm',
    { summaryVersion: 1, reason: 'none of their business' },
    'administrator',
  ],
  ...Object.fromEntries(
    ['pause', 'resume', 'cancel', 'retry'].map((control): [string, Probe] => [
      `POST /v1/bulk-resets/:id/${control}`,
      ['post', `/v1/bulk-resets/:bulkResetId/${control}`, undefined, 'administrator'],
    ]),
  ),
  'POST /v1/bulk-resets/:id/undos': [
    'post',
    '/v1/bulk-resets/:bulkResetId/undos',
    { reason: 'none of their business' },
    'administrator',
  ],
  'GET /v1/bulk-resets/:id/undos': ['get', '/v1/bulk-resets/:bulkResetId/undos', undefined, 'administrator'],
  ...Object.fromEntries(
    ['', '/left'].map((what): [string, Probe] => [
      `GET /v1/bulk-resets/:id/undos/:undoId${what}`,
      [
        'get',
        `/v1/bulk-resets/:bulkResetId/undos/11111111-1111-4111-8111-111111111111${what}`,
        undefined,
        'administrator',
      ],
    ]),
  ),
  'GET /v1/courses/:id/content': ['get', '/v1/courses/:courseId/content', undefined, 'administrator'],
  'GET /v1/courses/:id/timeline': ['get', '/v1/courses/:courseId/timeline', undefined, 'administrator'],
  'GET /v1/learners/:id/timeline': ['get', '/v1/learners/:learnerId/timeline', undefined, 'administrator'],
  'GET /v1/my-courses/:id/attempts': ['get', '/v1/my-courses/:courseId/attempts', undefined, 'learner'],
  'PUT /v1/courses/:id/content': ['put', '/v1/courses/:courseId/content', {}, 'administrator'],
  ...Object.fromEntries(
    ['', '/problems', '/report.csv', '/outcome.csv', '/file.csv'].map((what): [string, Probe] => [
      `GET /v1/directory-imports/:id${what}`,
      ['get', `/v1/directory-imports/:importId${what}`, undefined, 'administrator'],
    ]),
  ),
  ...Object.fromEntries(
    ['pause', 'resume', 'cancel', 'retry'].map((control): [string, Probe] => [
      `POST /v1/directory-imports/:id/${control}`,
      ['post', `/v1/directory-imports/:importId/${control}`, undefined, 'administrator'],
    ]),
  ),
  'POST /v1/directory-imports/:id/confirm': [
    'post',
    '/v1/directory-imports/:importId/confirm',
    { summaryVersion: 1 },
    'administrator',
  ],
  'POST /v1/launches/:id/acknowledge': ['post', '/v1/launches/:launchId/acknowledge', undefined, 'learner'],
  'PUT /v1/launches/:id/state': ['put', '/v1/launches/:launchId/state', COMMIT, 'learner'],
};

test.each(Object.entries(PROBES))(
  '%s with another organization’s id answers 404',
  async (_route, [method, route, body, who]) => {
    const target = route
      .replace(':bulkResetId', theirs.bulkResetId)
      .replace(':importId', theirs.importId)
      .replace(':launchId', theirs.launchId)
      .replace(':learnerId', theirs.learnerId)
      .replace(':courseId', theirs.courseId);
    const { status, body: answer } = await strangers[who][method](target, body);
    expect({ status, answer }).toMatchObject({ status: 404, answer: { code: 'not-found' } });
  },
);

test('a course of another organization cannot be launched, nor is it listed', async () => {
  expect(await strangers.learner.post('/v1/launches', { courseId: theirs.courseId })).toMatchObject({
    status: 404,
  });
  const { body } = await strangers.learner.get('/v1/my-courses');
  expect(JSON.stringify(body)).not.toContain(theirs.courseId);
});

test('a course of another organization is not listed to administrators', async () => {
  const { body } = await strangers.administrator.get(`/v1/courses?search=${theirs.courseId}`);
  expect(body).toEqual({ courses: [], nextCursor: null });
});

test('a learner of another organization is not found, nor does a timeline of ours name one', async () => {
  const { body } = await strangers.administrator.get(`/v1/learners?search=${theirs.learnerId}`);
  expect(body).toEqual({ learners: [], more: false });
  for (const path of [
    `/v1/learners/${ours.learnerId}/timeline?course=${theirs.courseId}`,
    `/v1/courses/${ours.courseId}/timeline?learner=${theirs.learnerId}`,
  ])
    expect(await strangers.administrator.get(path)).toMatchObject({ status: 404 });
});

test('a directory import of another organization is not listed', async () => {
  expect((await strangers.administrator.get('/v1/directory-imports')).body).toEqual({
    directoryImports: [],
    nextCursor: null,
  });
});

test('a bulk reset of another organization is not listed', async () => {
  expect((await strangers.administrator.get('/v1/bulk-resets')).body).toEqual({
    bulkResets: [],
    nextCursor: null,
  });
});

test('the probes above name every route with an id', () => {
  const routes = routesInSource().filter((route) => route.includes(':id'));
  expect(routes).toEqual(Object.keys(PROBES).sort());
});
