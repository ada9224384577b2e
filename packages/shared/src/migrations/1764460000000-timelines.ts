import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the timeline of a course walks along, newest first; a learner's is short, and is sorted. The marks have no such
 * key: with one, writing them takes the database twice as long (docs/performance.md).
 */
const KEYS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  launch: {
    launch_course: '(organization_id, course_id, created_at)',
    launch_course_acknowledged: '(organization_id, course_id, acknowledged_at)',
  },
  learning_record: { learning_record_course_completed: '(organization_id, course_id, completed_at)' },
};
/** Which courses the valid version of a file resets. */
const COURSES = `CREATE TABLE IF NOT EXISTS bulk_reset_course (
  organization_id INT UNSIGNED NOT NULL,
  course_id INT UNSIGNED NOT NULL,
  bulk_reset_id BIGINT UNSIGNED NOT NULL,
  version SMALLINT UNSIGNED NOT NULL,
  PRIMARY KEY (organization_id, course_id, bulk_reset_id, version)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`;

/** May be run again after it was interrupted. */
export class Timelines1764460000000 implements MigrationInterface {
  readonly name = 'Timelines1764460000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COURSES);
    for (const [table, keys] of Object.entries(KEYS))
      for (const [key, columns] of Object.entries(keys)) {
        const found = await runner.query(`SHOW INDEX FROM ${table} WHERE Key_name = '${key}'`);
        if (found.length === 0) await runner.query(`ALTER TABLE ${table} ADD KEY ${key} ${columns}`);
      }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, keys] of Object.entries(KEYS))
      for (const key of Object.keys(keys)) await runner.query(`ALTER TABLE ${table} DROP KEY ${key}`);
    await runner.query('DROP TABLE bulk_reset_course');
  }
}
