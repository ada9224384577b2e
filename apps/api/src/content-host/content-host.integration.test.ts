import { request } from 'node:http';
import { givenPackage } from '@reset/shared/content/given-package.fixture';
import { PlayerSession } from '@reset/shared/contracts/run-time';
import { client, type GivenApi, givenApi } from '../given-api.fixture';
import { acknowledge, PASSWORD, viewOf } from '../launches/given-launch.fixture';
import { givenContent, resetPair, tokenOf } from './given-content.fixture';

let api: GivenApi;
beforeAll(async () => {
  api = await givenApi();
});
afterAll(() => api.stop());

describe('two hosts', () => {
  test('the application’s routes are not on the content’s host, and the other way round', async () => {
    const { open, content } = await givenContent(api);
    const token = await open();
    for (const path of ['/v1/session', '/v1/my-courses', '/health/ready', '/index.html', '/my-courses'])
      expect({ path, ...(await content.get(path)) }).toMatchObject({ path, status: 404 });
    const application = client(api.url);
    for (const path of [
      `/launches/${token}/session`,
      `/launches/${token}/files/index.html`,
      `/launches/${token}/player`,
    ])
      expect({ path, ...(await application.get(path)) }).toMatchObject({ path, status: 404 });
    expect(await application.post('/hacp', 'command=GetParam')).toMatchObject({ status: 404 });
    expect(await content.get(`/launches/${token}/session`)).toMatchObject({ status: 200 });
  });

  test('whoever comes to the content’s host by mistake is led to the application', async () => {
    const { content } = await givenContent(api);
    const answer = await content.get('/');
    expect({ status: answer.status, to: answer.headers.get('Location') }).toEqual({
      status: 302,
      to: `${api.url}/`,
    });
  });

  test('the session’s cookie belongs to the application’s host alone, and the content’s host sets and reads none', async () => {
    const { open, content, login } = await givenContent(api);
    const token = await open();
    const signIn = await client(api.url).post('/v1/session', { login, password: PASSWORD });
    expect(signIn.headers.getSetCookie().join()).toMatch(/^session=/);
    // Without a Domain, a browser sends it to the very host that has set it.
    expect(signIn.headers.getSetCookie().join()).not.toMatch(/domain=/i);
    for (const path of ['player', 'session', 'files/index.html']) {
      const { headers } = await content.get(`/launches/${token}/${path}`);
      expect(headers.getSetCookie()).toEqual([]);
    }
  });

  test('a host name of its own is taken as it is set up, whatever the port', async () => {
    const own = await givenApi({ CONTENT_URL: 'https://content.example.net' });
    try {
      const { launch } = await givenContent(own);
      const view = viewOf(await launch());
      const url = view.state === 'open' ? view.player?.url : undefined;
      expect(url).toMatch(/^https:\/\/content\.example\.net\/launches\/[\w-]{43}\/player$/);
      const path = new URL(`${url}`).pathname.replace(/player$/, 'session');
      expect(await statusAt(own.url, path, 'content.example.net')).toBe(200);
      expect(await statusAt(own.url, path, 'CONTENT.example.net:8443')).toBe(200);
      expect(await statusAt(own.url, path, 'localhost')).toBe(404);
      expect(await statusAt(own.url, '/v1/session', 'content.example.net')).toBe(404);
    } finally {
      await own.stop();
    }
  });

  test('an application that is reached under another name says that the content’s one has to be set up', async () => {
    const { courseId, login } = await givenContent(api);
    const signedIn = await sendTo('POST', '/v1/session', { login, password: PASSWORD });
    expect(signedIn.status).toBe(201);
    expect(signedIn.cookie).not.toMatch(/domain=/i);
    const launched = await sendTo('POST', '/v1/launches', { courseId }, signedIn.cookie);
    expect(launched).toMatchObject({ status: 503, body: { code: 'content-host-missing' } });
  });
});

type Sent = { status: number | undefined; cookie: string; body: unknown };

/** `fetch` does not let a program choose the Host header. */
const sendAs = (
  host: string,
  url: string,
  { method = 'GET', body, cookie = '' }: { method?: string; body?: object; cookie?: string } = {},
): Promise<Sent> =>
  new Promise((resolve, reject) => {
    const headers = {
      Host: host,
      Origin: `http://${host}`,
      Cookie: cookie,
      'Content-Type': 'application/json',
    };
    const sent = request(url, { method, headers }, async (response) => {
      const text = (await response.toArray()).join('');
      const type = `${response.headers['content-type']}`;
      resolve({
        status: response.statusCode,
        cookie: (response.headers['set-cookie'] ?? []).join('; '),
        body: type.includes('json') ? JSON.parse(text) : text,
      });
    });
    sent.on('error', reject).end(body && JSON.stringify(body));
  });
