import type { PlayerSession, UnitResult, UnitState } from '@reset/shared/contracts/run-time';

export type SessionUnit = PlayerSession['units'][number];
type Cmi = Record<string, unknown>;
/** What the runtime of SCORM renders for a commit. */
export type RenderedCommit = {
  completionStatus: string;
  successStatus: string;
  totalTimeSeconds: number;
  score?: { raw?: number; min?: number; max?: number; scaled?: number };
  runtimeData: { cmi: Cmi };
};
type Student = PlayerSession['learner'];

/** The data model of SCORM 1.2 as a unit finds it. Nothing of it but these lines where the attempt has just begun. */
export function scorm12Start({ state, ...unit }: SessionUnit, { id, name }: Student): { cmi: Cmi } {
  const saved = savedCmi(state);
  const { exit, session_time, entry, ...core } = objectOf(saved.core);
  return {
    cmi: {
      ...saved,
      core: {
        total_time: '0000:00:00',
        ...core,
        student_id: id,
        student_name: name,
        entry: entryOf(state, exit),
        lesson_mode: 'normal',
        credit: 'credit',
      },
      student_data: {
        mastery_score: textOf(unit.masteryScore),
        max_time_allowed: unit.maxTimeAllowed ?? '',
        time_limit_action: unit.timeLimitAction ?? '',
      },
      launch_data: unit.launchData ?? '',
    },
  };
}

/** The same of SCORM 2004. Objectives that the package names are there from the start. */
export function scorm2004Start({ state, ...unit }: SessionUnit, { id, name }: Student): { cmi: Cmi } {
  const { exit, session_time, entry, ...saved } = savedCmi(state);
  return {
    cmi: {
      ...(state ? {} : { objectives: unit.objectives.map((objective) => ({ id: objective })) }),
      ...saved,
      learner_id: id,
      learner_name: name,
      entry: entryOf(state, exit),
      mode: 'normal',
      credit: 'credit',
      completion_threshold: textOf(unit.completionThreshold),
      scaled_passing_score: textOf(unit.scaledPassingScore),
      max_time_allowed: unit.maxTimeAllowed ?? '',
      ...(unit.timeLimitAction ? { time_limit_action: unit.timeLimitAction } : {}),
      launch_data: unit.launchData ?? '',
    },
  };
}

/**
 * What a unit has to keep of a commit.
 * @param finished the content has ended its session in this commit
 */
export function scorm12State(rendered: RenderedCommit, finished: boolean): UnitState {
  const { cmi } = rendered.runtimeData;
  const core = objectOf(cmi.core);
  const result = resultOf(rendered);
  return {
    ...result,
    ...(core.lesson_status === 'not attempted' ? { completion: 'not-attempted' as const } : {}),
    progress: null,
    data: { cmi: { ...cmi, core: { ...core, exit: exitToKeep(core.exit, finished) } } },
  };
}

/** The same of SCORM 2004. */
export function scorm2004State(rendered: RenderedCommit, finished: boolean): UnitState {
  const { cmi } = rendered.runtimeData;
  return {
    ...resultOf(rendered),
    progress: numberWithin(cmi.progress_measure, 0, 1),
    data: { cmi: { ...cmi, exit: exitToKeep(cmi.exit, finished) } },
  };
}

/** Content that was cut off in the middle finds its place again, as if it had said so. */
const exitToKeep = (exit: unknown, finished: boolean): unknown => (finished || exit ? exit : 'suspend');

function entryOf(state: UnitState | null, exit: unknown): string {
  if (!state) return 'ab-initio';
  return exit === 'suspend' ? 'resume' : '';
}

function resultOf({ completionStatus, successStatus, totalTimeSeconds, score }: RenderedCommit): UnitResult {
  return {
    completion: COMPLETION[completionStatus] ?? 'unknown',
    success: successStatus === 'passed' || successStatus === 'failed' ? successStatus : 'unknown',
    score: percentOf(score ?? {}),
    progress: null,
    totalSeconds: Math.max(0, Math.round(totalTimeSeconds) || 0),
  };
}
const COMPLETION: Readonly<Record<string, UnitResult['completion']>> = {
  completed: 'completed',
  incomplete: 'incomplete',
};

/** In percent of what can be reached; a scaled score counts before a raw one. */
function percentOf({ raw, min = 0, max = 100, scaled }: NonNullable<RenderedCommit['score']>): number | null {
  const share = scaled ?? (raw === undefined || max <= min ? undefined : (raw - min) / (max - min));
  if (share === undefined || !Number.isFinite(share)) return null;
  return Math.round(Math.min(1, Math.max(0, share)) * 10_000) / 100;
}

export function numberWithin(value: unknown, least: number, most: number): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return null;
  return Math.min(most, Math.max(least, number));
}

const savedCmi = (state: UnitState | null): Cmi => (state && 'cmi' in state.data ? state.data.cmi : {});
export const objectOf = (value: unknown): Cmi =>
  typeof value === 'object' && value !== null ? { ...value } : {};
const textOf = (value: number | null): string => (value === null ? '' : String(value));
