import { z } from 'zod';
import { CONTENT_STANDARDS, ContentUnit } from './content-package';

/** What one unit may keep: SCORM 2004 asks for 64,000 characters of suspend data, AICC for 4,096 bytes at least. */
export const LIMITS = {
  suspendData: 65_536,
  location: 4_096,
  comments: 65_536,
  interactions: 2_000,
  objectives: 1_000,
  /** Of all time in one unit: three years. */
  totalSeconds: 100_000_000,
  /** Of a whole commit, in bytes. */
  commit: 1024 ** 2,
} as const;

const text = (max: number) => z.string().max(max);
const list = (max: number) =>
  z.record(z.string(), z.unknown()).refine((all) => Object.keys(all).length <= max);
/** What a runtime renders is five deep or so; a value that is nested without end could not be written again. */
const MOST_NESTED = 20;
const isNestedBelow = (value: unknown, left: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (left > 0 && Object.values(value).every((inner) => isNestedBelow(inner, left - 1)));

/** SCORM 1.2 keeps its place under `core`, SCORM 2004 beside it; the runtime in the player knows the rest. */
const Cmi = z
  .looseObject({
    core: z.looseObject({ lesson_location: text(LIMITS.location).optional() }).optional(),
    location: text(LIMITS.location).optional(),
    suspend_data: text(LIMITS.suspendData).optional(),
    comments: text(LIMITS.comments).optional(),
    interactions: list(LIMITS.interactions).optional(),
    objectives: list(LIMITS.objectives).optional(),
  })
  .refine((cmi) => isNestedBelow(cmi, MOST_NESTED), 'is nested too deep');

/** What the content has said of AICC: the groups of HACP, in one form. */
export const AiccState = z.strictObject({
  status: z.string().max(20).default(''),
  location: text(LIMITS.location).default(''),
  /** As the content wrote it: `raw,max,min`. */
  score: z.string().max(100).default(''),
  exit: z.enum(['', 'logout', 'time-out', 'suspend']).default(''),
  /** `[Core_Lesson]`, the suspend data of AICC. */
  lesson: text(LIMITS.suspendData).default(''),
  comments: text(LIMITS.comments).default(''),
  /** The lines of these groups by their names in lower case, as the content wrote them. */
  objectives: z.record(z.string(), text(LIMITS.location)).default({}),
  preferences: z.record(z.string(), text(LIMITS.location)).default({}),
  interactions: z.array(text(LIMITS.location)).max(LIMITS.interactions).default([]),
  objectivesLog: z.array(text(LIMITS.location)).max(LIMITS.objectives).default([]),
  path: z.array(text(LIMITS.location)).max(LIMITS.interactions).default([]),
  performance: text(LIMITS.suspendData).default(''),
  /** The session under way, and the total time when it began; a session tells its own time alone. */
  session: z.strictObject({ launchId: z.int(), base: z.int().nonnegative() }).nullable().default(null),
});
export type AiccState = z.infer<typeof AiccState>;

/** What a unit keeps of its own, by the way it talks to us. */
export const UnitData = z.union([
  z.strictObject({ cmi: Cmi }),
  z.strictObject({ aicc: AiccState }),
  z.strictObject({ native: z.strictObject({ bookmark: text(LIMITS.location) }) }),
]);
export type UnitData = z.infer<typeof UnitData>;

/** How far one unit of an attempt is. */
export const UnitResult = z.object({
  completion: z.enum(['completed', 'incomplete', 'not-attempted', 'unknown']),
  success: z.enum(['passed', 'failed', 'unknown']),
  /** In percent of what can be reached. */
  score: z.number().min(0).max(100).nullable(),
  /** 0 to 1, where the content tells it. */
  progress: z.number().min(0).max(1).nullable(),
  totalSeconds: z.int().nonnegative().max(LIMITS.totalSeconds),
});
export type UnitResult = z.infer<typeof UnitResult>;
export const UnitState = UnitResult.extend({ data: UnitData });
export type UnitState = z.infer<typeof UnitState>;

/** What units of one attempt share: the global objectives and the data buckets of SCORM 2004. */
export const SharedState = z.strictObject({
  objectives: z.record(
    z.string(),
    z.strictObject({
      success: z.enum(['passed', 'failed', 'unknown']),
      measure: z.number().min(-1).max(1).nullable(),
    }),
  ),
  data: z.record(z.string(), text(LIMITS.suspendData)),
});
export type SharedState = z.infer<typeof SharedState>;
export const NOTHING_SHARED: SharedState = { objectives: {}, data: {} };

/** What the player commits for one unit. A commit with a sequence number already seen is refused. */
export const UnitCommit = z.strictObject({
  sequence: z
    .int()
    .positive()
    .max(2 ** 32 - 1),
  unit: z.string().min(1).max(255),
  state: UnitState,
  shared: SharedState.optional(),
});
export type UnitCommit = z.infer<typeof UnitCommit>;
export const Committed = z.object({ sequence: z.int().nonnegative(), completed: z.boolean() });
export type Committed = z.infer<typeof Committed>;

/** All that the player knows: it loads this before any content starts. */
export const PlayerSession = z.object({
  course: z.object({ id: z.uuid(), title: z.string() }),
  learner: z.object({ id: z.string(), name: z.string() }),
  standard: z.enum(CONTENT_STANDARDS),
  attempt: z.int().positive(),
  /** Of the last commit; the next one must be higher. */
  sequence: z.int().nonnegative(),
  /** The record as a whole has been completed. */
  completed: z.boolean(),
  /** The unit that was open last; `null` at the start of an attempt. */
  unit: z.string().nullable(),
  units: z.array(ContentUnit.extend({ state: UnitState.nullable() })).min(1),
  shared: SharedState,
  /** The origin of the application, where the player tells that the learner goes back. */
  application: z.url(),
});
export type PlayerSession = z.infer<typeof PlayerSession>;

/** What the player tells the page of the application around it. */
export const PlayerMessage = z.object({
  kind: z.literal('reset-course-progress'),
  event: z.enum(['completed', 'left']),
});
export type PlayerMessage = z.infer<typeof PlayerMessage>;
