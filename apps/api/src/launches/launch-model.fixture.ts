import { decideLaunch } from '@reset/shared/contracts/launch-decision';
import type { RecordStatus, RestartSetting } from '@reset/shared/contracts/learning';

/** How a course says what it has to keep: to the launch, as a player, or by HACP, which has no numbers. */
export const VOICES = ['page', 'player', 'hacp'] as const;
export type Voice = (typeof VOICES)[number];

export type ModelRecord = {
  status: RecordStatus;
  score: number | null;
  sequence: number;
  bookmark: string;
  progress: number;
  accesses: number;
  resetBy: number | null;
  /** The launch and the number of the last commit of a player. */
  writer: { launch: number; sequence: number } | null;
};
export type ModelMark = { bulkReset: number; openedAttempt: number | null; withdrawn: boolean };
/** What is known of one learner and one course. Numbers of launches and bulk resets are the steps that made them. */
export type Model = {
  setting: RestartSetting | null;
  voice: Voice;
  /** Oldest first. */
  records: readonly ModelRecord[];
  marks: readonly ModelMark[];
  /** The attempt that each one writes to; `null` while its message waits. */
  launches: Readonly<Record<number, number | null>>;
  refused: readonly string[];
  acknowledged: number;
};

/** Whom a step is about, it names by its number: what it does is settled before it runs. */
export type Action =
  | { does: 'launch'; number: number }
  | { does: 'acknowledge'; launch: number }
  | { does: 'commit'; launch: number; sequence: number; completed: boolean; score: number | null }
  | { does: 'reset'; number: number }
  | { does: 'withdraw'; bulkReset: number; number: number };
export type Outcome = { model: Model; answer: string };

/** The unit that the package of the model has. */
export const UNIT = 'item-1';
export const bookmarkOf = (sequence: number): string => `page ${sequence}`;

export const nothingYet = (setting: RestartSetting | null, voice: Voice): Model => ({
  setting,
  voice,
  records: [],
  marks: [],
  launches: {},
  refused: [],
  acknowledged: 0,
});

/** What a step does, and what is answered, in the words of the rules. */
export function step(model: Model, action: Action): Outcome {
  if (action.does === 'launch') return launch(model, action.number);
  if (action.does === 'acknowledge') return acknowledge(model, action.launch);
  if (action.does === 'commit') return commit(model, action);
  if (action.does === 'reset') return { model: reset(model, action.number), answer: 'done' };
  return withdraw(model, action.bulkReset);
}

export const openMarks = ({ marks }: Model): readonly ModelMark[] => marks.filter(isOpen);
const isOpen = ({ openedAttempt, withdrawn }: ModelMark) => openedAttempt === null && !withdrawn;

export const opened = (attempt: number, { status, bookmark, sequence, score }: ModelRecord): string =>
  `open: attempt ${attempt}, ${status}, "${bookmark}", commit ${sequence}, score ${score}`;
export const REFUSED = {
  'launch-superseded': 'launch-superseded',
  'launch-not-open': 'launch-not-open',
  'commit-out-of-order': 'commit-out-of-order',
} as const;

function launch(model: Model, number: number): Outcome {
  const latest = model.records.at(-1);
  const decision = decideLaunch({
    course: 'active',
    latest: latest?.status ?? null,
    openMark: openMarks(model).length > 0,
    restartSetting: model.setting,
  });
  if (decision === 'message') return { model: withLaunch(model, number, null), answer: 'message' };
  const records =
    decision === 'reopen' ? accessed(model.records) : [...model.records, begun('started', null)];
  return open({ ...model, records }, number);
}

function acknowledge(model: Model, number: number): Outcome {
  const attempt = model.launches[number] ?? null;
  const marks = openMarks(model);
  if (attempt !== null) return hasEnded(model, attempt) ? superseded(model, attempt) : open(model, number);
  const last = marks.at(-1);
  // Withdrawn meanwhile, or acknowledged on another device: what there is opens.
  if (!last) return open({ ...model, records: accessed(model.records) }, number);
  const records = [...model.records, begun('restarted', last.bulkReset)];
  const consumed = model.marks.map((mark) =>
    isOpen(mark) ? { ...mark, openedAttempt: records.length } : mark,
  );
  return open({ ...model, records, marks: consumed, acknowledged: model.acknowledged + 1 }, number);
}

