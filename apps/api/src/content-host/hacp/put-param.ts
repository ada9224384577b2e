import type { AiccState } from '@reset/shared/contracts/run-time';
import { textOf, valuesOf } from './read-groups';

/** What one `PutParam` says; what it does not name stays as it was. */
export type PutParam = { state: AiccState; sessionSeconds: number | undefined };

/** @param groups of `aicc_data`, by `readGroups` */
export function applyPutParam(before: AiccState, groups: ReadonlyMap<string, string[]>): PutParam {
  const core = valuesOf(groups.get('core') ?? []);
  const lesson = groups.get('core_lesson');
  const comments = groups.get('comments');
  const { status, exit } = readStatus(core.get('lesson_status'));
  const state: AiccState = {
    ...before,
    status: status ?? before.status,
    exit: readExit(core.get('exit')) ?? exit ?? before.exit,
    location: core.get('lesson_location') ?? before.location,
    score: core.get('score') ?? before.score,
    lesson: lesson ? textOf(lesson) : before.lesson,
    comments: comments ? textOf(comments) : before.comments,
    objectives: { ...before.objectives, ...named(groups.get('objectives_status')) },
    preferences: { ...before.preferences, ...named(groups.get('student_preferences')) },
  };
  return { state, sessionSeconds: readTimespan(core.get('time')) };
}

const named = (lines: readonly string[] = []): Record<string, string> => Object.fromEntries(valuesOf(lines));

const STATUS = {
  p: 'passed',
  c: 'completed',
  f: 'failed',
  i: 'incomplete',
  b: 'browsed',
  n: 'not attempted',
} as const;
const EXIT = { l: 'logout', t: 'time-out', s: 'suspend' } as const;

/** Of each word the first letter counts; behind a comma the way of leaving may stand. */
function readStatus(text = ''): { status?: AiccState['status']; exit?: AiccState['exit'] } {
  const [status = '', exit] = text.split(',');
  const word = STATUS[letterOf(status) as keyof typeof STATUS];
  const way = readExit(exit);
  return { ...(word ? { status: word } : {}), ...(way ? { exit: way } : {}) };
}

const readExit = (text?: string): AiccState['exit'] | undefined =>
  text === undefined ? undefined : EXIT[letterOf(text) as keyof typeof EXIT];
const letterOf = (text: string): string => text.trim().charAt(0).toLowerCase();

/** `HHHH:MM:SS.SS` in seconds; the hours may have any number of digits, and some leave the seconds out. */
export function readTimespan(text?: string): number | undefined {
  const [, hours, minutes, seconds = '0'] =
    /^\s*(\d{1,5}):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?/.exec(text ?? '') ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  return Math.round(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}
