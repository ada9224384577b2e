import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DataSource } from 'typeorm';
import { ContentPackage } from '../contracts/content-package';
import { createTestDatabase } from '../database/test-database.fixture';
import { givenOrganization } from '../generate/given-organization.fixture';
import { directoryFileStore } from '../storage/directory-file-store';
import { takeAbandonedImport } from '../stores/content-import.store';
import { findCurrentPackage } from '../stores/content-package.store';
import { zipOf } from './archive.fixture';
import { DEFAULT_CONTENT_LIMITS } from './content-limits';
import { type ImportDeps, importPackage } from './import-package';
import { resource, scorm12 } from './scorm/manifest.fixture';

let dataSource: DataSource;
let drop: () => Promise<void>;
let directory: string;
beforeAll(async () => {
  ({ dataSource, drop } = await createTestDatabase());
  directory = await mkdtemp(path.join(tmpdir(), 'import-'));
});
afterAll(async () => {
  await drop();
  await rm(directory, { recursive: true });
});

const BY = { kind: 'api-key', id: 7, name: 'HR' } as const;
const refusal = (reason: string) => ({
  code: 'package-refused',
  details: expect.objectContaining({ reason }),
});
const manifest = (title: string) =>
  scorm12(
    `<organizations><organization><title>${title}</title><item identifier="i" identifierref="r"/></organization></organizations>`,
    resource('r', 'a.html'),
  );
const scorm = (title: string) => ({ 'imsmanifest.xml': manifest(title), 'a.html': title, 'lib/x.js': '1' });

const givenCourse = (
  kind: 'custom-scorm-1.2' | 'custom-aicc' | 'video' | 'compliance' = 'custom-scorm-1.2',
) =>
  givenOrganization(dataSource, {
    learners: { ann: {} },
    courses: { fire: { kind } },
    records: [{ learner: 'ann', course: 'fire', status: 'completed' }],
  });
type Given = Awaited<ReturnType<typeof givenCourse>>;

