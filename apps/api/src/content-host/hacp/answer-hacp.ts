import { AiccState, LIMITS, type UnitState } from '@reset/shared/contracts/run-time';
import { AppError, isAppError } from '@reset/shared/errors/app-error';
import { readUnit } from '@reset/shared/stores/attempt-unit.store';
import type { DataSource } from 'typeorm';
import { parseRequest } from '../../http/parse-request';
import type { OpenContent, OpenContentByToken } from '../open-content';
import { checkAttempt } from '../read-session';
import type { UnitWrite } from '../write-unit';
import { aiccResult } from './aicc-result';
import { getParamData } from './get-param';
import { applyPutParam } from './put-param';
import { readGroups } from './read-groups';
import { type HacpRequest, readHacpRequest } from './read-request';

type Deps = {
  dataSource: DataSource;
  open: OpenContentByToken;
  write: (open: OpenContent, write: UnitWrite) => Promise<unknown>;
};
type Session = { open: OpenContent; unit: OpenContent['content']['units'][number] };
type Answer = { error: keyof typeof ERROR_TEXT; text?: string; data?: string };

/** CMI001: the errors that there are, and their texts. */
const ERROR_TEXT = {
  0: 'Successful',
  1: 'Invalid Command',
  2: 'Invalid AU-password',
  3: 'Invalid Session ID',
} as const;
/** Content that shows the text tells the learner what to do. */
const RESET_TEXT =
  'Invalid Session ID: this course was reset or started again since. Close it and launch it again.';
const EXPIRED_TEXT = 'Invalid Session ID: this launch is too old. Close the course and launch it again.';

/** Answers one message of AICC content, always with HTTP status 200: what is wrong stands in the text. */
export function answerHacp(deps: Deps): (message: string) => Promise<string> {
  return async (message) => {
    const request = readHacpRequest(message);
    try {
      return render(await answer(deps, request));
    } catch (error) {
      const refusal = isAppError(error) ? REFUSALS[error.code] : undefined;
      if (!refusal) throw error;
      return render(refusal);
    }
  };
}

const REFUSALS: Readonly<Record<string, Answer>> = {
  'not-found': { error: 3 },
  'launch-superseded': { error: 3, text: RESET_TEXT },
  'launch-expired': { error: 3, text: EXPIRED_TEXT },
  'bad-request': { error: 1, text: 'Invalid Command: it holds more than is kept' },
};

async function answer(deps: Deps, request: HacpRequest): Promise<Answer> {
  const session = await findSession(deps, request.sessionId);
  if (!session) return { error: 3 };
  if (request.command === 'getparam') return getParam(deps, session);
  const change = CHANGES.get(request.command);
  if (!change) return { error: 1 };
  await deps.write(session.open, {
    unit: session.unit.identifier,
    change: (before) => change(before, request.data, session),
    asSent: { hacp: request.command, data: request.data.slice(0, LIMITS.suspendData) },
  });
  return { error: 0 };
}

/** @param sessionId the launch token and the number of the unit, joined by a dot */
async function findSession({ open }: Deps, sessionId: string): Promise<Session | undefined> {
  const [token, number] = sessionId.split('.');
  if (!token) return undefined;
  const opened = await open(token);
  const unit = opened.content.units[Number(number ?? 0)];
  return unit && { open: opened, unit };
}

async function getParam({ dataSource }: Deps, { open, unit }: Session): Promise<Answer> {
  await checkAttempt(dataSource.manager, open);
  const saved = await readUnit(dataSource.manager, open.launch, unit.identifier);
  const { state, totalSeconds } = aiccOf(saved);
  const data = getParamData({ launch: open.launch, unit, state, totalSeconds, isNew: !saved });
  return { error: 0, data };
}

type Change = (before: UnitState | undefined, data: string, session: Session) => UnitState;

// A Map: content may send `__proto__` for a command.
const CHANGES: ReadonlyMap<string, Change> = new Map<string, Change>(
  Object.entries({
    putparam: (before, data, { open }) => {
      const { state, totalSeconds } = aiccOf(before);
      const { launchId } = open.launch;
      const session = state.session?.launchId === launchId ? state.session : { launchId, base: totalSeconds };
      const put = applyPutParam(state, readGroups(data));
      return unitState(
        { ...put.state, session },
        put.sessionSeconds === undefined ? totalSeconds : session.base + put.sessionSeconds,
      );
    },
    exitau: changes((state) => ({ ...state, session: null })),
    putcomments: changes((state, data) => ({ ...state, comments: joined(state.comments, data) })),
    putobjectives: changes((state, data) => ({
      ...state,
      objectivesLog: [...state.objectivesLog, ...rowsOf(data)],
    })),
    putinteractions: changes((state, data) => ({
      ...state,
      interactions: [...state.interactions, ...rowsOf(data)],
    })),
    putpath: changes((state, data) => ({ ...state, path: [...state.path, ...rowsOf(data)] })),
    putperformance: changes((state, data) => ({ ...state, performance: joined(state.performance, data) })),
  } satisfies Record<string, Change>),
);

function changes(change: (state: AiccState, data: string) => AiccState): Change {
  return (before, data) => {
    const { state, totalSeconds } = aiccOf(before);
    return unitState(change(state, data), totalSeconds);
  };
}

function aiccOf(unit: UnitState | undefined): { state: AiccState; totalSeconds: number } {
  const state = AiccState.parse(unit && 'aicc' in unit.data ? unit.data.aicc : {});
  return { state, totalSeconds: unit?.totalSeconds ?? 0 };
}

/** @throws AppError `bad-request` where the content has sent more than is kept */
function unitState(state: AiccState, totalSeconds: number): UnitState {
  const aicc = parseRequest(AiccState, state);
  // Messages add to each other, so that no limit of one message holds for all of them.
  if (JSON.stringify(aicc).length > LIMITS.commit)
    throw new AppError('bad-request', {
      faults: [{ path: 'aicc_data', message: 'is too much with what was there' }],
    });
  return {
    ...aiccResult(aicc),
    totalSeconds: Math.min(totalSeconds, LIMITS.totalSeconds),
    data: { aicc },
  };
}

const rowsOf = (data: string): string[] => data.split(/\r\n|\n|\r/).filter((row) => row.trim() !== '');
const joined = (before: string, more: string): string => (before ? `${before}\r\n${more}` : more);

const render = ({ error, text = ERROR_TEXT[error], data }: Answer): string =>
  [
    `error=${error}`,
    `error_text=${text}`,
    'version=4.0',
    ...(data === undefined ? [] : [`aicc_data=${data}`]),
    '',
  ].join('\r\n');

export const BODY_REFUSED = render({ error: 1, text: 'Invalid Command: it is too large or cannot be read' });
