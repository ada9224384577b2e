import type { GivenPackage } from '@reset/shared/content/given-package.fixture';
import { PlayerSession } from '@reset/shared/contracts/run-time';
import { client, type GivenApi, givenApi } from '../../given-api.fixture';
import { type GivenContent, givenContent, resetPair } from '../given-content.fixture';

let api: GivenApi;
beforeAll(async () => {
  api = await givenApi();
});
afterAll(() => api.stop());

const AICC: GivenPackage = { standard: 'aicc', units: [{ masteryScore: 80, launchData: 'level=2' }] };
const CRLF = '\r\n';
/** The example of `PutParam` in CMI001, in our words. */
const EXAMPLE = [
  '[CORE]',
  'Lesson_Location=87',
  'Lesson_Status=I, S',
  'Score=',
  'Time=00:02:30',
  '[CORE_LESSON]',
  'my lesson state data - 1111111111000000',
  '1111111111000000 - end of my lesson state data',
  '[COMMENTS]',
  '<1><L.Slide#2> The fuel on this slide is in the wrong units <e.1>',
];

/** An AICC course that is open, and a way to send messages to it as its content does. */
async function givenSession(content: GivenPackage = AICC) {
  const there = await givenContent(api, { content });
  const token = await there.open();
  return { ...there, token, ...messagesOf(token) };
}

