import { createTestDatabase } from './test-database.fixture';

test('the migrations make every table that an entity names, and can run twice', async () => {
  const { dataSource, drop } = await createTestDatabase();
  try {
    expect(await dataSource.runMigrations()).toEqual([]);
    for (const { target } of dataSource.entityMetadatas)
      expect(await dataSource.getRepository(target).find({ take: 1 })).toEqual([]);
  } finally {
    await drop();
  }
});
