import { newApiKey } from '@reset/shared/auth/api-key';
import type { ContentListingPage, LearnerActivityPage } from '@reset/shared/contracts/reports';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { type Answer, type Client, client, type GivenApi, givenApi } from '../given-api.fixture';

let api: GivenApi;
beforeAll(async () => {
  api = await givenApi();
});
afterAll(() => api.stop());

const day = (date: string) => new Date(`${date}T10:00:00.000Z`);

/** An academy with a record of every kind, and another one whose records must never show. */
async function givenAcademy() {
  const [administrator, support, learner] = [newApiKey(), newApiKey(), newApiKey()];
  const academy = await givenOrganization(api.dataSource, {
    learners: {
      ann: { name: 'Ann Li', email: 'ann@example.org' },
      bob: { name: 'Bob Álvarez', loginId: '=bob', email: null },
      cy: { name: 'Cy Young', status: 'deactivated' },
    },
    courses: {
      fire: { title: 'Fire safety', assetId: 'FIRE-1', kind: 'custom-scorm-1.2' },
      film: { title: 'A film about fire', assetId: 'FILM-1', kind: 'video' },
      law: { title: 'Law', assetId: 'LAW-1', kind: 'compliance', status: 'retired', language: 'de' },
    },
    records: [
      {
        learner: 'ann',
        course: 'fire',
        status: 'completed',
        completedAt: day('2025-03-04'),
        lastAccessAt: day('2025-03-04'),
        score: 91.5,
        accesses: 3,
      },
      { learner: 'ann', course: 'film', lastAccessAt: day('2025-04-01') },
      { learner: 'bob', course: 'fire', lastAccessAt: day('2025-05-01') },
      { learner: 'cy', course: 'fire', status: 'completed', completedAt: day('2025-06-01'), accesses: 1 },
    ],
    apiKeys: [
      { secretHash: administrator.secretHash },
      { secretHash: support.secretHash, role: 'support' },
      { secretHash: learner.secretHash, role: 'learner' },
    ],
  });
  const of = ({ key }: { key: string }): Client => client(api.url, { Authorization: `Bearer ${key}` });
  return {
    ...academy,
    administrator: of(administrator),
    support: of(support),
    learner: of(learner),
    key: administrator.key,
  };
}
type Academy = Awaited<ReturnType<typeof givenAcademy>>;

/** A bulk reset after which Ann began the fire course anew; another one waits for Bob. */
async function givenResets({ id, key, learners, courses }: Academy): Promise<string> {
  const uploaded = await fetch(`${api.url}/v1/bulk-resets?fileName=yearly.csv`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'text/csv' },
    body: `Learner,Content,Reset required\nann,${courses.fire.uuid},TRUE`,
  });
  const { id: bulkReset } = (await uploaded.json()) as { id: string };
  const [{ number }] = await api.dataSource.query(
    'SELECT id AS number FROM bulk_reset WHERE uuid = UNHEX(?)',
    [bulkReset.replaceAll('-', '')],
  );
  await api.dataSource.query(
    `INSERT INTO learning_record (organization_id, learner_id, course_id, attempt, status, started_at, last_access_at,
       reset_at, reset_by) VALUES (?, ?, ?, 2, 'restarted', ?, ?, ?, ?)`,
    [id, learners.ann.id, courses.fire.id, day('2025-07-02'), day('2025-07-02'), day('2025-07-01'), number],
  );
  await api.dataSource.query(
    `INSERT INTO progress_reset (organization_id, learner_id, course_id, bulk_reset_id, file_row, reset_at,
       acknowledged_at, opened_attempt) VALUES (?, ?, ?, ?, 2, ?, ?, 2), (?, ?, ?, ?, 3, ?, NULL, NULL)`,
    [
      ...[id, learners.ann.id, courses.fire.id, number, day('2025-07-01'), day('2025-07-02')],
      ...[id, learners.bob.id, courses.fire.id, number, day('2025-07-01')],
    ],
  );
  return bulkReset;
}

const ACTIVITY = '/v1/reports/learner-activity';
const pageOf = ({ body }: Answer) => body as LearnerActivityPage;
const briefly = (page: LearnerActivityPage) =>
  page.rows.map(({ learner, course, attempt }) => `${learner.name} ${course.assetId} ${attempt}`);