const statusAt = async (url: string, path: string, host: string) => (await sendAs(host, url + path)).status;
const sendTo = (method: string, path: string, body: object, cookie = '') =>
  sendAs('learning.example.com', api.url + path, { method, body, cookie });

describe('a launch token', () => {
  test('is kept as a hash, and opens nothing when it is unknown or changed', async () => {
    const { open, content } = await givenContent(api);
    const token = await open();
    const [row]: { kept: number }[] = await api.dataSource.query(
      'SELECT COUNT(*) AS kept FROM launch_token WHERE token_hash = UNHEX(SHA2(?, 256))',
      [token],
    );
    expect(Number(row?.kept)).toBe(1);
    for (const wrong of ['x', token.slice(1), `${token}x`, token.toLowerCase()])
      for (const path of ['player', 'session', 'status', 'files/index.html'])
        expect(await content.get(`/launches/${wrong}/${path}`)).toMatchObject({ status: 404 });
  });

  test('ends: the person is told to launch again', async () => {
    const { open, content } = await givenContent(api);
    const token = await open();
    await api.dataSource.query(
      'UPDATE launch_token SET expires_at = UTC_TIMESTAMP(3) WHERE token_hash = UNHEX(SHA2(?, 256))',
      [token],
    );
    for (const path of ['player', 'session', 'status', 'files/index.html'])
      expect(await content.get(`/launches/${token}/${path}`)).toMatchObject({
        status: 410,
        body: { code: 'launch-expired' },
      });
  });

  test('of a learner who was deactivated opens nothing', async () => {
    const { open, content, pair } = await givenContent(api);
    const token = await open();
    await api.dataSource.query("UPDATE learner SET status = 'deactivated' WHERE id = ?", [pair.learnerId]);
    expect(await content.get(`/launches/${token}/session`)).toMatchObject({ status: 404 });
  });

  test('is bound to its launch: another learner’s token reaches another learner’s record', async () => {
    const [ann, bob] = [await givenContent(api), await givenContent(api)];
    const [annsToken, bobsToken] = [await ann.open(), await bob.open()];
    expect(annsToken).not.toBe(bobsToken);
    const state = {
      completion: 'completed',
      success: 'unknown',
      score: null,
      progress: null,
      totalSeconds: 1,
      data: { native: { bookmark: '' } },
    };
    await ann.content.put(`/launches/${annsToken}/state`, { sequence: 1, unit: 'item-1', state });
    expect(await ann.records()).toMatchObject([{ status: 'completed' }]);
    expect(await bob.records()).toMatchObject([{ status: 'started', sequence: 0 }]);
  });

  test('is given only with the open course, never with the message', async () => {
    const { learner, launch } = await givenContent(api, { records: [{}], marks: [{}] });
    const message = viewOf(await launch());
    expect(message).not.toHaveProperty('player');
    expect(tokenOf(await acknowledge(learner, message))).toMatch(/^[\w-]{43}$/);
  });
});