function commit(model: Model, action: Extract<Action, { does: 'commit' }>): Outcome {
  const attempt = model.launches[action.launch] ?? null;
  const latest = model.records.at(-1);
  if (attempt === null || !latest) return { model, answer: REFUSED['launch-not-open'] };
  if (hasEnded(model, attempt)) {
    const refused = [...model.refused, `${attempt}: ${REFUSED['launch-superseded']}`];
    return superseded({ ...model, refused }, attempt);
  }
  const sequence = model.voice === 'hacp' ? latest.sequence + 1 : action.sequence;
  if (sequence <= latest.sequence) return outOfOrder(model, action, latest);
  const records = [...model.records.slice(0, -1), saved(model.voice, latest, { ...action, sequence })];
  return { model: { ...model, records }, answer: `saved ${sequence}` };
}

function outOfOrder(
  model: Model,
  { launch, sequence }: { launch: number; sequence: number },
  { writer, sequence: last }: ModelRecord,
): Outcome {
  const answer = REFUSED['commit-out-of-order'];
  // A player whose answer was lost sends the same again.
  const isSame = writer?.launch === launch && writer.sequence === sequence;
  if (model.voice !== 'page' && isSame) return { model, answer: `saved ${last}` };
  return { model: { ...model, refused: [...model.refused, `${model.records.length}: ${answer}`] }, answer };
}

/** The first completion stays: its status and its score. */
function saved(
  voice: Voice,
  before: ModelRecord,
  { launch, sequence, completed, score }: Extract<Action, { does: 'commit' }>,
): ModelRecord {
  const wasCompleted = before.status === 'completed';
  return {
    ...before,
    sequence,
    status: completed ? 'completed' : before.status,
    score: wasCompleted ? before.score : (score ?? before.score),
    bookmark: voice === 'page' ? bookmarkOf(sequence) : UNIT,
    progress: voice === 'page' ? 0.5 : completed || wasCompleted ? 1 : 0,
    writer: { launch, sequence },
  };
}

/** A pair that was never started has nothing to reset. */
const reset = (model: Model, bulkReset: number): Model =>
  model.records.length === 0
    ? model
    : { ...model, marks: [...model.marks, { bulkReset, openedAttempt: null, withdrawn: false }] };

/** An undo withdraws the marks of its own bulk reset alone, and says where the pair stays reset all the same. */
function withdraw(model: Model, bulkReset: number): Outcome {
  const own = model.marks.find((mark) => mark.bulkReset === bulkReset);
  if (!own) throw new Error('the model undoes a reset that never was');
  if (own.openedAttempt !== null) return { model, answer: 'relaunched' };
  if (own.withdrawn) return { model, answer: 'undoneBefore' };
  const marks = model.marks.map((mark) => (mark === own ? { ...mark, withdrawn: true } : mark));
  const after = { ...model, marks };
  return { model: after, answer: openMarks(after).length > 0 ? 'resetByAnother' : 'undone' };
}

const hasEnded = (model: Model, attempt: number) =>
  attempt !== model.records.length || openMarks(model).length > 0;

function superseded(model: Model, attempt: number): Outcome {
  const byReset =
    openMarks(model).length > 0 || model.records.slice(attempt).some(({ resetBy }) => resetBy !== null);
  return { model, answer: `${REFUSED['launch-superseded']} by ${byReset ? 'reset' : 'new-attempt'}` };
}

function open(model: Model, number: number): Outcome {
  const attempt = model.records.length;
  const latest = model.records.at(-1);
  if (!latest) throw new Error('the model opens a course without a record');
  return { model: withLaunch(model, number, attempt), answer: opened(attempt, latest) };
}

const withLaunch = (model: Model, number: number, attempt: number | null): Model => ({
  ...model,
  launches: { ...model.launches, [number]: attempt },
});

const begun = (status: 'started' | 'restarted', resetBy: number | null): ModelRecord => ({
  status,
  score: null,
  sequence: 0,
  bookmark: '',
  progress: 0,
  accesses: 1,
  resetBy,
  writer: null,
});

const accessed = (records: readonly ModelRecord[]): ModelRecord[] =>
  records.map((record, index) =>
    index === records.length - 1 ? { ...record, accesses: record.accesses + 1 } : record,
  );