describe('the Learner Activity report', () => {
  let academy: Academy;
  let bulkReset: string;
  beforeAll(async () => {
    academy = await givenAcademy();
    await givenAcademy();
    bulkReset = await givenResets(academy);
  });

  test('tells of a record who, what, when, how well, and which file it was reset by', async () => {
    const { rows, nextCursor } = pageOf(await academy.support.get(`${ACTIVITY}?learner=ann&course=FIRE-1`));
    const { ann } = academy.learners;
    const learner = {
      id: ann.uuid,
      loginId: 'ann',
      email: 'ann@example.org',
      name: 'Ann Li',
      status: 'active',
    };
    const course = {
      id: academy.courses.fire.uuid,
      assetId: 'FIRE-1',
      title: 'Fire safety',
      kind: 'custom-scorm-1.2',
    };
    expect(nextCursor).toBeNull();
    expect(rows).toEqual([
      {
        learner,
        course,
        attempt: 1,
        status: 'completed',
        firstAccessAt: '2025-03-03T08:30:00.000Z',
        lastAccessAt: '2025-03-04T10:00:00.000Z',
        completedAt: '2025-03-04T10:00:00.000Z',
        score: 91.5,
        accesses: 3,
        reset: null,
        resetWaitingSince: null,
      },
      {
        learner,
        course,
        attempt: 2,
        status: 'restarted',
        firstAccessAt: '2025-07-02T10:00:00.000Z',
        lastAccessAt: '2025-07-02T10:00:00.000Z',
        completedAt: null,
        score: null,
        accesses: 1,
        reset: { at: '2025-07-01T10:00:00.000Z', bulkResetId: bulkReset, fileName: 'yearly.csv' },
        resetWaitingSince: null,
      },
    ]);
  });

  test('says where a reset waits for the next launch', async () => {
    const { rows } = pageOf(await academy.support.get(`${ACTIVITY}?learner=${encodeURIComponent('=bob')}`));
    expect(rows).toMatchObject([{ status: 'started', resetWaitingSince: '2025-07-01T10:00:00.000Z' }]);
  });

  const [ANN_FIRE, ANN_FIRE_2, ANN_FILM, BOB_FIRE, CY_FIRE] = [
    'Ann Li FIRE-1 1',
    'Ann Li FIRE-1 2',
    'Ann Li FILM-1 1',
    'Bob Álvarez FIRE-1 1',
    'Cy Young FIRE-1 1',
  ];
  test.each([
    ['', [ANN_FIRE, ANN_FIRE_2, ANN_FILM, BOB_FIRE, CY_FIRE]],
    ['learner=ANN', [ANN_FIRE, ANN_FIRE_2, ANN_FILM]],
    ['learner=ann@example.org', [ANN_FIRE, ANN_FIRE_2, ANN_FILM]],
    ['learner=bob%20%C3%A1l', [BOB_FIRE]],
    ['learner=%C3%A1lv', [BOB_FIRE]],
    ['learner=alv', []],
    ['learner=%25', []],
    ['course=fire-1', [ANN_FIRE_2, BOB_FIRE, ANN_FIRE, CY_FIRE]],
    ['course=fire', [ANN_FIRE_2, BOB_FIRE, ANN_FIRE, CY_FIRE, ANN_FILM]],
    ['course=about', [ANN_FILM]],
    ['course=nothing', []],
    ['type=video', [ANN_FILM]],
    ['status=completed', [ANN_FIRE, CY_FIRE]],
    ['accessedFrom=2025-04-01&accessedTo=2025-05-01', [BOB_FIRE, ANN_FILM]],
    ['accessedFrom=2025-07-02', [ANN_FIRE_2]],
    ['completedTo=2025-03-04', [ANN_FIRE]],
    ['completedFrom=2025-03-01', [CY_FIRE, ANN_FIRE]],
    ['completedFrom=2025-03-01&status=started', []],
    ['course=fire-1&accessedTo=2025-04-30&learner=cy', [CY_FIRE]],
    ['accessedFrom=2025-04-01&accessedTo=9999-12-31', [ANN_FIRE_2, BOB_FIRE, ANN_FILM]],
    ['completedTo=9999-12-31', [CY_FIRE, ANN_FIRE]],
    ['course=fire-1&accessedFrom=2025-04-30', [ANN_FIRE_2, BOB_FIRE]],
    ['reset=yes', [ANN_FIRE_2]],
    ['reset=no&learner=ann', [ANN_FIRE, ANN_FILM]],
  ])('?%s finds its records, in the order of its way, at once and page by page', async (query, expected) => {
    const whole = pageOf(await academy.administrator.get(`${ACTIVITY}?${query}`));
    expect(briefly(whole)).toEqual(expected);

    const paged: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const more = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = pageOf(await academy.administrator.get(`${ACTIVITY}?${query}&limit=1${more}`));
      paged.push(...briefly(page));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(briefly(whole));
  });

  test('finds the records that began after one bulk reset', async () => {
    expect(briefly(pageOf(await academy.support.get(`${ACTIVITY}?resetBy=${bulkReset}`)))).toEqual([
      ANN_FIRE_2,
    ]);
  });

  test('the CSV is for spreadsheets: a byte-order mark, CRLF, and no formula', async () => {
    const answer = await fetch(`${api.url}${ACTIVITY}.csv?course=fire-1`, {
      headers: { Authorization: `Bearer ${academy.key}` },
    });
    expect(answer.headers.get('Content-Disposition')).toBe('attachment; filename=learner-activity.csv');
    const text = Buffer.from(await answer.arrayBuffer()).toString();
    const { learners, courses } = academy;
    const course = `${courses.fire.uuid},FIRE-1,Fire safety,Custom SCORM 1.2 course`;
    expect(text.split('\r\n')).toEqual([
      '\uFEFFLogin ID,Learner UUID,Email,Name,Course UUID,Asset ID,Title,Type,Status,First access,Last access,Completed on,Score,Accesses,Attempts,Reset on,Reset by file,Reset waiting since',
      `ann,${learners.ann.uuid},ann@example.org,Ann Li,${course},Restarted,2025-07-02 10:00:00,2025-07-02 10:00:00,,,1,2,2025-07-01 10:00:00,yearly.csv,`,
      `'=bob,${learners.bob.uuid},,Bob Álvarez,${course},Started,2025-03-03 08:30:00,2025-05-01 10:00:00,,,1,1,,,2025-07-01 10:00:00`,
      `ann,${learners.ann.uuid},ann@example.org,Ann Li,${course},Completed,2025-03-03 08:30:00,2025-03-04 10:00:00,2025-03-04 10:00:00,91.50,3,1,,,`,
      `cy,${learners.cy.uuid},cy@example.org,Cy Young,${course},Completed,2025-03-03 08:30:00,2025-03-03 08:30:00,2025-06-01 10:00:00,,1,1,,,`,
      '',
    ]);
  });

  test.each([
    '',
    'course=fire-1',
    'accessedFrom=2025-01-01',
    'completedFrom=2025-01-01',
    'learner=ann',
    'reset=yes',
  ])('an upload of ?%s names each pair once, and none that cannot be reset', async (query) => {
    const { body } = await academy.administrator.get(`${ACTIVITY}.csv?format=upload&${query}`);
    const [header, ...rows] = String(body).trimEnd().split('\r\n');
    expect(header).toMatch(/,Reset waiting since,Reset required$/);
    const fire = academy.courses.fire.uuid;
    const ann = expect.stringMatching(new RegExp(`^ann,.*${fire},.*,TRUE$`));
    const bob = expect.stringMatching(new RegExp(`^'=bob,.*${fire},.*,TRUE$`));
    const withBob = query === '' || query === 'course=fire-1' || query.startsWith('accessed');
    expect(rows.sort()).toEqual(withBob ? [bob, ann] : [ann]);
  });

  test('refuses what cannot be answered', async () => {
    const code = async (query: string) => {
      const { status, body } = await academy.administrator.get(`${ACTIVITY}?${query}`);
      return [status, (body as { code: string }).code];
    };
    expect(await code('cursor=nonsense')).toEqual([400, 'bad-request']);
    const { nextCursor } = pageOf(await academy.administrator.get(`${ACTIVITY}?limit=1`));
    expect(await code(`course=fire-1&cursor=${nextCursor}`)).toEqual([400, 'bad-request']);
    expect(await code('limit=1000')).toEqual([400, 'bad-request']);
    expect(await code('accessedFrom=yesterday')).toEqual([400, 'bad-request']);
    expect(await code('colour=red')).toEqual([400, 'bad-request']);
    const other = await givenAcademy();
    const theirs = await givenResets(other);
    expect(await code(`resetBy=${theirs}`)).toEqual([404, 'not-found']);
    expect(
      briefly(pageOf(await academy.administrator.get(`${ACTIVITY}?learner=${other.learners.ann.uuid}`))),
    ).toEqual([]);
  });

  test('a text that matches too many learners is refused with what to do', async () => {
    const crowd = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`many-${index}`, {}]));
    const key = newApiKey();
    await givenOrganization(api.dataSource, { learners: crowd, apiKeys: [{ secretHash: key.secretHash }] });
    const administrator = client(api.url, { Authorization: `Bearer ${key.key}` });
    expect(await administrator.get(`${ACTIVITY}?learner=many`)).toMatchObject({
      status: 422,
      body: {
        code: 'filter-too-broad',
        detail: 'More than 200 learners match. Write more of the login ID, email or name.',
      },
    });
    expect(await administrator.get(`${ACTIVITY}?learner=many-1`)).toMatchObject({ status: 200 });
  });

  test.each(['learner-activity', 'learner-activity.csv', 'content-listing', 'content-listing.csv'])(
    'learners may not read %s',
    async (report) => {
      expect(await academy.learner.get(`/v1/reports/${report}`)).toMatchObject({ status: 403 });
      expect(await client(api.url).get(`/v1/reports/${report}`)).toMatchObject({ status: 401 });
    },
  );
});

