import type { LaunchView } from '@reset/shared/contracts/launch';
import type { RestartSetting } from '@reset/shared/contracts/learning';
import { givenContent, tokenOf } from '../content-host/given-content.fixture';
import type { Answer, GivenApi } from '../given-api.fixture';
import { acknowledge, commit, type GivenLaunch, givenLaunch, viewOf } from './given-launch.fixture';
import { beginReset, beginUndo } from './interleaved.fixture';
import {
  type Action,
  bookmarkOf,
  type Model,
  type ModelRecord,
  opened,
  REFUSED,
  UNIT,
  type Voice,
} from './launch-model.fixture';

type Row = Record<string, unknown>;
/** Everything that the database knows of the pair. */
export type Observed = {
  records: ModelRecord[];
  marks: Model['marks'];
  refused: string[];
  acknowledged: number;
  /** Every column of every record and of every unit in it, oldest first. */
  raw: { record: Row; units: Row[] }[];
};
export type Driver = {
  run(action: Action): Promise<string>;
  observe(): Promise<Observed>;
};

/** Ann and one course, through the real API and in the reset's own statements. */
export async function givenDriver(
  api: GivenApi,
  setting: RestartSetting | null,
  voice: Voice,
): Promise<Driver> {
  const given = setting === null ? {} : { setting };
  const pairOf = await (voice === 'page'
    ? givenLaunch(api, given)
    : givenContent(api, { ...given, content: { standard: voice === 'hacp' ? 'aicc' : 'scorm-1.2' } }));
  const views = new Map<number, LaunchView>();
  const see = (number: number, answer: Answer): string => {
    if (answer.status >= 400) return refusal(answer);
    const view = viewOf(answer);
    views.set(number, view);
    if (view.state === 'message') return 'message';
    const { record, content, sequence } = view;
    return opened(record.attempt, {
      ...record,
      ...content,
      sequence,
      accesses: 0,
      resetBy: null,
      writer: null,
    });
  };
  const shown = (number: number): LaunchView => {
    const view = views.get(number);
    if (!view) throw new Error(`there is no launch ${number}`);
    return view;
  };
  return {
    async run(action) {
      if (action.does === 'launch') return see(action.number, await pairOf.launch());
      if (action.does === 'acknowledge')
        return see(action.launch, await acknowledge(pairOf.learner, shown(action.launch)));
      if (action.does === 'commit') return say(api, voice, pairOf, shown(action.launch), action);
      if (action.does === 'withdraw') return withdraw(api, pairOf, action);
      await reset(api, pairOf, action.number);
      return 'done';
    },
    observe: () => observe(api, pairOf),
  };
}

type Said = Extract<Action, { does: 'commit' }>;

async function say(api: GivenApi, voice: Voice, { learner }: GivenLaunch, view: LaunchView, said: Said) {
  if (voice === 'page') return saved(await commit(learner, view, pageState(said)));
  // No player is given with a message.
  if (view.state === 'message') return REFUSED['launch-not-open'];
  const token = tokenOf({ status: 200, headers: new Headers(), body: view });
  const content = api.url.replace('127.0.0.1', 'localhost');
  if (voice === 'hacp') return heard(await sendText(`${content}/hacp`, hacpMessage(token, said)));
  return saved(await sendJson(`${content}/launches/${token}/state`, playerState(said)));
}

const pageState = ({ sequence, completed, score }: Said) => ({
  sequence,
  content: { bookmark: bookmarkOf(sequence), progress: 0.5 },
  completed,
  ...(score === null ? {} : { score }),
});

const playerState = ({ sequence, completed, score }: Said) => ({
  sequence,
  unit: UNIT,
  state: {
    completion: completed ? 'completed' : 'incomplete',
    success: 'unknown',
    score,
    progress: null,
    totalSeconds: 0,
    data: { cmi: { core: { lesson_location: bookmarkOf(sequence) } } },
  },
});

