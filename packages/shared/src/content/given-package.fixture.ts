import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { DataSource } from 'typeorm';
import type { ContentStandard, ContentUnit } from '../contracts/content-package';
import { inTransaction } from '../database/in-transaction';
import type { FileStore } from '../storage/file-store';
import { insertPackage } from '../stores/content-package.store';

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
  { dataSource, fileStore }: { dataSource: DataSource; fileStore: FileStore },
  { organizationId, courseId }: { organizationId: number; courseId: number },
  { standard = 'scorm-1.2', units = [{}], files = { 'index.html': '<p>Hello' } }: GivenPackage = {},
): Promise<string> {
  const id = randomUUID();
  const storagePrefix = `${organizationId}/content/${id}`;
  for (const [path, text] of Object.entries(files))
    await fileStore.write(`${storagePrefix}/${path}`, Readable.from([Buffer.from(text)]));
  const by = { kind: 'system', id: null, name: 'test' } as const;
  await inTransaction(dataSource, (db) =>
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