function messagesOf(token: string) {
  // The content's host, as the browser names it.
  const url = api.url.replace('127.0.0.1', 'localhost');
  const post = async (body: string, path = '/hacp', headers = FORM) => {
    const answer = await client(url, headers).post(path, body);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Content-Type')).toMatch(/^text\/plain/);
    return readAnswer(`${answer.body}`);
  };
  /** As most content sends it: an encoded form. */
  const send = (command: string, data: string | string[] = '', sid = `${token}.0`) =>
    post(
      `${new URLSearchParams({
        command,
        version: '4.0',
        session_id: sid,
        aicc_data: typeof data === 'string' ? data : data.join(CRLF),
      })}`,
    );
  return { post, send };
}
const FORM: Record<string, string> = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** The head of an answer by name, and the groups of its data by name, each as its lines. */
function readAnswer(text: string) {
  const [head = '', data] = text.split(/aicc_data=/);
  const fields = Object.fromEntries(head.split(CRLF).map((line) => line.split(/=(.*)/s).slice(0, 2)));
  const groups = Object.fromEntries(
    (data ?? '')
      .replace(/(\r\n)+$/, CRLF)
      .split(/^\[/m)
      .slice(1)
      .map((group) => [group.slice(0, group.indexOf(']')), group.split(CRLF).slice(1, -1)]),
  );
  return { error: fields.error, text: fields.error_text, version: fields.version, groups };
}

async function unitOf({ pair }: Pick<GivenContent, 'pair'>) {
  const [row]: {
    data: string;
    completion: string;
    success: string;
    score: string | null;
    seconds: number;
  }[] = await api.dataSource.query(
    `SELECT data, completion, success, score, total_seconds AS seconds FROM attempt_unit
       WHERE organization_id = ? ORDER BY attempt DESC LIMIT 1`,
    [pair.organizationId],
  );
  if (!row) return undefined;
  const { score, ...rest } = row;
  return { ...rest, percent: score === null ? null : Number(score), ...JSON.parse(row.data).aicc };
}

test('GetParam of a new attempt has every mandatory group, and nothing in it', async () => {
  const { send, pair } = await givenSession();
  const [learner]: { login_id: string; name: string }[] = await api.dataSource.query(
    'SELECT login_id, name FROM learner WHERE id = ?',
    [pair.learnerId],
  );
  const { groups, ...head } = await send('GetParam');
  expect(head).toEqual({ error: '0', text: 'Successful', version: '4.0' });
  expect(groups).toEqual({
    Core: [
      `Student_ID=${learner?.login_id}`,
      `Student_Name=${learner?.name}`,
      'Output_File=',
      'Lesson_Location=',
      'Credit=Credit',
      'Lesson_Status=not attempted, ab-initio',
      'Path=',
      'Score=',
      'Time=00:00:00',
      'Lesson_Mode=Normal',
    ],
    Core_Lesson: [''],
    Core_Vendor: ['level=2'],
    Evaluation: [expect.stringMatching(/^Course_ID=\{[\w-]{36}\}$/)],
    Comments: [''],
    Objectives_Status: [],
    Student_Data: ['Mastery_Score=80', 'Max_Time_Allowed=', 'Time_Limit_Action='],
    Student_Preferences: [],
  });
});

test('what PutParam has said, GetParam tells again in the next session', async () => {
  const first = await givenSession();
  await first.send('GetParam');
  expect(await first.send('PutParam', EXAMPLE)).toEqual({
    error: '0',
    text: 'Successful',
    version: '4.0',
    groups: {},
  });
  expect(await first.send('ExitAU')).toMatchObject({ error: '0' });

  const second = messagesOf(await first.open());
  const { groups } = await second.send('GetParam');
  expect(groups.Core).toEqual(
    expect.arrayContaining([
      'Lesson_Location=87',
      'Lesson_Status=incomplete, resume',
      'Time=00:02:30',
      'Score=',
    ]),
  );
  expect(groups.Core_Lesson).toEqual(EXAMPLE.slice(6, 8));
  expect(groups.Comments).toEqual(EXAMPLE.slice(9));
  // What a message does not name stays.
  await second.send('PutParam', ['[Core]', 'Lesson_Location=88']);
  expect(await unitOf(first)).toMatchObject({ location: '88', status: 'incomplete', seconds: 150 });
});

describe('what real content sends', () => {
  const data = EXAMPLE.join(CRLF);
  const encoded = encodeURIComponent(data);
  const spoken: [
    string,
    (sid: string) => { body: string; path?: string; headers?: Record<string, string> },
  ][] = [
    [
      'in lower case',
      (sid) => ({ body: `command=putparam&version=2.0&session_id=${sid}&aicc_data=${encoded}` }),
    ],
    [
      'in upper case',
      (sid) => ({ body: `COMMAND=PUTPARAM&VERSION=4.0&SESSION_ID=${sid}&AICC_DATA=${encoded}` }),
    ],
    ['in another order', (sid) => ({ body: `aicc_data=${encoded}&session_id=${sid}&command=PutParam` })],
    [
      'without a version, under another name',
      (sid) => ({ body: `command=PutParam&AICC_SID=${sid}&aicc_data=${encoded}` }),
    ],
    ['with line feeds alone', (sid) => ({ body: form(sid, EXAMPLE.join('\n')) })],
    ['with carriage returns alone', (sid) => ({ body: form(sid, EXAMPLE.join('\r')) })],
    [
      'with mixed line ends and a byte-order mark',
      (sid) => ({ body: form(sid, `\uFEFF${EXAMPLE.join('\n').replace('\n', CRLF)}`) }),
    ],
    [
      'with headings and names in lower case and blanks around',
      (sid) => ({ body: form(sid, lowered(EXAMPLE)) }),
    ],
    [
      'not encoded at all',
      (sid) => ({ body: `command=PutParam&version=4.0&session_id=${sid}&aicc_data=${data}` }),
    ],
    [
      'encoded by `escape`',
      (sid) => ({ body: `command=PutParam&session_id=${sid}&aicc_data=${escaped(data)}` }),
    ],
    ['as plain text', (sid) => ({ body: form(sid, data), headers: { 'Content-Type': 'text/plain' } })],
    [
      'with a charset',
      (sid) => ({
        body: form(sid, data),
        headers: { 'Content-Type': `${FORM['Content-Type']}; charset=utf-8` },
      }),
    ],
    ['without a type', (sid) => ({ body: form(sid, data), headers: { 'Content-Type': '' } })],
    [
      'with fields behind the question mark',
      (sid) => ({ body: `aicc_data=${encoded}`, path: `/hacp?command=PutParam&session_id=${sid}` }),
    ],
    ['with an encoded session', (sid) => ({ body: form(encodeURIComponent(sid).replace('.', '%2E'), data) })],
    [
      'with blanks around the command',
      (sid) => ({ body: `command=+PutParam+&session_id=${sid}&aicc_data=${encoded}` }),
    ],
    [
      'in a charset that nobody knows',
      (sid) => ({ body: form(sid, data), headers: { 'Content-Type': 'text/plain; charset=x-unknown' } }),
    ],
    ['with a session of one unit alone', (sid) => ({ body: form(sid.replace(/\.0$/, ''), data) })],
  ];

  test.each(spoken)('%s', async (_, speak) => {
    const { post, token, ...there } = await givenSession();
    const { body, path, headers } = speak(`${token}.0`);
    expect(await post(body, path, headers)).toMatchObject({ error: '0' });
    expect(await unitOf(there)).toMatchObject({
      location: '87',
      status: 'incomplete',
      exit: 'suspend',
      lesson: EXAMPLE.slice(6, 8).join(CRLF),
      comments: EXAMPLE[9],
      seconds: 150,
    });
  });

  test('letters of all the world, however they are encoded', async () => {
    const { post, token, ...there } = await givenSession();
    for (const encode of [encodeURIComponent, escaped]) {
      const put = `[Core]${CRLF}Lesson_Location=Übung 3 – €${CRLF}`;
      await post(`command=PutParam&session_id=${token}.0&aicc_data=${encode(put)}`);
      expect(await unitOf(there)).toMatchObject({ location: 'Übung 3 – €' });
      await post(`command=PutParam&session_id=${token}.0&aicc_data=[Core]%0D%0ALesson_Location=`);
    }
  });

  test('data that is not encoded may hold & and =, and looks like no field', async () => {
    const { post, token, ...there } = await givenSession();
    const lesson = `a=1&b=2&c=x${CRLF}[not a group]${CRLF}score=9`;
    await post(
      `command=PutParam&session_id=${token}.0&aicc_data=[Core]${CRLF}Lesson_Location=3${CRLF}[Core_Lesson]${CRLF}${lesson}`,
    );
    expect(await unitOf(there)).toMatchObject({ location: '3', lesson, percent: null });
  });
});

const form = (sid: string, data: string) =>
  `command=PutParam&version=4.0&session_id=${sid}&aicc_data=${encodeURIComponent(data)}`;
/** The free text of a lesson and its comments stays as it is. */
const lowered = (lines: readonly string[]) =>
  lines
    .map((line) =>
      line
        .replace(/^\[(\w+)\]$/, (_, name: string) => `  [ ${name.toLowerCase()} ]  `)
        .replace(/^(\w+)=/, (_, name: string) => `  ${name.toLowerCase()} = `),
    )
    .join(CRLF);
/** As JavaScript has always had it: `%u20AC` beyond Latin-1. */
const escaped = (text: string): string =>
  [...text]
    .map((letter) => {
      const code = letter.charCodeAt(0);
      if (/[\w@*+./-]/.test(letter) && letter !== '+') return letter;
      return code > 0xff
        ? `%u${code.toString(16).padStart(4, '0')}`
        : `%${code.toString(16).padStart(2, '0')}`;
    })
    .join('');

describe('Lesson_Status', () => {
  test.each([
    ['Passed', 'completed', 'passed', 'completed'],
    ['p', 'completed', 'passed', 'completed'],
    ['COMPLETED', 'completed', 'unknown', 'completed'],
    ['c, l', 'completed', 'unknown', 'completed'],
    ['Failed', 'incomplete', 'failed', 'started'],
    ['F', 'incomplete', 'failed', 'started'],
    ['Incomplete', 'incomplete', 'unknown', 'started'],
    ['browsed', 'incomplete', 'unknown', 'started'],
    ['Not Attempted', 'not-attempted', 'unknown', 'started'],
    ['nonsense', 'not-attempted', 'unknown', 'started'],
    ['', 'not-attempted', 'unknown', 'started'],
  ])('%s', async (said, completion, success, status) => {
    const { send, records, ...there } = await givenSession({ standard: 'aicc', units: [{}] });
    await send('PutParam', ['[Core]', `Lesson_Status=${said}`]);
    expect(await unitOf(there)).toMatchObject({ completion, success });
    expect(await records()).toMatchObject([{ status }]);
  });

  test('a mastery score decides over what was completed with a score, and not over what content has judged', async () => {
    for (const [status, score, success] of [
      ['completed', '70', 'failed'],
      ['completed', '80', 'passed'],
      ['passed', '10', 'passed'],
    ] as const) {
      const { send, ...there } = await givenSession();
      await send('PutParam', ['[Core]', `Lesson_Status=${status}`, `Score=${score}`]);
      expect(await unitOf(there)).toMatchObject({ success });
    }
  });
});

test.each([
  ['87', 87],
  ['87.5', 87.5],
  ['8,10', 80],
  ['8,10,0', 80],
  ['15,20,10', 50],
  [' 8 , 10 ', 80],
  ['150', 100],
  ['-5', 0],
  ['', null],
  ['good', null],
  ['5,5,5', null],
])('Score=%s is %s percent', async (said, percent) => {
  const { send, ...there } = await givenSession();
  await send('PutParam', ['[Core]', `Score=${said}`]);
  expect(await unitOf(there)).toMatchObject({ percent });
});

test('a session tells its own time, again and again; sessions add up', async () => {
  const first = await givenSession();
  for (const time of ['00:01:00', '00:02:30', '0000:02:30.40'])
    await first.send('PutParam', ['[Core]', `Time=${time}`]);
  expect(await unitOf(first)).toMatchObject({ seconds: 150 });
  const second = messagesOf(await first.open());
  await second.send('PutParam', ['[Core]', 'Time=01:00:00']);
  await second.send('PutParam', ['[Core]', 'Time=nonsense']);
  expect(await unitOf(first)).toMatchObject({ seconds: 3750 });
  expect(await first.records()).toMatchObject([{ total_seconds: 3750 }]);
});

test('a clock that runs wild locks nobody out of the course', async () => {
  const { send, ...there } = await givenSession();
  await send('PutParam', ['[Core]', 'Time=99999:59:59']);
  const session = await there.content.get(`/launches/${there.token}/session`);
  expect(PlayerSession.parse(session.body).units[0]?.state?.totalSeconds).toBe(100_000_000);
});

test('objectives and preferences are kept by name, and told again', async () => {
  const { send } = await givenSession();
  await send('PutParam', ['[Objectives_Status]', 'J_ID.1=first', 'J_Status.1=Passed', 'J_Score.1=9,10']);
  await send('PutParam', ['[objectives_status]', 'j_status.1=failed', '[Student_Preferences]', 'Audio=1']);
  const { groups } = await send('GetParam');
  expect(groups.Objectives_Status).toEqual(['j_id.1=first', 'j_status.1=failed', 'j_score.1=9,10']);
  expect(groups.Student_Preferences).toEqual(['audio=1']);
});

test('comments, objectives, interactions, paths and performance are kept, each message behind the one before', async () => {
  const { send, ...there } = await givenSession();
  const rows = (name: string) => [`"course_id","${name}"`, '"c-1","1"'];
  for (const command of ['PutComments', 'PutObjectives', 'PutInteractions', 'PutPath', 'PutPerformance'])
    for (const name of ['first', 'second'])
      expect(await send(command, rows(name))).toMatchObject({ error: '0' });
  const both = [...rows('first'), ...rows('second')];
  expect(await unitOf(there)).toMatchObject({
    comments: both.join(CRLF),
    objectivesLog: both,
    interactions: both,
    path: both,
    performance: both.join(CRLF),
  });
});

describe('errors', () => {
  test('a command that there is not, and none', async () => {
    const { send, post, token } = await givenSession();
    for (const command of ['DoSomething', '', 'Get Param', 'constructor', '__proto__'])
      expect(await send(command)).toMatchObject({ error: '1', text: 'Invalid Command' });
    expect(await post(`session_id=${token}.0`)).toMatchObject({ error: '1' });
  });

  test('a session that is unknown, empty, of no unit, too old, or of a learner who was deactivated', async () => {
    const { send, token, records, pair } = await givenSession();
    for (const sid of ['', '.', 'unknown.0', `${token}.7`, `${token}.x`, token.slice(1)])
      expect(await send('GetParam', '', sid)).toMatchObject({
        error: '3',
        text: 'Invalid Session ID',
        groups: {},
      });
    await api.dataSource.query(
      'UPDATE launch_token SET expires_at = UTC_TIMESTAMP(3) WHERE organization_id = ?',
      [pair.organizationId],
    );
    expect(await send('PutParam', EXAMPLE)).toMatchObject({
      error: '3',
      text: expect.stringMatching(/too old/),
    });
    await api.dataSource.query("UPDATE learner SET status = 'deactivated' WHERE id = ?", [pair.learnerId]);
    expect(await send('GetParam')).toMatchObject({ error: '3' });
    expect(await records()).toMatchObject([{ sequence: 0 }]);
  });

  test('more than is kept is refused whole; what the standard asks for, and more, is taken', async () => {
    const { send, ...there } = await givenSession();
    const put = (length: number) =>
      send('PutParam', ['[Core]', 'Lesson_Location=9', '[Core_Lesson]', 'x'.repeat(length)]);
    expect(await put(4_096)).toMatchObject({ error: '0' });
    expect(await put(65_536)).toMatchObject({ error: '0' });
    expect(await put(65_537)).toMatchObject({ error: '1', text: expect.stringMatching(/more than is kept/) });
    expect((await unitOf(there))?.lesson).toHaveLength(65_536);
  });

  test('nor do many messages together come to more than is kept', async () => {
    const { send } = await givenSession();
    const put = (first: number) =>
      send('PutParam', [
        '[Student_Preferences]',
        ...Array.from({ length: 120 }, (_, index) => `p${first + index}=${'x'.repeat(4_000)}`),
      ]);
    expect(await put(0)).toMatchObject({ error: '0' });
    expect(await put(120)).toMatchObject({ error: '0' });
    expect(await put(240)).toMatchObject({ error: '1', text: expect.stringMatching(/more than is kept/) });
  });

  test('a body that is too large, or packed in a way that nobody knows, is answered in the words of HACP', async () => {
    const { post, token } = await givenSession();
    const message = `command=PutParam&session_id=${token}.0&aicc_data=`;
    const refused = { error: '1', text: expect.stringMatching(/too large or cannot be read/) };
    expect(await post(message + 'x'.repeat(1_100_000))).toMatchObject(refused);
    expect(await post(message, '/hacp', { ...FORM, 'Content-Encoding': 'compress' })).toMatchObject(refused);
  });
});

describe('a session from before a reset', () => {
  test('is told so by every command, is kept for audit, and reaches neither record', async () => {
    const given = await givenSession();
    await given.send('PutParam', EXAMPLE);
    await resetPair(api, given);
    const [records, unit] = [await given.records(), await unitOf(given)];
    const writes = [
      'PutParam',
      'ExitAU',
      'PutComments',
      'PutObjectives',
      'PutInteractions',
      'PutPath',
      'PutPerformance',
    ];
    for (const command of ['GetParam', ...writes])
      expect(await given.send(command, EXAMPLE)).toMatchObject({
        error: '3',
        text: expect.stringMatching(/^Invalid Session ID: .*reset/),
        groups: {},
      });
    expect([await given.records(), await unitOf(given)]).toEqual([records, unit]);
    expect((await given.refused()).map(({ code, body }) => [code, JSON.parse(`${body}`).hacp])).toEqual(
      writes.map((command) => ['launch-superseded', command.toLowerCase()]),
    );

    const launched = await given.launch();
    const { id } = launched.body as { id: string };
    const opened = (await given.learner.post(`/v1/launches/${id}/acknowledge`)).body as {
      player: { url: string };
    };
    const fresh = messagesOf(`${/launches\/([^/]+)/.exec(opened.player.url)?.[1]}`);
    const { groups } = await fresh.send('GetParam');
    expect(groups.Core).toEqual(
      expect.arrayContaining([
        'Lesson_Location=',
        'Lesson_Status=not attempted, ab-initio',
        'Score=',
        'Time=00:00:00',
      ]),
    );
    expect([groups.Core_Lesson, groups.Comments, groups.Objectives_Status]).toEqual([[''], [''], []]);
    // Also once the new attempt is there.
    expect(await given.send('PutParam', EXAMPLE)).toMatchObject({ error: '3' });
    expect((await given.records()).at(0)).toEqual(records[0]);
    expect(await given.records()).toMatchObject([
      {},
      { status: 'restarted', sequence: 0, content_state: null },
    ]);
  });
});
