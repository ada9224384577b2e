import { newApiKey } from '@reset/shared/auth/api-key';
import { hashPassword } from '@reset/shared/auth/password';
import { quickHash } from '@reset/shared/auth/quick-hash.fixture';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { client, cookieOf, type GivenApi, givenApi, signedIn } from '../given-api.fixture';

const PASSWORD = 'a long enough password';
const [key, supportKey, revokedKey] = [newApiKey(), newApiKey(), newApiKey()];
let api: GivenApi;
beforeAll(async () => {
  api = await givenApi();
  const passwordHash = quickHash(PASSWORD);
  await givenOrganization(api.dataSource, {
    name: 'Northwind Academy',
    learners: { ann: {}, gone: { status: 'deactivated' } },
    users: {
      'Ada Admin': { login: 'Ada@example.org', passwordHash: await hashPassword(PASSWORD) },
      Ann: { login: 'ann', role: 'learner', learner: 'ann', passwordHash },
      Gone: { login: 'gone', role: 'learner', learner: 'gone', passwordHash },
      Disabled: { login: 'disabled', active: false, passwordHash },
      Mover: { login: 'mover', passwordHash },
    },
    apiKeys: [
      { name: 'HR system', secretHash: key.secretHash },
      { name: 'Support tool', role: 'support', secretHash: supportKey.secretHash },
      { name: 'Old', secretHash: revokedKey.secretHash, revokedAt: new Date() },
    ],
  });
});
afterAll(() => api.stop());
const bearer = ({ key: secret }: { key: string }) => ({ Authorization: `Bearer ${secret}` });