describe('files of a package', () => {
  const FILES = {
    'index.html': '<meta charset="iso-8859-1"><p>Hello',
    'a b/grün#1.js': 'let x;',
    'empty.css': '',
    'film.mp4': 'bytes',
    'page.unknown': '?',
  };

  test('come with their type and a policy that keeps them to their own host', async () => {
    const { open, content } = await givenContent(api, { content: { files: FILES } });
    const base = `/launches/${await open()}/files`;
    const typeOf = async (path: string) => (await content.get(`${base}/${path}`)).headers.get('Content-Type');
    expect(await typeOf('index.html')).toBe('text/html');
    expect(await typeOf('a%20b/gr%C3%BCn%231.js')).toMatch(/javascript$/);
    expect(await typeOf('empty.css')).toBe('text/css');
    expect(await typeOf('film.mp4')).toBe('video/mp4');
    expect(await typeOf('page.unknown')).toBe('application/octet-stream');

    const { headers, body } = await content.get(`${base}/index.html`);
    expect(body).toBe(FILES['index.html']);
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    const policy = headers.get('Content-Security-Policy');
    expect(policy).toContain("connect-src 'self';");
    expect(policy).toContain(`frame-ancestors 'self' ${api.url}`);
  });

  test.each([
    ['bytes=0-', 206, 'bytes', 'bytes 0-4/5'],
    ['bytes=1-2', 206, 'yt', 'bytes 1-2/5'],
    ['bytes=-2', 206, 'es', 'bytes 3-4/5'],
    ['bytes=3-100', 206, 'es', 'bytes 3-4/5'],
    ['bytes=5-', 200, 'bytes', null],
    ['bytes=0-0,2-2', 200, 'bytes', null],
    ['lines=0-1', 200, 'bytes', null],
    ['nonsense', 200, 'bytes', null],
  ])(
    'come in parts, without which no film can be wound on: %s',
    async (range, status, body, contentRange) => {
      const { open } = await givenContent(api, { content: { files: FILES } });
      const url = `${api.url.replace('127.0.0.1', 'localhost')}/launches/${await open()}/files`;
      const answer = await fetch(`${url}/film.mp4`, { headers: { Range: range } });
      expect({ status: answer.status, body: await answer.text() }).toEqual({ status, body });
      expect(answer.headers.get('Content-Range')).toBe(contentRange);
      expect(answer.headers.get('Accept-Ranges')).toBe('bytes');
      expect(answer.headers.get('Content-Type')).toBe('video/mp4');
      expect(await fetch(`${url}/empty.css`, { headers: { Range: range } })).toMatchObject({ status: 200 });
      expect(await fetch(`${url}/none.mp4`, { headers: { Range: range } })).toMatchObject({ status: 404 });
      expect(await fetch(`${url}/a%20b`, { headers: { Range: range } })).toMatchObject({ status: 404 });
    },
  );

  test.each([
    '..%2f..%2fother',
    '%2e%2e/other',
    'a%5c..%5cother',
    'index.html%00.js',
    'missing.html',
    'a%20b',
    'index.html/more',
    '',
  ])('what is not there, or leads out, is not found: %s', async (path) => {
    const { open, content } = await givenContent(api, { content: { files: FILES } });
    expect(await content.get(`/launches/${await open()}/files/${path}`)).toMatchObject({ status: 404 });
  });

  test('are those of the package that was launched, also once it has been replaced', async () => {
    const given = await givenContent(api, { content: { files: { 'index.html': 'old' } } });
    const before = await given.open();
    await givenPackage(api.services, given.pair, { files: { 'index.html': 'new' } });
    const after = await given.open();
    expect(await given.content.get(`/launches/${before}/files/index.html`)).toMatchObject({ body: 'old' });
    expect(await given.content.get(`/launches/${after}/files/index.html`)).toMatchObject({ body: 'new' });
  });
});

test('a page left open over a reset is told so, and so is its player when it is loaded again', async () => {
  const given = await givenContent(api, { records: [{}] });
  const token = await given.open();
  expect(await given.content.get(`/launches/${token}/status`)).toMatchObject({ status: 204 });
  await resetPair(api, given);
  for (const path of ['status', 'session'])
    expect(await given.content.get(`/launches/${token}/${path}`)).toMatchObject({
      status: 409,
      body: { code: 'launch-superseded' },
    });
});

test('a commit that is nested without end is a bad request, and reaches nothing', async () => {
  const { open, records } = await givenContent(api);
  const commit = JSON.stringify({
    sequence: 1,
    unit: 'item-1',
    state: {
      completion: 'incomplete',
      success: 'unknown',
      score: null,
      progress: null,
      totalSeconds: 0,
      data: { cmi: { deep: 0 } },
    },
  }).replace('"deep":0', `"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  const url = `${api.url.replace('127.0.0.1', 'localhost')}/launches/${await open()}/state`;
  const headers = { 'Content-Type': 'application/json' };
  expect(await fetch(url, { method: 'PUT', headers, body: commit })).toMatchObject({ status: 400 });
  expect(await records()).toMatchObject([{ sequence: 0 }]);
});

test('another version of a package goes on with what its units have kept, and begins anew after a reset', async () => {
  const given = await givenContent(api, { content: { files: { 'index.html': 'old' } } });
  const { content } = given;
  const seen = async (token: string) => {
    const { body } = await content.get(`/launches/${token}/session`);
    const { attempt, unit, units } = PlayerSession.parse(body);
    const file = (await content.get(`/launches/${token}/files/index.html`)).body;
    return { attempt, unit, kept: units[0]?.state?.data ?? null, file };
  };
  const data = { cmi: { core: { lesson_location: '7' }, suspend_data: 'seen 7' } };
  const state = {
    completion: 'completed',
    success: 'passed',
    score: 90,
    progress: null,
    totalSeconds: 60,
    data,
  };
  await content.put(`/launches/${await given.open()}/state`, { sequence: 1, unit: 'item-1', state });
  const records = await given.records();
  await givenPackage(api.services, given.pair, { files: { 'index.html': 'new' } });
  expect(await given.records()).toEqual(records);
  expect(await seen(await given.open())).toEqual({ attempt: 1, unit: 'item-1', kept: data, file: 'new' });

  const accessed = await given.records();
  await resetPair(api, given);
  const anew = tokenOf(await acknowledge(given.learner, viewOf(await given.launch())));
  expect(await seen(anew)).toEqual({ attempt: 2, unit: null, kept: null, file: 'new' });
  expect((await given.records())[0]).toEqual(accessed[0]);
});