describe('the Content Listing report', () => {
  const LISTING = '/v1/reports/content-listing';
  let academy: Academy;
  beforeAll(async () => {
    academy = await givenAcademy();
    await givenAcademy();
  });
  const titles = ({ body }: Answer) => (body as ContentListingPage).rows.map(({ title }) => title);

  test('tells which courses can be reset, and why the others cannot', async () => {
    const { fire, film, law } = academy.courses;
    expect(await academy.support.get(LISTING)).toMatchObject({
      status: 200,
      body: {
        rows: [
          { id: film.uuid, assetId: 'FILM-1', kind: 'video', language: 'en', notResettable: 'content-kind' },
          { id: fire.uuid, status: 'active', notResettable: null },
          { id: law.uuid, status: 'retired', language: 'de', notResettable: 'compliance-not-configured' },
        ],
        nextCursor: null,
      },
    });
  });

  test.each([
    ['course=FIRE', ['A film about fire', 'Fire safety']],
    ['course=law-1', ['Law']],
    ['type=video', ['A film about fire']],
    ['status=retired', ['Law']],
    ['language=EN', ['A film about fire', 'Fire safety']],
    ['resettable=yes', ['Fire safety']],
    ['resettable=no', ['A film about fire', 'Law']],
  ])('?%s finds its courses, at once and page by page', async (query, expected) => {
    expect(titles(await academy.administrator.get(`${LISTING}?${query}`))).toEqual(expected);
    const paged: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const more = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = await academy.administrator.get(`${LISTING}?${query}&limit=1${more}`);
      paged.push(...titles(page));
      cursor = (page.body as ContentListingPage).nextCursor;
    }
    expect(paged).toEqual(expected);
  });

  test('its CSV says it in words', async () => {
    const { body } = await academy.administrator.get(`${LISTING}.csv?status=active`);
    const { fire, film } = academy.courses;
    expect(String(body).split('\r\n')).toEqual([
      expect.stringMatching(/Course UUID,Asset ID,Title,Type,Language,Status,Can be reset,Why not$/),
      `${film.uuid},FILM-1,A film about fire,Video,en,Active,No,Content of this type cannot be reset`,
      `${fire.uuid},FIRE-1,Fire safety,Custom SCORM 1.2 course,en,Active,Yes,`,
      '',
    ]);
  });
});