const hacpMessage = (token: string, { sequence, completed, score }: Said) =>
  new URLSearchParams({
    command: 'PutParam',
    session_id: `${token}.0`,
    aicc_data: [
      '[Core]',
      `Lesson_Location=${bookmarkOf(sequence)}`,
      `Lesson_Status=${completed ? 'completed' : 'incomplete'}`,
      ...(score === null ? [] : [`Score=${score}`]),
    ].join('\r\n'),
  });

const sendText = async (url: string, body: URLSearchParams) =>
  (await fetch(url, { method: 'POST', body })).text();

async function sendJson(url: string, state: object): Promise<Answer> {
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(state) });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

const saved = (answer: Answer): string =>
  answer.status >= 400 ? refusal(answer) : `saved ${(answer.body as { sequence: number }).sequence}`;

/** HACP has one error for every session that is over. */
function heard(text: string): string {
  if (text.startsWith('error=0\r\n')) return 'saved';
  if (text.startsWith('error=3\r\nerror_text=Invalid Session ID: this course was reset'))
    return 'launch-superseded';
  throw new Error(`HACP answered ${text}`);
}

function refusal({ status, body }: Answer): string {
  const { code, details } = body as { code: string; details?: { by?: string } };
  if (status !== 409) throw new Error(`${status} ${JSON.stringify(body)}`);
  return details?.by ? `${code} by ${details.by}` : code;
}

async function reset({ dataSource }: GivenApi, { pair }: GivenLaunch, bulkResetId: number) {
  const chunk = await beginReset(dataSource, pair, bulkResetId);
  await chunk.mark();
  await chunk.commit();
}

/** @returns what the undo says of the pair */
async function withdraw(
  { dataSource }: GivenApi,
  { pair }: GivenLaunch,
  { bulkReset, number }: Extract<Action, { does: 'withdraw' }>,
): Promise<string> {
  const chunk = await beginUndo(dataSource, pair, bulkReset, number);
  const counts = await chunk.withdraw();
  await chunk.commit();
  return Object.entries(counts)
    .flatMap(([name, count]) => Array.from({ length: Number(count) }, () => name))
    .join();
}

async function observe({ dataSource }: GivenApi, { pair, ...rows }: GivenLaunch): Promise<Observed> {
  const key = [pair.organizationId, pair.learnerId, pair.courseId];
  const of = 'organization_id = ? AND learner_id = ? AND course_id = ?';
  const [records, marks, refused, units, audits] = await Promise.all([
    rows.records(),
    rows.marks(),
    rows.refused(),
    dataSource.query(`SELECT * FROM attempt_unit WHERE ${of} ORDER BY attempt, unit`, key) as Promise<Row[]>,
    dataSource.query(
      `SELECT 1 FROM audit_event WHERE organization_id = ? AND action = 'progress-reset.acknowledged'`,
      [pair.organizationId],
    ) as Promise<Row[]>,
  ]);
  return {
    records: records.map(recordOf),
    marks: marks.map((mark) => ({
      bulkReset: Number(mark.bulk_reset_id),
      openedAttempt: mark.opened_attempt === null ? null : Number(mark.opened_attempt),
      withdrawn: mark.withdrawn_at !== null,
    })),
    refused: refused.map(({ attempt, code }) => `${attempt}: ${code}`),
    acknowledged: audits.length,
    raw: records.map((record) => ({
      record,
      units: units.filter(({ attempt }) => attempt === record.attempt),
    })),
  };
}

/** Who wrote last is not in the record: the model knows it alone. */
function recordOf(row: Row): ModelRecord {
  const content = row.content_state === null ? {} : JSON.parse(`${row.content_state}`);
  return {
    status: row.status as ModelRecord['status'],
    score: row.score === null ? null : Number(row.score),
    sequence: Number(row.sequence),
    bookmark: content.bookmark ?? '',
    progress: content.progress ?? 0,
    accesses: Number(row.accesses),
    resetBy: row.reset_by === null ? null : Number(row.reset_by),
    writer: null,
  };
}
