import { z } from 'zod';
import type { CourseKind } from './learning';

export const CONTENT_STANDARDS = ['scorm-1.2', 'scorm-2004', 'aicc', 'skillsoft'] as const;
export type ContentStandard = (typeof CONTENT_STANDARDS)[number];
export const STANDARD_NAME: Readonly<Record<ContentStandard, string>> = {
  'scorm-1.2': 'SCORM 1.2',
  'scorm-2004': 'SCORM 2004',
  aicc: 'AICC',
  skillsoft: 'Skillsoft course',
};

/** How an objective of one unit is tied to an objective that all units share (`imsss:mapInfo`). */
export const GlobalObjectiveMap = z.object({
  /** The unit's own; `null` for a primary objective without an identifier. */
  objectiveId: z.string().nullable(),
  targetObjectiveId: z.string(),
  readSatisfiedStatus: z.boolean(),
  readNormalizedMeasure: z.boolean(),
  writeSatisfiedStatus: z.boolean(),
  writeNormalizedMeasure: z.boolean(),
});
export type GlobalObjectiveMap = z.infer<typeof GlobalObjectiveMap>;

/** A bucket of data that units share (`adlcp:data`, SCORM 2004 4th edition). */
export const SharedDataMap = z.object({ targetId: z.string(), readable: z.boolean(), writable: z.boolean() });
export type SharedDataMap = z.infer<typeof SharedDataMap>;

/** What can be launched on its own: a SCO, an asset, an assignable unit of AICC, or a whole Skillsoft course. */
export const ContentUnit = z.object({
  /** Of the item or the assignable unit; unique in its package. */
  identifier: z.string(),
  title: z.string(),
  /** A path inside the package, `/`-separated and not encoded, with the query that the package gives it, if any. */
  href: z.string(),
  /** An asset has no API to talk to: opening it is all that can be told of it. */
  kind: z.enum(['sco', 'asset']),
  /** To be added to the query at launch: SCORM's `parameters`, AICC's `web_launch`; without a leading `?` or `&`. */
  parameters: z.string().nullable(),
  /** `cmi.launch_data`; in AICC, what `[Core_Vendor]` tells. */
  launchData: z.string().nullable(),
  /** 0 to 100: `adlcp:masteryscore` of SCORM 1.2, `mastery_score` of AICC. */
  masteryScore: z.number().nullable(),
  /** As the package writes it: `HHHH:MM:SS.SS`, or an ISO 8601 duration in SCORM 2004. */
  maxTimeAllowed: z.string().nullable(),
  /** As the standards write it: `exit,message`, `exit,no message`, `continue,message`, `continue,no message`. */
  timeLimitAction: z.string().nullable(),
  prerequisites: z.string().nullable(),
  /** 0 to 1, of SCORM 2004. */
  completionThreshold: z.number().nullable(),
  /** -1 to 1, of SCORM 2004: the primary objective is satisfied by measure from here on. */
  scaledPassingScore: z.number().nullable(),
  /** Identifiers, the primary one first, in the order of `cmi.objectives`. */
  objectives: z.array(z.string()),
  globalObjectives: z.array(GlobalObjectiveMap),
  sharedData: z.array(SharedDataMap),
});
export type ContentUnit = z.infer<typeof ContentUnit>;

/** One version of a course's content. It never changes; another import makes the next version. */
export const ContentPackage = z.object({
  id: z.uuid(),
  courseId: z.uuid(),
  /** 1, 2, … for each course; the highest is the current one. */
  version: z.int().positive(),
  standard: z.enum(CONTENT_STANDARDS),
  /** As the package names it: `1.2`, `2004 3rd Edition`, `4.0`. */
  edition: z.string().nullable(),
  title: z.string(),
  /** In the order in which a learner goes through them; at least one. */
  units: z.array(ContentUnit).min(1),
  files: z.int().nonnegative(),
  /** Of all files, expanded. */
  bytes: z.int().nonnegative(),
  /** Of the archive as it was uploaded. */
  sha256: z.string(),
  uploadedAt: z.iso.datetime(),
  /** The name of the person or the API key. */
  uploadedBy: z.string(),
});
export type ContentPackage = z.infer<typeof ContentPackage>;

/** Which content fits a course. What is not named here has none: videos, books, journeys and links are not packages. */
const STANDARDS_OF_KIND: Partial<Record<CourseKind, readonly ContentStandard[]>> = {
  skillsoft: CONTENT_STANDARDS,
  compliance: CONTENT_STANDARDS,
  'custom-aicc': ['aicc'],
  'custom-scorm-1.2': ['scorm-1.2'],
  'custom-scorm-2004': ['scorm-2004'],
};
export const standardsOf = (kind: CourseKind): readonly ContentStandard[] => STANDARDS_OF_KIND[kind] ?? [];

/** What a course is that is made of a package. */
const KIND_OF_STANDARD: Readonly<Record<ContentStandard, CourseKind>> = {
  'scorm-1.2': 'custom-scorm-1.2',
  'scorm-2004': 'custom-scorm-2004',
  aicc: 'custom-aicc',
  skillsoft: 'skillsoft',
};
export const kindOf = (standard: ContentStandard): CourseKind => KIND_OF_STANDARD[standard];