describe('signing in', () => {
  test('gives a session that knows the person, until they sign out', async () => {
    const answer = await client(api.url).post('/v1/session', {
      login: ' ada@EXAMPLE.org ',
      password: PASSWORD,
    });
    expect(answer).toMatchObject({
      status: 201,
      body: { name: 'Ada Admin', role: 'administrator', organization: 'Northwind Academy' },
    });
    expect(Object.keys(answer.body as object)).toEqual(['name', 'role', 'organization']);
    for (const cookie of answer.headers.getSetCookie()) {
      expect(cookie).toMatch(/; httponly/i);
      expect(cookie).toMatch(/; samesite=lax/i);
      expect(cookie).not.toMatch(/; secure/i);
    }
    const browser = client(api.url, { Cookie: cookieOf(answer), Origin: api.url });
    expect(await browser.get('/v1/session')).toMatchObject({ status: 200, body: answer.body });
    const signedOut = await browser.delete('/v1/session');
    expect(signedOut.status).toBe(204);
    expect(await client(api.url, { Cookie: cookieOf(signedOut) }).get('/v1/session')).toMatchObject({
      status: 401,
      body: { code: 'not-signed-in' },
    });
  });

  test.each([
    ['a wrong password', 'ada@example.org', 'wrong'],
    ['a login that nobody has', 'nobody', PASSWORD],
    ['an account that is disabled', 'disabled', PASSWORD],
    ['the account of a deactivated learner', 'gone', PASSWORD],
  ])('with %s fails, always in the same words', async (_, login, password) => {
    const answer = await client(api.url).post('/v1/session', { login, password });
    expect(answer).toMatchObject({ status: 401 });
    expect(answer.body).toEqual({
      type: 'about:blank',
      title: 'Signing in failed',
      status: 401,
      code: 'sign-in-failed',
      detail: 'The login or the password is wrong.',
      details: {},
    });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  test('without a password is a bad request that names the field', async () => {
    expect(await client(api.url).post('/v1/session', { login: 'ann' })).toMatchObject({
      status: 400,
      body: { code: 'bad-request', details: { faults: [{ path: 'password' }] } },
    });
  });

  test('stops after ten failures at one login, even with the right password, and for that login alone', async () => {
    const attempt = (login: string, password: string) =>
      client(api.url).post('/v1/session', { login, password });
    await Promise.all(Array.from({ length: 10 }, () => attempt('mover', 'guess')));
    const refused = await attempt('Mover', PASSWORD);
    expect(refused).toMatchObject({ status: 429, body: { code: 'too-many-attempts' } });
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(800);
    expect(await attempt('ann', PASSWORD)).toMatchObject({ status: 201 });
  });
});

describe('a session', () => {
  const mutate = (sql: string, login: string) =>
    api.dataSource.query(`UPDATE user_account SET ${sql} WHERE login_key = ?`, [login]);

  test('ends when its account is disabled, and when its password changes', async () => {
    const [one, other] = [
      await signedIn(api.url, 'ada@example.org', PASSWORD),
      await signedIn(api.url, 'ann', PASSWORD),
    ];
    await mutate('active = FALSE', 'ada@example.org');
    await mutate(`password_hash = '${quickHash('another')}'`, 'ann');
    const answers = await Promise.all([one.get('/v1/session'), other.get('/v1/session')]);
    await mutate('active = TRUE', 'ada@example.org');
    await mutate(`password_hash = '${quickHash(PASSWORD)}'`, 'ann');
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
  });

  test('whose cookie was written by somebody else is nobody’s', async () => {
    const cookie = cookieOf(await client(api.url).post('/v1/session', { login: 'ann', password: PASSWORD }));
    const [session = '', signature = ''] = cookie.split('; ');
    const forged = Buffer.from(session.slice('session='.length), 'base64')
      .toString()
      .replace('"ann"', '"ada@example.org"');
    expect(forged).toContain('ada@example.org');
    const forgedCookie = `session=${Buffer.from(forged).toString('base64')}; ${signature}`;
    expect(await client(api.url, { Cookie: forgedCookie }).get('/v1/session')).toMatchObject({ status: 401 });
    expect(await client(api.url, { Cookie: session }).get('/v1/session')).toMatchObject({ status: 401 });
  });

  test('holds no number that is only ours', async () => {
    const cookie = cookieOf(await client(api.url).post('/v1/session', { login: 'ann', password: PASSWORD }));
    const session = Buffer.from(/session=([^;]+)/.exec(cookie)?.[1] ?? '', 'base64').toString();
    expect(Object.keys(JSON.parse(session))).toEqual(['login', 'until', 'passwordMark']);
  });
});

describe('a session cookie changes something only from our own pages', () => {
  const host = () => new URL(api.url).host;
  const foreign = 'https://elsewhere.example';
  test.each([
    ['Sec-Fetch-Site: same-origin', () => ({ 'Sec-Fetch-Site': 'same-origin' }), 204],
    ['our Origin', () => ({ Origin: api.url }), 204],
    ['our Origin over TLS before a proxy', () => ({ Origin: `https://${host()}` }), 204],
    ['Sec-Fetch-Site: cross-site', () => ({ 'Sec-Fetch-Site': 'cross-site', Origin: api.url }), 403],
    ['Sec-Fetch-Site: same-site', () => ({ 'Sec-Fetch-Site': 'same-site' }), 403],
    ['another Origin', () => ({ Origin: foreign }), 403],
    ['another port as Origin', () => ({ Origin: 'http://127.0.0.1:1' }), 403],
    ['the Origin null', () => ({ Origin: 'null' }), 403],
    ['nothing', () => ({}), 403],
  ])('%s', async (_, headers, status) => {
    const Cookie = cookieOf(await client(api.url).post('/v1/session', { login: 'ann', password: PASSWORD }));
    const answer = await client(api.url, { Cookie, ...headers() }).delete('/v1/session');
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.body).toMatchObject({ code: 'cross-site' });
    expect(await client(api.url, { Cookie, Origin: foreign }).get('/v1/session')).toMatchObject({
      status: 200,
    });
  });

  test('nor can another site sign a person in', async () => {
    const credentials = { login: 'ann', password: PASSWORD };
    const answer = await client(api.url, { Origin: foreign }).post('/v1/session', credentials);
    expect(answer).toMatchObject({ status: 403, body: { code: 'cross-site' } });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});

describe('an API key', () => {
  test('stands for itself, from anywhere', async () => {
    const answer = await client(api.url, { ...bearer(key), Origin: 'https://elsewhere.example' }).get(
      '/v1/session',
    );
    expect(answer).toMatchObject({
      status: 200,
      body: { name: 'HR system', role: 'administrator', organization: 'Northwind Academy' },
    });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  test.each([
    ['revoked', () => revokedKey.key],
    ['unknown', () => newApiKey().key],
    ['no key at all', () => 'rk_'],
  ])('that is %s is refused, and no cookie makes up for it', async (_, secret) => {
    const Cookie = cookieOf(await client(api.url).post('/v1/session', { login: 'ann', password: PASSWORD }));
    const answer = await client(api.url, { Cookie, Authorization: `Bearer ${secret()}` }).get('/v1/session');
    expect(answer).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
    expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer');
  });
});

test.each([
  ['nobody', () => client(api.url), 401],
  ['an administrator', () => client(api.url, bearer(key)), 403],
  ['support', () => client(api.url, bearer(supportKey)), 403],
  ['a learner', () => signedIn(api.url, 'ann', PASSWORD), 200],
] as const)('the courses of a learner are shown to %s: %#', async (_, as, status) => {
  expect(await (await as()).get('/v1/my-courses')).toMatchObject({ status });
});