async function imports(
  { id: organizationId, courses }: Given,
  bytes: Buffer,
  { useTitle = false, ...change }: Partial<ImportDeps> & { useTitle?: boolean } = {},
) {
  const file = path.join(directory, 'upload.zip');
  const handle = await open(file, 'w+');
  try {
    await handle.write(bytes, 0, bytes.length, 0);
    return await importPackage(
      { dataSource, fileStore: directoryFileStore(directory), limits: DEFAULT_CONTENT_LIMITS, ...change },
      BY,
      { organizationId, courseId: courses.fire.uuid, useTitle },
      { fd: handle.fd, bytes: bytes.length, sha256: 'ab'.repeat(32) },
    );
  } finally {
    await handle.close();
  }
}
const filesOf = async ({ id }: Given) => {
  const under = path.join(directory, String(id));
  const found = await readdir(under, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
};
const count = async (table: string, { id }: Given): Promise<number> => {
  const [row] = await dataSource.query(`SELECT COUNT(*) AS n FROM ${table} WHERE organization_id = ?`, [id]);
  return Number(row.n);
};

test('a package is imported whole: its files, what it says of itself, and who did it', async () => {
  const given = await givenCourse();
  const view = await imports(given, zipOf(scorm('Fire')));
  expect(ContentPackage.strict().parse(view)).toMatchObject({
    courseId: given.courses.fire.uuid,
    version: 1,
    standard: 'scorm-1.2',
    title: 'Fire',
    files: 3,
    bytes: Buffer.byteLength(manifest('Fire')) + 5,
    uploadedBy: 'HR',
  });
  const key = { organizationId: given.id, courseId: given.courses.fire.id };
  const current = await findCurrentPackage(dataSource.manager, key);
  const stored = await readFile(path.join(directory, current?.storagePrefix ?? '', 'a.html'), 'utf8');
  expect(stored).toBe('Fire');
  expect(await filesOf(given)).toHaveLength(3);
  expect(await count('content_import', given)).toBe(0);
  expect(
    await dataSource.query(
      'SELECT action, actor_name, subject_id FROM audit_event WHERE organization_id = ?',
      [given.id],
    ),
  ).toEqual([{ action: 'course.content-imported', actor_name: 'HR', subject_id: given.courses.fire.id }]);
});

test('another package replaces it, and touches neither the learners’ records nor the title, unless asked', async () => {
  const given = await givenCourse();
  const records = () =>
    dataSource.query('SELECT * FROM learning_record WHERE organization_id = ?', [given.id]);
  const title = async () =>
    (await dataSource.query('SELECT title FROM course WHERE organization_id = ?', [given.id]))[0].title;
  const before = await records();
  const first = await imports(given, zipOf(scorm('First')));
  expect(await title()).toBe('fire');
  const second = await imports(given, zipOf(scorm('Second')), { useTitle: true });
  expect([first.version, second.version]).toEqual([1, 2]);
  expect(await title()).toBe('Second');
  expect(await records()).toEqual(before);
  // A launch that is open goes on with the first one's files.
  expect(await filesOf(given)).toHaveLength(6);
});

test.each([
  ['custom-aicc', 'wrong-kind'],
  ['video', 'wrong-kind'],
] as const)('a SCORM 1.2 package is refused for a course of kind %s', async (kind, reason) => {
  const given = await givenCourse(kind);
  await expect(imports(given, zipOf(scorm('x')))).rejects.toMatchObject(refusal(reason));
  expect(await count('content_package', given)).toBe(0);
});

test('a compliance course takes every standard', async () => {
  expect(await imports(await givenCourse('compliance'), zipOf(scorm('x')))).toMatchObject({ version: 1 });
});

describe('nothing half-imported is left', () => {
  const nothingLeft = async (given: Given) => {
    expect(await filesOf(given)).toEqual([]);
    expect(await count('content_package', given)).toBe(0);
    expect(await count('content_import', given)).toBe(0);
    expect(await count('audit_event', given)).toBe(0);
  };

  test('where the last of many files is damaged', async () => {
    const given = await givenCourse();
    const entries = Object.entries(scorm('x')).map(([name, content]) => ({ name, content }));
    const many = Array.from({ length: 50 }, (_, at) => ({ name: `f${at}`, content: 'x' }));
    const bytes = zipOf([...entries, ...many, { name: 'last', content: 'abc', crc: 1 }]);
    await expect(imports(given, bytes)).rejects.toMatchObject(refusal('archive-damaged'));
    await nothingLeft(given);
  });

  test('where the store has no room for one of the files', async () => {
    const given = await givenCourse();
    const store = directoryFileStore(directory);
    const fileStore: typeof store = {
      ...store,
      write: async (key, body) => {
        if (!key.endsWith('x.js')) return store.write(key, body);
        body.destroy();
        throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
      },
    };
    await expect(imports(given, zipOf(scorm('x')), { fileStore })).rejects.toMatchObject({ code: 'ENOSPC' });
    await nothingLeft(given);
  });

  test('where the row cannot be committed', async () => {
    const given = await givenCourse();
    const store = directoryFileStore(directory);
    let taking: Promise<void> | undefined;
    const takenByUpkeep = async () => {
      await dataSource.query('UPDATE content_import SET touched_at = touched_at - INTERVAL 1 HOUR');
      expect((await takeAbandonedImport(dataSource, 60))?.paths).toHaveLength(3);
    };
    const fileStore: typeof store = {
      ...store,
      write: async (key, body) => {
        taking ??= takenByUpkeep();
        await taking;
        return store.write(key, body);
      },
    };
    await expect(imports(given, zipOf(scorm('x')), { fileStore })).rejects.toThrow('abandoned');
    expect(await filesOf(given)).toEqual([]);
    expect(await count('content_package', given)).toBe(0);
    await dataSource.query('DELETE FROM content_import');
  });
});
