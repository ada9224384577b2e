import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { ContentPackage } from '../contracts/content-package';
import { inTransaction } from '../database/in-transaction';
import { createTestDatabase } from '../database/test-database.fixture';
import { givenOrganization } from '../generate/given-organization.fixture';
import { findCurrentPackage, findPackage, insertPackage, type NewPackage } from './content-package.store';

let dataSource: DataSource;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ dataSource, drop } = await createTestDatabase());
});
afterAll(() => drop());

const BY = { kind: 'user', id: 1, name: 'Ada' } as const;
const newPackage = (title: string): NewPackage => {
  const id = randomUUID();
  return {
    id,
    storagePrefix: `1/content/${id}`,
    standard: 'scorm-1.2',
    edition: '1.2',
    title,
    units: [
      {
        identifier: 'item-1',
        title: 'Grüße',
        href: 'index.html',
        kind: 'sco',
        parameters: null,
        launchData: null,
        masteryScore: 80,
        maxTimeAllowed: null,
        timeLimitAction: null,
        prerequisites: null,
        completionThreshold: null,
        scaledPassingScore: null,
        objectives: [],
        globalObjectives: [],
        sharedData: [],
      },
    ],
    files: 2,
    bytes: 5_000_000_000,
    sha256: 'ab'.repeat(32),
  };
};

test('another import makes the next version, which is the current one; the older stays as it was', async () => {
  const { id: organizationId, courses } = await givenOrganization(dataSource, {
    courses: { fire: {}, ice: {} },
  });
  const key = { organizationId, courseId: courses.fire.id };
  expect(await findCurrentPackage(dataSource.manager, key)).toBeUndefined();

  const [first, second] = [newPackage('First'), newPackage('Second')];
  await inTransaction(dataSource, (db) => insertPackage(db, key, BY, first));
  await inTransaction(dataSource, (db) => insertPackage(db, key, BY, second));

  const current = await findCurrentPackage(dataSource.manager, key);
  expect(current).toMatchObject({ ...second, version: 2, courseId: courses.fire.uuid, uploadedBy: 'Ada' });
  expect(ContentPackage.parse(current).units).toEqual(second.units);
  const older = await findPackage(dataSource.manager, { organizationId, id: first.id });
  expect(older).toMatchObject({ ...first, version: 1 });
  expect(
    await findCurrentPackage(dataSource.manager, { organizationId, courseId: courses.ice.id }),
  ).toBeUndefined();
});

test('imports into one course at once get versions without gaps', async () => {
  const { id: organizationId, courses } = await givenOrganization(dataSource, { courses: { fire: {} } });
  const key = { organizationId, courseId: courses.fire.id };
  const packages = Array.from({ length: 8 }, (_, index) => newPackage(`Title ${index}`));
  await Promise.all(
    packages.map((one) => inTransaction(dataSource, (db) => insertPackage(db, key, BY, one))),
  );
  const found = await Promise.all(
    packages.map(({ id }) => findPackage(dataSource.manager, { organizationId, id })),
  );
  expect(found.map((one) => one?.version).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('a package belongs to its organization, and so does its course', async () => {
  const own = await givenOrganization(dataSource, { courses: { fire: {} } });
  const other = await givenOrganization(dataSource, {});
  const stored = newPackage('Ours');
  const courseId = own.courses.fire.id;
  await inTransaction(dataSource, (db) =>
    insertPackage(db, { organizationId: own.id, courseId }, BY, stored),
  );
  const db = dataSource.manager;
  expect(await findPackage(db, { organizationId: other.id, id: stored.id })).toBeUndefined();
  expect(await findCurrentPackage(db, { organizationId: other.id, courseId })).toBeUndefined();
  await expect(
    inTransaction(dataSource, (manager) =>
      insertPackage(manager, { organizationId: other.id, courseId }, BY, newPackage('Theirs')),
    ),
  ).rejects.toMatchObject({ code: 'not-found' });
});
