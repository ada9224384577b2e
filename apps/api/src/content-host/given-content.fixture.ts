import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ContentStandard, ContentUnit } from '@reset/shared/contracts/content-package';
import { inTransaction } from '@reset/shared/database/in-transaction';
import { insertPackage } from '@reset/shared/stores/content-package.store';
import { type Answer, type Client, client, type GivenApi } from '../given-api.fixture';
import { type GivenLaunch, givenLaunch, viewOf } from '../launches/given-launch.fixture';

export const PLAIN_UNIT: ContentUnit = {
  identifier: 'item-1',
  title: 'Lesson',
  href: 'index.html',
  kind: 'sco',
  parameters: null,
  launchData: null,
  masteryScore: null,
  maxTimeAllowed: null,
  timeLimitAction: null,
  prerequisites: null,
  completionThreshold: null,
  scaledPassingScore: null,
  objectives: [],
  globalObjectives: [],
  sharedData: [],
};
export type GivenPackage = {
  standard?: ContentStandard;
  units?: Partial<ContentUnit>[];
  /** By path. */
  files?: Record<string, string>;
};

/** Puts a package into a course, which the next launch opens. @returns its UUID */
export async function givenPackage(
  { services }: GivenApi,
  { organizationId, courseId }: { organizationId: number; courseId: number },
  { standard = 'scorm-1.2', units = [{}], files = { 'index.html': '<p>Hello' } }: GivenPackage = {},
): Promise<string> {
  const id = randomUUID();
  const storagePrefix = `${organizationId}/content/${id}`;
  for (const [path, text] of Object.entries(files))
    await services.fileStore.write(`${storagePrefix}/${path}`, Readable.from([Buffer.from(text)]));
  const by = { kind: 'system', id: null, name: 'test' } as const;
  await inTransaction(services.dataSource, (db) =>
    insertPackage(db, { organizationId, courseId }, by, {
      id,
      storagePrefix,
      standard,
      edition: null,
      title: 'Fire safety',
      units: units.map((unit) => ({ ...PLAIN_UNIT, ...unit })),
      files: Object.keys(files).length,
      bytes: 1,
      sha256: 'ab'.repeat(32),
    }),
  );
  return id;
}

export type GivenContent = GivenLaunch & {
  /** Launches the course. @returns what stands between `/launches/` and `/player` */
  open(): Promise<string>;
  /** Sends to the content's host, with no cookie. */
  content: Client;
};

/** A course with a package, and a learner who may launch it. */
export async function givenContent(
  api: GivenApi,
  given: Parameters<typeof givenLaunch>[1] & { content?: GivenPackage } = {},
): Promise<GivenContent> {
  const there = await givenLaunch(api, given);
  await givenPackage(api, there.pair, given.content);
  return {
    ...there,
    content: client(api.url.replace('127.0.0.1', 'localhost')),
    open: async () => tokenOf(await there.launch()),
  };
}

export function tokenOf(launched: Answer): string {
  const view = viewOf(launched);
  const url = view.state === 'open' ? view.player?.url : undefined;
  if (!url) throw new Error(`no player: ${JSON.stringify(launched.body)}`);
  return `${/\/launches\/([^/]+)\/player$/.exec(new URL(url).pathname)?.[1]}`;
}

/** Marks the pair as a bulk reset does. */
export const resetPair = (api: GivenApi, { pair }: Pick<GivenLaunch, 'pair'>, bulkResetId = 50) =>
  api.dataSource.query(
    `INSERT INTO progress_reset (organization_id, learner_id, course_id, bulk_reset_id, file_row, reset_at)
     VALUES (?, ?, ?, ?, 2, UTC_TIMESTAMP(3))`,
    [pair.organizationId, pair.learnerId, pair.courseId, bulkResetId],
  );
